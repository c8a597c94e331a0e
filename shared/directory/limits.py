"""Limits in days and hours: inherited down the tree, and turned into a moment."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from shared.contracts.registry import Settings
from shared.eventsourcing.model import Frozen, to_milliseconds

_DURATION: TypeAdapter[timedelta] = TypeAdapter(timedelta)
_WHOLE_DAYS = re.compile(r"^P\d+[DW]$")


class Limits(Frozen):
    """The settings in force at a node; the defaults are what a root without settings has."""

    claim_due: str = "P14D"
    claim_grace: str = "P3D"
    booking_answer: str = "PT24H"
    offer_stale_after: str = "P180D"
    need_stale_after: str = "P90D"
    agreement_reminder: str = "P30D"
    scan_megabytes: int = 10
    time_zone: str = "Asia/Shanghai"
    accept_public_claims: bool = False


def effective(chain: Iterable[Settings]) -> Limits:
    """The limits that `chain`, settings from the root down to the node, amounts to."""
    merged: dict[str, object] = {}
    for settings in chain:
        merged |= settings.model_dump(exclude_none=True)
    return Limits.model_validate(merged)


def due_at(at: datetime, duration: str, time_zone: str) -> datetime:
    """When `duration` after `at` is over. Whole days (`P3D`) end at 24:00 in `time_zone`, all else to the second."""
    length = _DURATION.validate_python(duration)
    if not _WHOLE_DAYS.match(duration):
        return to_milliseconds(at + length)
    zone = ZoneInfo(time_zone)
    last_day = at.astimezone(zone).date() + length
    return to_milliseconds(datetime.combine(last_day + timedelta(days=1), datetime.min.time(), zone))


def first_fresh_day(now: datetime, duration: str, time_zone: str) -> date:
    """The earliest day whose `duration` is not over at `now`: what was confirmed before it is stale."""
    length = _DURATION.validate_python(duration)
    zone = ZoneInfo(time_zone)
    if _WHOLE_DAYS.match(duration):
        return now.astimezone(zone).date() - length
    return (now - length).astimezone(zone).date() + timedelta(days=1)
