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

DAY = 24 * 60
LONGEST_MONTH = timedelta(days=31)


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

    def rest(self, day: date) -> "Slot":
        """What is left of it from the same time of `day` on."""
        return Slot(day=day, start=self.start, minutes=self.minutes - (day - self.day).days * DAY)

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
    return ((day + relativedelta(months=1)) - day).days * DAY


def month_of(terms: OfferTerms, day: date, start: str) -> Slot | None:
    """The month that began last before `day`, at `start`, and has not ended by then."""
    if terms.unit != "month":
        return None
    before = slots(terms, day - LONGEST_MONTH, day - timedelta(days=1))
    return next((each for each in reversed(before) if each.start == start and each.rest(day).minutes > 0), None)


def first_rest(
    terms: OfferTerms, month: Slot, held: Iterable[Holding], quantity: int, at: datetime, zone: str
) -> Slot | None:
    """What is left of a `month` that has begun: from the first day after `at` on which `quantity` is free to its end,
    and on which the offer is not paused."""
    begin, end = month.begin(zone), month.end(zone)
    if not begin <= at < end:
        return None
    meanwhile = [each for each in held if each.starts_at < end and each.ends_at > at]
    for days in range(1, month.minutes // DAY):
        rest = month.rest(month.day + timedelta(days=days))
        first = rest.begin(zone)
        if first <= at or paused_on(terms, rest.day):
            continue
        if (terms.parallel or 1) - taken(meanwhile, first, end) >= quantity:
            return rest
    return None


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
