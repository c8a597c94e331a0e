"""Finds phone and identity-card numbers in a text, however they are written."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID_CARD = re.compile(rf"{_PROVINCE}\d{{4}}((?:18|19|20)\d\d){_MONTH_DAY}\d{{3}}[\dX]")
_OLD_ID_CARD = re.compile(rf"{_PROVINCE}\d{{4}}[2-9]\d{_MONTH_DAY}\d{{3}}")
_MOBILE = re.compile(r"(?:(?:00)?86|0)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:(?:00)?860?|0)(?:(?:10|2\d)[2-9]\d{7}|[3-9]\d\d[2-9]\d{6,7})")
_LOCAL = re.compile(rf"(?!(?:19|20)\d\d{_MONTH_DAY}$)[2-9]\d{{6,7}}")

_SEPARATORS = re.compile(r"[\s\-‐–—―−一_.·•()\[\]]{1,4}")
_LETTERS = re.compile(r"[A-WYZa-wyz]{1,3}")  # not x: 1800x2000x600 is a wardrobe
_CUE = re.compile(
    r"(?:电话|手机|座机|固话|联系|致电|拨打|tel|phone|mobile|call)(?:号码?)?(?:[是为]|[^\w])*$", re.IGNORECASE
)

_NUMERALS = str.maketrans("〇○零一壹幺二贰三叁四肆五伍六陆七柒八捌九玖", "0001112233445566778899")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CUE_REACH = 20
_LONGEST = 18
_FILES_BEGIN = "2010"


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring groups of digits, the text between them, and whether a word like 电话 leads to them."""

    groups: tuple[str, ...]
    gaps: tuple[str, ...]
    cued: bool
    ends_in_x: bool

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    def separated(self) -> bool:
        """Nothing but spaces, hyphens and the like between the groups."""
        return all(_SEPARATORS.fullmatch(gap) for gap in self.gaps)

    def spread(self) -> bool:
        """Digit by digit, or with letters put between."""
        single = all(len(group) == 1 for group in self.groups)
        return single or all(_LETTERS.fullmatch(gap) for gap in self.gaps)

    def lengths(self) -> list[int]:
        """Of the groups after a country code that stands alone."""
        return [len(group) for group in self.groups if group not in ("86", "0086")]


def holds_personal_number(text: str) -> bool:
    """Whether a phone number (mobile, or fixed with its area) or an identity-card number stands in `text`.

    Full-width, circled and Chinese digits, invisible characters, gaps and letters between hide nothing.
    """
    folded = _fold(text)
    readings = {folded, folded.translate(_NUMERALS)}
    return any(_mobile(s) or _landline(s) or _id_card(s) for reading in readings for s in _spans(reading))


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    visible = (c for c in text if unicodedata.category(c) not in ("Cf", "Mn", "Me"))
    digits = "".join(str(unicodedata.decimal(c, c)) for c in visible)
    return re.sub(r"(?<=\d)[Oo]+", lambda zeros: "0" * len(zeros[0]), digits)


def _spans(text: str) -> Iterator[Span]:
    """Every run of neighbouring groups that is short enough to be one number."""
    found = list(re.finditer(r"[0-9]+", text))
    for first, start in enumerate(found):
        cued = bool(_CUE.search(text[max(0, start.start() - _CUE_REACH) : start.start()]))
        groups, gaps, end = [start[0]], list[str](), start.end()
        yield Span((start[0],), (), cued, _ends_in_x(text, end))
        for group in found[first + 1 :]:
            gaps.append(text[end : group.start()])
            groups.append(group[0])
            end = group.end()
            if not _is_gap(gaps[-1]) or sum(map(len, groups)) > _LONGEST:
                break
            yield Span(tuple(groups), tuple(gaps), cued, _ends_in_x(text, end))


def _is_gap(between: str) -> bool:
    return bool(len(between) <= 2 or _SEPARATORS.fullmatch(between) or _LETTERS.fullmatch(between))


def _ends_in_x(text: str, end: int) -> bool:
    return bool(re.match(r"[\s\-]{0,2}[Xx](?![A-Za-z0-9])", text[end : end + 4]))


def _mobile(span: Span) -> bool:
    """Groups of two, as in dates and lists, make a phone number only after a word that says so."""
    if not _MOBILE.fullmatch(span.digits):
        return False
    lengths = span.lengths()
    usual = lengths == [3, 4, 4] or (min(lengths) >= 3 and len(set(span.gaps)) <= 1)
    return span.spread() or (span.separated() and (usual or span.cued))


def _landline(span: Span) -> bool:
    if span.cued and _LOCAL.fullmatch(span.digits):
        return span.separated()
    if not _LANDLINE.fullmatch(span.digits):
        return False
    area, *rest = span.lengths()
    usual = min(rest, default=3) >= 3 and (area >= 3 or len(rest) + 1 < len(span.groups))
    return span.spread() or (span.separated() and (usual or span.cued))


def _id_card(span: Span) -> bool:
    """Files are numbered by place and date too, so a recent year counts only with a fitting check digit."""
    number = span.digits + ("X" if span.ends_in_x and len(span.digits) == _LONGEST - 1 else "")
    card = _ID_CARD.fullmatch(number)
    if not card and not _OLD_ID_CARD.fullmatch(number):
        return False
    if card and card[1] >= _FILES_BEGIN and _check_digit(number) != number[-1]:
        return False
    usual = len(span.groups[0]) >= 6 or min(span.lengths()) >= 3
    return span.spread() or (span.separated() and usual)


def _check_digit(number: str) -> str:
    weighted = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[weighted % 11]
