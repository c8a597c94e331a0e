"""A year's working days, as the State Council announces them: recorded once, corrected as needed."""

from collections.abc import Sequence

from services.registry.commands import RecordCalendar
from services.registry.events import CalendarRecorded
from shared.errors import Malformed
from shared.eventsourcing.model import Day

SATURDAY = 5


def record_calendar(known: CalendarRecorded | None, command: RecordCalendar) -> Sequence[CalendarRecorded]:
    """The year's calendar; the same one twice is the same thing. Raises Malformed for days that can't be meant."""
    _check(command.year, "off", command.off)
    _check(command.year, "worked", command.worked)
    if any(day.weekday() < SATURDAY or day in command.off for day in command.worked):
        raise Malformed(
            field="worked",
            reason_zh="这里只填调休上班的周六、周日，不能同时是放假的日子。",
            reason_en="name only Saturdays and Sundays that are worked, and none that is off as well.",
        )
    said = command.model_dump(exclude={"at", "actor", "off", "worked"})
    calendar = CalendarRecorded(**said, off=tuple(sorted(command.off)), worked=tuple(sorted(command.worked)))
    return [] if known == calendar else [calendar]


def _check(year: int, field: str, days: Sequence[Day]) -> None:
    if any(day.year != year for day in days):
        raise Malformed(
            field=field, reason_zh=f"只能填 {year} 年的日子。", reason_en=f"only days of {year} belong here."
        )
    if len(set(days)) < len(days):
        raise Malformed(field=field, reason_zh="同一天只填一次。", reason_en="name each day once.")
