"""Decisions about the uses of an offer: from outside its community as many a month as each opening allows, whether
something is booked or a suggestion accepted, and of its number no more than there is."""

from collections.abc import Sequence

from services.matching.commands import ReturnReach, UseReach
from services.matching.decider.booking_rules import opened_to, within_quota
from services.matching.decider.calendar_state import Calendar
from services.matching.decider.promising import free, promise
from services.matching.events.offer import OfferPromised, ReachEvent, ReachReturned, ReachUsed


def use(state: Calendar, command: UseReach) -> Sequence[ReachEvent | OfferPromised]:
    """What a yes takes of the month's uses and of the offer's number."""
    return [*_from_outside(state, command), *promise(state, command)]


def _from_outside(state: Calendar, command: UseReach) -> Sequence[ReachEvent]:
    """One of the month's uses; nothing at home, and nothing for a yes that counts already."""
    opened = opened_to(state, command.path)
    if opened is None or state.use_of(command.request, command.suggestion):
        return []
    used = ReachUsed(**_said(state, command), reach=opened.node, month=command.month)
    within_quota(opened, command.month, (each.reserved for each in state.holding()), [*state.uses, used])
    return [used]


def give_back(state: Calendar, command: ReturnReach) -> Sequence[ReachEvent | OfferPromised]:
    """What came to nothing counts no longer."""
    used = state.use_of(command.request, command.suggestion)
    returned = [ReachReturned(**_said(state, command))] if used else []
    return [*returned, *free(state, command.request, command.suggestion)]


def _said(state: Calendar, command: UseReach | ReturnReach) -> dict[str, str | int]:
    known = state.known
    return {
        "community": known.community,
        "offer": known.offer,
        "request": command.request,
        "suggestion": command.suggestion,
    }
