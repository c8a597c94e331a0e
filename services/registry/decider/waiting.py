"""How long a wish may go unclaimed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.contracts.registry import Calendar, Waiting
from shared.directory.limits import Limits, due_at, in_working_days
from shared.directory.workdays import ahead


def waiting_from(at: datetime, limits: Limits) -> Waiting | None:
    """The time from `at` on by the limits in force; None where it may wait for ever."""
    after, grace, zone = limits.unclaimed_after, limits.unclaimed_grace, limits.time_zone
    if after is None:
        return None
    until = due_at(at, after, zone, limits.calendar)
    calendar = ahead(limits.calendar, until.astimezone(ZoneInfo(zone)).date()) if in_working_days(grace) else Calendar()
    return Waiting(until=until, grace=grace, time_zone=zone, calendar=calendar)
