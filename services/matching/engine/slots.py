"""When an offer can be booked: the slots that its rules, its closed days and its extra slots amount to."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from shared.contracts.offers import OfferTerms, Rule
from shared.eventsourcing.model import Day, Frozen, Instant, to_milliseconds


class Slot(Frozen):
    """What can be booked: from `start` on `day`, as in `14:00` by the community's clock, for `minutes`."""

    day: Day
    start: str
    minutes: int

    def begin(self, zone: str) -> datetime:
        """When it begins."""
        return to_milliseconds(self._local(zone))

    def end(self, zone: str) -> datetime:
        """When it is over."""
        return to_milliseconds(self._local(zone) + timedelta(minutes=self.minutes))

    def _local(self, zone: str) -> datetime:
        return datetime.combine(self.day, time.fromisoformat(self.start), ZoneInfo(zone))


class Holding(Protocol):
    """What takes up `quantity` of an offer from `starts_at` to `ends_at`."""

    @property
    def starts_at(self) -> Instant: ...
    @property
    def ends_at(self) -> Instant: ...
    @property
    def quantity(self) -> int: ...


def slots(terms: OfferTerms, first: date, last: date) -> tuple[Slot, ...]:
    """The slots that begin from `first` to `last`, both included, in order; of two that begin together the longer."""
    found: dict[tuple[date, str], Slot] = {}
    for slot in _all(terms, first, last):
        same = found.get((slot.day, slot.start))
        if same is None or same.minutes < slot.minutes:
            found[slot.day, slot.start] = slot
    return tuple(found[key] for key in sorted(found))


def _all(terms: OfferTerms, first: date, last: date) -> Iterator[Slot]:
    when = terms.availability
    if terms.mode != "bookable" or when is None:
        return
    for rule in when.rules:
        for day in _days(rule, first, last):
            if day not in when.closed:
                yield Slot(day=day, start=rule.start, minutes=_minutes(terms, day, rule.minutes))
    for extra in when.extra:
        if first <= extra.day <= last:
            yield Slot(day=extra.day, start=extra.start, minutes=_minutes(terms, extra.day, extra.minutes))


def _minutes(terms: OfferTerms, day: date, minutes: int) -> int:
    """How long what begins on `day` is held: a month, where it is booked by the month."""
    if terms.unit != "month":
        return minutes
    return ((day + relativedelta(months=1)) - day).days * 24 * 60


def _days(rule: Rule, first: date, last: date) -> Sequence[date]:
    start, end = max(first, rule.first), min(last, rule.last or last)
    return _recurring(rule.rrule, rule.first, start, end) if start <= end else ()


@lru_cache(maxsize=4096)
def _recurring(rrule: str, anchor: date, first: date, last: date) -> Sequence[date]:
    """The days of a rule, counted from `anchor`. Remembered, since each look at a day counts them anew."""
    rule = rrulestr(rrule, dtstart=datetime.combine(anchor, time.min))
    found = rule.between(datetime.combine(first, time.min), datetime.combine(last, time.min), inc=True)
    return tuple(moment.date() for moment in found)


def taken(held: Iterable[Holding], begin: datetime, end: datetime) -> int:
    """How much is taken at most at any one time between `begin` and `end`."""
    meanwhile = [each for each in held if each.starts_at < end and each.ends_at > begin]
    changes = {max(each.starts_at, begin) for each in meanwhile}
    return max((sum(e.quantity for e in meanwhile if e.starts_at <= at < e.ends_at) for at in changes), default=0)


def nearest(candidates: Iterable[Slot], to: datetime, zone: str, count: int) -> tuple[Slot, ...]:
    """The `count` slots that begin nearest to `to`, in order of time."""
    closest = sorted(candidates, key=lambda slot: abs(slot.begin(zone) - to))[:count]
    return tuple(sorted(closest, key=lambda slot: (slot.day, slot.start)))


def paused_on(terms: OfferTerms, day: date) -> bool:
    """Whether the offer is paused on `day`."""
    pause = terms.pause
    return pause is not None and pause.first <= day and (pause.last is None or day <= pause.last)
