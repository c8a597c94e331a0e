"""How names are spelled in letters, so that a few typed ones find them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_RUNS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+")
_READINGS = 2
_MOST = 12

_NAME, _PART, _LETTERS, _INNER = "name:", "part:", "letters:", "inner:"
_LONGEST = 60

_Readings = Sequence[tuple[str, str]]
"""The ways to read one syllable: its initial, and all of it."""


class Spelling(NamedTuple):
    """The ways to spell a name, the usual one first: `bjxx`, and `beijingxiaoxue`."""

    initials: tuple[str, ...]
    letters: tuple[str, ...]


def spelling(name: str) -> Spelling:
    """The letters of `name`. Numbers and latin words stand as they are; a character that can be read in two ways
    gives a spelling each, unless the word it stands in settles it (银行 is `yh`, 长安 `ca`)."""
    syllables = [syllable for run in _RUNS.findall(folded(name)) for syllable in _read(run)]
    ways = list(_ways(syllables))
    initials = dict.fromkeys("".join(initial for initial, _ in way) for way in ways)
    letters = dict.fromkeys("".join(whole for _, whole in way) for way in ways)
    return Spelling(tuple(filter(None, initials))[:_MOST], tuple(filter(None, letters))[:_MOST])


def keys(name: str) -> tuple[str, ...]:
    """All by which `name` is found, for an index: what begins with `begins(typed)` among them says that the name, its
    letters or its initials begin with what was typed; `within(typed)` the same of a part of the name or its initials.
    """
    whole, spelled = folded(name), spelling(name)
    letters = [_LETTERS + way for way in (*spelled.initials, *spelled.letters)]
    parts = [_PART + whole[at:] for at in range(1, min(len(whole), _LONGEST))]
    inner = [_INNER + way[at:] for way in spelled.initials for at in range(1, min(len(way), _LONGEST) - 1)]
    return tuple(dict.fromkeys((_NAME + whole, *letters, *parts, *inner)))


def exactly(typed: str) -> list[str]:
    """The keys of a name that is just what was typed, or is so spelled."""
    return [_NAME + folded(typed), _LETTERS + typed_letters(typed)]


def begins(typed: str) -> str:
    """How the keys of a name begin that begins with `typed`."""
    letters = typed_letters(typed)
    return _LETTERS + letters if letters else _NAME + folded(typed)


def within(typed: str) -> str | None:
    """How the keys of a name begin that has `typed` further in; of one letter alone nothing is found."""
    letters = typed_letters(typed)
    if len(letters) == 1:
        return None
    return _INNER + letters if letters else _PART + folded(typed)


def typed_letters(typed: str) -> str:
    """What was typed, if it is letters and numbers; else nothing."""
    found = "".join(folded(typed).split()).replace("'", "")
    return found if found.isascii() and found.isalnum() else ""


def folded(text: str) -> str:
    """`text` as it is compared: narrow letters, small ones."""
    return unicodedata.normalize("NFKC", text).casefold()


def _read(run: str) -> Iterator[_Readings]:
    if run.isascii():
        yield [(run, run)]
        return
    # Only here, since its dictionaries take a second and 60 MB, and who only asks needs none.
    from pypinyin import Style, pinyin

    for readings in pinyin(run, style=Style.NORMAL, heteronym=True):
        yield [(reading[0], reading) for reading in readings[:_READINGS]]


def _ways(syllables: Sequence[_Readings]) -> Iterator[list[tuple[str, str]]]:
    """The usual reading, then those that differ from it in one syllable."""
    usual = [readings[0] for readings in syllables]
    yield usual
    for at, readings in enumerate(syllables):
        for other in readings[1:]:
            yield [*usual[:at], other, *usual[at + 1 :]]
