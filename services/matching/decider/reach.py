"""Decisions about the uses of an offer from outside its community: as many a month as each opening allows, whether
something is booked or a suggestion accepted."""

from collections.abc import Sequence

from services.matching.commands import ReturnReach, UseReach
from services.matching.decider.booking_errors import OutOfReach, QuotaUsed
from services.matching.decider.booking_rules import opened_to, some_left
from services.matching.decider.calendar_state import Calendar
from services.matching.events.offer import ReachEvent, ReachReturned, ReachUsed


def use(state: Calendar, command: UseReach) -> Sequence[ReachEvent]:
    """One of the month's uses; nothing at home, and nothing for a yes that counts already."""
    opened = opened_to(state, command.path)
    if opened is None or state.use_of(command.request, command.suggestion):
        return []
    some_left(state, opened, command.month)
    return [ReachUsed(**_said(state, command), reach=opened.node, month=command.month)]


def give_back(state: Calendar, command: ReturnReach) -> Sequence[ReachEvent]:
    """What came to nothing counts no longer."""
    used = state.use_of(command.request, command.suggestion)
    return [ReachReturned(**_said(state, command))] if used else []


def quota_used(state: Calendar, path: Sequence[str], month: str) -> int | None:
    """The month's quota, where all of it is used by which a request at the end of `path` could have the offer."""
    opened = None
    try:
        opened = opened_to(state, path)
        if opened:
            some_left(state, opened, month)
    except OutOfReach:
        return None
    except QuotaUsed:
        return opened.quota if opened else None
    return None


def _said(state: Calendar, command: UseReach | ReturnReach) -> dict[str, str | int]:
    known = state.known
    return {
        "community": known.community,
        "offer": known.offer,
        "request": command.request,
        "suggestion": command.suggestion,
    }
