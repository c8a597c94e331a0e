"""Which words a Chinese text is made of, and how lists are searched by them.

The district's own words stand in `district.txt`, one a line: what a dictionary of the whole language would cut apart
(电动车充电桩 is one thing here). Those in `stop.txt` say nothing about what a text is about. Documents keep what is
made of a text, so when one of the two files changes, the projections that use it need a higher version.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from shared.pinyin import folded, spelling

if TYPE_CHECKING:
    from rjieba import Jieba

Filter = dict[str, Any]

MOST = 120
"""How many words of a text are kept; what is longer than that is found by its beginning."""
_ASKED = 12
_TELLING = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffffa-z]")
_COUNTING = re.compile(r"[一二三四五六七八九十百千万两几每]+.")
"""一间, 十几位."""
_FREQUENT = 1_000_000


def words_of(*texts: str) -> tuple[str, ...]:
    """The telling words of `texts`, each once, in their order: no stop words, no numbers, no single characters."""
    return tuple(dict.fromkeys(word for text in texts for word in _cut(text) if _tells(word)))[:MOST]


def keys_of(*texts: str) -> tuple[str, ...]:
    """All by which `texts` are found: their words, each also in letters (`huiyishi`) and by its initials (`hys`)."""
    words = dict.fromkeys(word for text in texts for word in _cut(text))
    keys: dict[str, None] = {}
    for word in list(words)[:MOST]:
        keys |= dict.fromkeys(_spelled(word))
    return tuple(keys)


def typed(field: str, text: str) -> Filter:
    """The filter for documents whose keys in `field` begin with each word of `text`. An index on `field` answers it."""
    words = list(dict.fromkeys(_asked(text)))[:_ASKED] or [folded(text)]
    return {"$and": [{field: {"$regex": f"^{re.escape(word)}"}} for word in words]}


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in _stop() and not _COUNTING.fullmatch(word)


def _asked(text: str) -> Iterator[str]:
    """What was typed, cut as texts are; letters stay together, for nobody types the blanks of pinyin."""
    for part in folded(text).replace("'", "").split():
        if part.isascii():
            yield part
        else:
            yield from _cut(part)


def _cut(text: str) -> Iterator[str]:
    for word in _jieba().cut_for_search(folded(text)):
        if _TELLING.search(word):
            yield word


@lru_cache(maxsize=50_000)
def _spelled(word: str) -> tuple[str, ...]:
    spelled = spelling(word)
    return (word, *spelled.letters, *spelled.initials)


@cache
def _jieba() -> "Jieba":
    # Only here, since its dictionary takes memory, and not every process cuts words.
    from rjieba import Jieba

    jieba = Jieba()
    for word in _listed("district.txt"):
        jieba.add_word(word, _FREQUENT, None)
    return jieba


@cache
def _stop() -> frozenset[str]:
    return frozenset(_listed("stop.txt"))


def _listed(name: str) -> list[str]:
    lines = files(__name__).joinpath(name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
