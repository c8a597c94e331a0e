"""Which offers fit a request, and why: every suggestion names its reasons, and their weights are its whole order."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from services.matching.engine.places import PEOPLE
from shared.contracts.base import Category
from shared.contracts.offers import Mode

ReasonCode = Literal[
    "words",
    "category",
    "same_community",
    "same_subdistrict",
    "same_district",
    "enough",
    "a_part",
    "in_season",
    "out_of_season",
    "paused",
    "open_on",
    "closed_on",
    "fresh",
    "stale",
    "kept_before",
    "given_back_before",
    "asked",
    "refused_until",
    "used_up",
    "none_left",
]
"""Why an offer stands where it stands. `asked`, `refused_until`, `used_up` and `none_left` set it aside."""

MOST_WORDS = 5
WORD, CATEGORY, CAPACITY, TIME, FRESH, BEFORE = 12, 30, 10, 8, 6, 5
AWAY, STALE = -40, -25
NEAR: Sequence[tuple[ReasonCode, int]] = (("same_community", 20), ("same_subdistrict", 10), ("same_district", 4))
MOST_TIMES = 3


class Reason(NamedTuple):
    """One reason: how much it moves the offer up (or down), and what it rests on."""

    code: ReasonCode
    weight: int
    words: tuple[str, ...] = ()
    number: int | None = None
    of: int | None = None
    day: date | None = None


class Wanted(NamedTuple):
    """What is asked for: `path` runs from the root to its community, `on` is the day for which it is asked. A day
    that was `named` is one on which it is needed."""

    words: frozenset[str]
    category: Category
    quantity: int
    unit: str
    path: tuple[str, ...]
    on: date
    named: bool = False


Span = tuple[date, date | None]
"""From the first day to the last, both included."""


class Opened(NamedTuple):
    """By which opening a request from outside has an offer: to this node, for so many uses a month."""

    node: str
    quota: int


class Candidate(NamedTuple):
    """A listed offer that may fit, and by which opening, unless it is at home. `kept` and `given_back` count its
    provider's earlier promises in the request's category; `open_on` says whether a bookable one has a slot on the day
    that was named, `none_left` that all of it is promised."""

    offer: str
    provider: str
    path: tuple[str, ...]
    words: frozenset[str]
    category: Category
    mode: Mode
    confirmed_on: date | None
    fresh_from: date
    seats: int | None = None
    quantity: int | None = None
    season: tuple[str, str] | None = None
    available: Span | None = None
    pause: Span | None = None
    open_on: bool | None = None
    opened: Opened | None = None
    kept: int = 0
    given_back: int = 0
    asked: bool = False
    refused_until: date | None = None
    none_left: bool = False


class Fit(NamedTuple):
    """An offer and why it stands where it does; `weight` is what its reasons add up to. Of a request in parts it fits
    the `part` with that number."""

    candidate: Candidate
    reasons: tuple[Reason, ...]
    weight: int
    part: int | None = None


def fitting(wanted: Wanted, candidates: Iterable[Candidate]) -> tuple[list[Fit], list[Fit]]:
    """The offers that fit, the best first, and beside them those whose providers are not to be asked now.

    Nothing fits that has neither a word nor the category in common. Of two that weigh the same the one confirmed
    later comes first.
    """
    fits = [fit for candidate in candidates if (fit := _fit(wanted, candidate))]
    fits.sort(key=in_order)
    now: list[Fit] = []
    aside: list[Fit] = []
    for fit in fits:
        (aside if _aside(fit.candidate, wanted.on) else now).append(fit)
    return now, [_why_aside(fit) for fit in aside]


def in_order(fit: Fit) -> tuple[int, int, str]:
    """The key by which fits are in order."""
    return -fit.weight, -_ordinal(fit.candidate.confirmed_on), fit.candidate.offer


def used_up(fit: Fit, quota: int) -> Fit:
    """Set aside, since all of the month's `quota` from outside is used."""
    return fit._replace(reasons=(Reason(code="used_up", weight=0, number=quota), *fit.reasons))


def in_season(season: tuple[str, str], day: date) -> bool:
    """Whether `day` lies in the part of the year from `11-01` to `03-31`, which may go over New Year."""
    first, last = season
    today = f"{day:%m-%d}"
    return first <= today <= last if first <= last else today >= first or today <= last


def _fit(wanted: Wanted, candidate: Candidate) -> Fit | None:
    alike = likeness(wanted, candidate.words, candidate.category)
    over = candidate.available is not None and _ended(candidate.available, wanted.on)
    if over or not alike:
        return None
    reasons = [
        *alike,
        *_place(wanted, candidate),
        *_capacity(wanted, candidate),
        *_time(wanted, candidate),
        *_freshness(candidate),
        *_record(candidate),
    ]
    return Fit(candidate, tuple(reasons), sum(reason.weight for reason in reasons))


def likeness(wanted: Wanted, words: frozenset[str], category: Category | None) -> list[Reason]:
    """What it has in common with what is asked for: words, and the category. Without any it does not fit."""
    common = _common(wanted.words, words)
    reasons = [Reason(code="words", weight=WORD * min(len(common), MOST_WORDS), words=common)] if common else []
    return [*reasons, Reason(code="category", weight=CATEGORY)] if category == wanted.category else reasons


def _common(ours: frozenset[str], theirs: frozenset[str]) -> tuple[str, ...]:
    """The words in common, the longest first; one that is a part of another of them says nothing more."""
    common = sorted(ours & theirs)
    if len(common) < 2:
        return tuple(common)
    common.sort(key=len, reverse=True)
    return tuple(word for at, word in enumerate(common) if not any(word in longer for longer in common[:at]))


def _place(wanted: Wanted, candidate: Candidate) -> Iterable[Reason]:
    shared = sum(1 for ours, theirs in zip(wanted.path, candidate.path, strict=False) if ours == theirs)
    apart = max(len(wanted.path), len(candidate.path)) - shared
    if apart < len(NEAR) and shared:
        code, weight = NEAR[apart]
        yield Reason(code=code, weight=weight)


def _capacity(wanted: Wanted, candidate: Candidate) -> Iterable[Reason]:
    has = candidate.seats if wanted.unit in PEOPLE else candidate.quantity
    if has is None:
        return
    if has >= wanted.quantity:
        yield Reason(code="enough", weight=CAPACITY, number=has, of=wanted.quantity)
    else:
        yield Reason(code="a_part", weight=CAPACITY * has // wanted.quantity, number=has, of=wanted.quantity)


def _time(wanted: Wanted, candidate: Candidate) -> Iterable[Reason]:
    if candidate.pause and _during(candidate.pause, wanted.on):
        yield Reason(code="paused", weight=AWAY, day=candidate.pause[1])
    if candidate.season:
        inside = in_season(candidate.season, wanted.on)
        words = candidate.season
        yield Reason(code="in_season" if inside else "out_of_season", weight=TIME if inside else AWAY, words=words)
    is_open = candidate.open_on
    if wanted.named and candidate.available:
        is_open = _during(candidate.available, wanted.on)
    if is_open is not None:
        yield Reason(code="open_on" if is_open else "closed_on", weight=TIME if is_open else AWAY, day=wanted.on)


def _freshness(candidate: Candidate) -> Iterable[Reason]:
    day = candidate.confirmed_on
    if day is None or day < candidate.fresh_from:
        yield Reason(code="stale", weight=STALE, day=day)
    else:
        yield Reason(code="fresh", weight=FRESH, day=day)


def _record(candidate: Candidate) -> Iterable[Reason]:
    if candidate.kept:
        yield Reason(code="kept_before", weight=BEFORE * min(candidate.kept, MOST_TIMES), number=candidate.kept)
    if candidate.given_back:
        times = candidate.given_back
        yield Reason(code="given_back_before", weight=-BEFORE * min(times, MOST_TIMES), number=times)


def _aside(candidate: Candidate, day: date) -> bool:
    return candidate.asked or candidate.none_left or (candidate.refused_until or day) > day


def _why_aside(fit: Fit) -> Fit:
    """With why it is not asked now before all other reasons."""
    candidate = fit.candidate
    if candidate.asked or candidate.none_left:
        why = Reason(code="asked" if candidate.asked else "none_left", weight=0)
    else:
        why = Reason(code="refused_until", weight=0, day=candidate.refused_until)
    return fit._replace(reasons=(why, *fit.reasons))


def _during(span: Span, day: date) -> bool:
    return span[0] <= day and not _ended(span, day)


def _ended(span: Span, day: date) -> bool:
    return span[1] is not None and span[1] < day


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
