"""Words in a text that give a household away: a name, a room, that somebody lives alone or is ill, a number.

They only warn. What must never be public is refused by the types in `text.py`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from shared.eventsourcing.model import Frozen
from shared.privacy.numbers import holds_personal_number

Kind = Literal["name", "room", "alone", "illness", "phone"]

_N = r"[0-9０-９一二三四五六七八九十百零〇两]{1,5}"
_WITHIN = r"(?:号楼|单元|楼|层|门|户|室|房|号)"
_ROOM = re.compile(
    rf"(?:{_N}\s*(?:号楼|号院|栋|幢|单元|号房)|[A-Za-z]座)(?:[\s,，、\-]*{_N}\s*{_WITHIN})*(?:[\s,，、\-]*[0-9０-９]{{3,4}}(?![0-9０-９]))?"
    r"|(?<![0-9０-９])[0-9０-９]{3,4}\s*(?:室|房)"
    r"|(?<![0-9])[0-9]{1,3}[-－—][0-9]{1,2}[-－—][0-9]{3,4}(?![0-9])"
    rf"|{_N}弄\s*{_N}号"
)
_BUILDING = re.compile(rf"{_N}\s*(?:号楼|号院|栋|幢)|[A-Za-z]座")
"""Many live there: alone it says where a public thing is, and nothing about a household."""
_DOOR = re.compile(r"(?<![0-9０-９])[0-9０-９]{3,4}(?![0-9０-９])")
_ALONE = re.compile(
    r"独居|孤寡|空巢|孤老|失独|留守|丧偶|五保|无儿无女"
    r"|(?:一个人|独自一?人?|孤身|只身)(?:住|生活|过日子|居住|在家)|(?:一个人|独自一?人?)住"
    r"|(?:老伴|丈夫|妻子|爱人)(?:已经?|刚)?(?:去世|过世|走了|不在了)"
    r"|(?:儿女|子女|孩子|儿子|女儿)(?:们)?(?:都|长期)?不在(?:身边|本地|北京)?"
    r"|(?:无人|没人|没有人)(?:照顾|照料|照看|陪伴)|身边没有?人"
)
_ILLNESS = re.compile(
    r"癌症?|肿瘤|白血病|透析|尿毒症|化疗|放疗|中风|脑梗|脑出血|偏瘫|瘫痪|卧床|半?失能|失智|老年痴呆|痴呆"
    r"|阿尔茨海默|帕金森|残疾|残障|截肢|失明|盲人|聋哑|听障|视障|智障|自闭症|抑郁症?|精神(?:病|分裂症?|障碍)|癫痫"
    r"|糖尿病|高血压|心脏病|冠心病|肾病|肝炎|肺结核|艾滋病?|骨折|重病|大病|病重|病危|坐轮椅"
    r"|患有?[^\s，。,.；;]{0,6}?(?:病|症)",
)
_DIGITS = re.compile(r"[0-9０-９+＋][0-9０-９\s\-－—()（）]{5,}[0-9０-９]")
_COMPOUND = re.compile(
    "欧阳|司马|上官|诸葛|夏侯|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|长孙|宇文|端木|轩辕|南宫|西门|独孤|呼延"
)
_CALLED = "爷爷|奶奶|大爷|大妈|大娘|大叔|大婶|大姐|大哥|阿姨|叔叔|婶婶|伯伯|老人|老太|老师|师傅|先生|女士|同志"
_SOMEBODY = re.compile(rf"{_CALLED}|(?<![大国])家(?![园具电])")
"""Whoever is meant: named or not, there is somebody in the text."""


class Giveaway(Frozen):
    """`words` of the text from `start` up to before `end`, counted in characters, and what they give away."""

    kind: Kind
    words: str
    start: int
    end: int


def giveaways(text: str, names: Iterable[str] = (), *, public: bool = False) -> tuple[Giveaway, ...]:
    """What in `text` would say who lives where, or how; `names` are those of the people behind it.

    In a `public` matter a building without a unit or room is the place it is about, as long as nothing else in the
    text speaks of a person or a home, and no number in it could be that of a door.
    """
    patterns: list[tuple[Kind, re.Pattern[str]]] = [("room", _ROOM), ("alone", _ALONE), ("illness", _ILLNESS)]
    patterns += [("name", _called(name)) for name in names if name.strip()]
    found = {(m.start(), m.end(), kind) for kind, pattern in patterns for m in pattern.finditer(text)}
    found |= {(start, end, "phone") for start, end in _numbers(text)}
    if public and all(kind == "room" for _, _, kind in found) and not (_DOOR.search(text) or _SOMEBODY.search(text)):
        found = {(start, end, kind) for start, end, kind in found if not _BUILDING.fullmatch(text[start:end])}
    return tuple(Giveaway(kind=kind, words=text[start:end], start=start, end=end) for start, end, kind in sorted(found))


def family_name(name: str) -> str:
    """The family name of a Chinese name, which may have two characters."""
    return name[:2] if len(name) > 2 and _COMPOUND.match(name) else name[:1]


def masked_name(name: str) -> str:
    """`李＊＊` for a name: enough to ask back, too little to tell."""
    family = family_name(name.strip())
    return family + "＊" * max(1, min(len(name.strip()) - len(family), 3))


def _called(name: str) -> re.Pattern[str]:
    """The name whole, its given part, and how people are called by the family name."""
    name = name.strip()
    family = family_name(name)
    given = name[len(family) :]
    ways = [re.escape(name), rf"{re.escape(family)}(?:{_CALLED}|家)", rf"老{re.escape(family)}(?:{_CALLED}|家)?"]
    if len(given) > 1:
        ways.append(re.escape(given))
    return re.compile("|".join(ways))


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    runs = [match.span() for match in _DIGITS.finditer(text) if holds_personal_number(match[0])]
    if not runs and holds_personal_number(text):
        return iter([(0, len(text))])
    return iter(runs)
