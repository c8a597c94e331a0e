"""When an agreement has to be minded: days of the community, turned into moments."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from services.registry.decider.days import day_of
from services.registry.events.agreement import Overdue
from services.registry.events.template import Clause, Countable
from shared.directory.limits import Limits
from shared.eventsourcing.model import to_milliseconds

_DURATION: TypeAdapter[timedelta] = TypeAdapter(timedelta)


def end_of(day: date, limits: Limits) -> datetime:
    """24:00 of `day`, where the community is."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(limits.time_zone))


def remind_at(at: datetime, until: date, limits: Limits) -> datetime | None:
    """When the end has to be thought of; None for what is over already."""
    if until < day_of(at):
        return None
    return to_milliseconds(end_of(until, limits) - _DURATION.validate_python(limits.agreement_reminder))


def overdue_at(at: datetime, term: int, clauses: Sequence[Clause], until: date, limits: Limits) -> tuple[Overdue, ...]:
    """When the time of each countable clause is over; without those whose time was over before it was entered."""
    return tuple(
        Overdue(clause=f"{term}.{n}", at=to_milliseconds(end_of(clause.by or until, limits)))
        for n, clause in enumerate(clauses, 1)
        if isinstance(clause, Countable) and (clause.by or until) >= day_of(at)
    )
