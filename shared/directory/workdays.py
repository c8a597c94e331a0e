"""Working days: Monday to Friday, but for the days that a year's announcement takes off or lets be worked instead."""

from collections.abc import Iterable
from datetime import date, timedelta

from shared.contracts.registry import Calendar

_SATURDAY = 5


def works(day: date, calendar: Calendar) -> bool:
    """Whether `day` is a working day."""
    if day in calendar.off:
        return False
    return day.weekday() < _SATURDAY or day in calendar.worked


def after_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The `count`th working day after `day`; `day` itself for none."""
    while count:
        day += timedelta(days=1)
        count -= works(day, calendar)
    return day


def merged(calendars: Iterable[Calendar]) -> Calendar:
    """One calendar of those from the root down to a node: for each year what the lowest node says."""
    off: dict[int, tuple[date, ...]] = {}
    worked: dict[int, tuple[date, ...]] = {}
    for calendar in calendars:
        for year in calendar.years:
            off[year] = tuple(day for day in calendar.off if day.year == year)
            worked[year] = tuple(day for day in calendar.worked if day.year == year)
    return Calendar(years=tuple(sorted(off)), off=_in_order(off), worked=_in_order(worked))


def ahead(calendar: Calendar, day: date) -> Calendar:
    """What of `calendar` can matter from `day` on."""
    return Calendar(
        years=tuple(year for year in calendar.years if year >= day.year),
        off=tuple(each for each in calendar.off if each >= day),
        worked=tuple(each for each in calendar.worked if each >= day),
    )


def missing(calendar: Calendar, day: date, until: date) -> tuple[int, ...]:
    """The years from `day` to `until`, but at least within the next 60 days, that are not announced: there only
    weekends are known."""
    last = max(until, day + timedelta(days=60))
    return tuple(year for year in range(day.year, last.year + 1) if year not in calendar.years)


def _in_order(days: dict[int, tuple[date, ...]]) -> tuple[date, ...]:
    return tuple(day for year in sorted(days) for day in sorted(days[year]))
