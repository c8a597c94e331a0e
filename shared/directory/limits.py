"""Limits in days and hours: inherited down the tree, and turned into a moment."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from shared.contracts.base import Category
from shared.contracts.limits import ClassLimits, RequestKind
from shared.contracts.registry import Calendar, Settings
from shared.directory.workdays import after_working_days
from shared.eventsourcing.model import Frozen, to_milliseconds

_DURATION: TypeAdapter[timedelta] = TypeAdapter(timedelta)
_WHOLE_DAYS = re.compile(r"^P\d+[DW]$")
_WORKING_DAYS = re.compile(r"^P(\d+)WD$")


WEEKS_ONLY = Calendar()
"""Monday to Friday."""


class Limits(Frozen):
    """The settings in force at a node; the defaults are what a root without settings has. `calendar` is that of the
    node and of those above it, for working days."""

    claim_due: str = "P14D"
    claim_grace: str = "P3D"
    confirm_due: str = "P14D"
    booking_answer: str = "PT24H"
    unclaimed_after: str | None = None
    unclaimed_grace: str = "P7D"
    offer_stale_after: str = "P180D"
    need_stale_after: str = "P90D"
    agreement_reminder: str = "P30D"
    link_lasts: str = "P7D"
    scan_megabytes: int = 10
    reply_due: str = "P5D"
    time_zone: str = "Asia/Shanghai"
    accept_public_claims: bool = False
    calendar: Calendar = Calendar()
    classes: tuple[ClassLimits, ...] = ()

    def of(self, kind: RequestKind | None, category: Category, peer_class: str | None = None) -> "Limits":
        """Those for what is of this kind and category, promised by somebody of this class: what is said of the
        claimant's class goes before what is said of the category, and that before what is said of the kind."""
        named = {each.named: each.said for each in self.classes}
        keys = ((kind, None, None), (None, category, None), (None, None, peer_class))
        said = {name: limit for key in keys for name, limit in named.get(key, {}).items()}
        return self.model_copy(update=said)


def effective(chain: Iterable[Settings], calendar: Calendar = WEEKS_ONLY) -> Limits:
    """The limits that `chain`, settings from the root down to the node, amounts to. What a node says for a class holds
    for it below too, whatever is said there for all."""
    merged: dict[str, object] = {"calendar": calendar}
    classes: dict[tuple[str | None, ...], dict[str, str]] = {}
    for settings in chain:
        merged |= settings.model_dump(exclude_none=True, exclude={"classes"})
        for each in settings.classes:
            classes.setdefault(each.named, {}).update(each.model_dump(exclude_none=True))
    return Limits.model_validate(merged | {"classes": tuple(classes.values())})


def reach(limits: Limits, day: date) -> date:
    """The last day that a limit in working days reaches from `day` on; `day` itself where none counts them."""
    classes = [said for each in limits.classes for said in each.said.values()]
    durations = [*limits.model_dump(exclude={"classes", "calendar"}).values(), *classes]
    counts = [int(found[1]) for said in durations if isinstance(said, str) and (found := _WORKING_DAYS.match(said))]
    return after_working_days(day, max(counts, default=0), limits.calendar)


def in_working_days(duration: str) -> bool:
    """Whether `duration` counts working days, as `P5WD` does."""
    return _WORKING_DAYS.match(duration) is not None


def due_at(at: datetime, duration: str, time_zone: str, calendar: Calendar = WEEKS_ONLY) -> datetime:
    """When `duration` after `at` is over. Whole days (`P3D`) and working days (`P5WD`, by `calendar`) end at 24:00 in
    `time_zone`, all else to the second."""
    zone = ZoneInfo(time_zone)
    today = at.astimezone(zone).date()
    if working := _WORKING_DAYS.match(duration):
        return _end_of(after_working_days(today, int(working[1]), calendar), zone)
    length = _DURATION.validate_python(duration)
    return _end_of(today + length, zone) if _WHOLE_DAYS.match(duration) else to_milliseconds(at + length)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return to_milliseconds(datetime.combine(day + timedelta(days=1), datetime.min.time(), zone))


def overdue_before(now: datetime, duration: str, time_zone: str, calendar: Calendar = WEEKS_ONLY) -> datetime:
    """What began before this moment has lasted longer than `duration` at `now`."""
    if not _WHOLE_DAYS.match(duration) and not in_working_days(duration):
        return to_milliseconds(now - _DURATION.validate_python(duration))
    first = first_fresh_day(now, duration, time_zone, calendar)
    return to_milliseconds(datetime.combine(first, datetime.min.time(), ZoneInfo(time_zone)))


def first_fresh_day(now: datetime, duration: str, time_zone: str, calendar: Calendar = WEEKS_ONLY) -> date:
    """The earliest day whose `duration` is not over at `now`: what was confirmed before it is stale."""
    zone = ZoneInfo(time_zone)
    today = now.astimezone(zone).date()
    if working := _WORKING_DAYS.match(duration):
        return _first_within(today, int(working[1]), calendar)
    length = _DURATION.validate_python(duration)
    if _WHOLE_DAYS.match(duration):
        return today - length
    return (now - length).astimezone(zone).date() + timedelta(days=1)


def _first_within(today: date, days: int, calendar: Calendar) -> date:
    first = today
    while after_working_days(first - timedelta(days=1), days, calendar) >= today:
        first -= timedelta(days=1)
    return first
