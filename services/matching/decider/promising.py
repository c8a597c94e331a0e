"""Decisions about the number of an offer that is not booked: no more partners, and no more of it, than there are."""

from collections.abc import Sequence

from services.matching.commands import CountPromise, UseReach
from services.matching.decider.booking_errors import NotEnoughLeft
from services.matching.decider.calendar_state import Calendar
from services.matching.engine.places import Left, left_of, weighed
from services.matching.events.offer import OfferPromised


def left(state: Calendar) -> Left:
    """What is left of the offer."""
    return left_of(state.terms, len(state.promises), sum(each.quantity for each in state.promises))


def promise(state: Calendar, command: UseReach) -> Sequence[OfferPromised]:
    """So much is taken; nothing of an offer without a number, and nothing for a yes that counts as much already. Raises
    NotEnoughLeft."""
    if left(state) == (None, None):
        return []
    wanted, before = (
        weighed(state.terms, command.quantity, command.unit),
        state.promise(command.request, command.suggestion),
    )
    if before and before.quantity >= wanted:
        return []
    others = _others(state, command.request, command.suggestion)
    there = left_of(state.terms, len(others), sum(others))
    if not there.enough(wanted):
        least = 0 if there.nothing else there.quantity
        raise NotEnoughLeft(left=least)
    return [_promised(state, command.request, command.suggestion, wanted)]


def count(state: Calendar, command: CountPromise) -> Sequence[OfferPromised]:
    """What a claim takes while it is live, even where the offer was cut down meanwhile; what was given of a one-off
    offer is gone, all else is there again."""
    before = state.promise(command.request, command.suggestion)
    if before is None and left(state) == (None, None):
        return []
    takes = command.live or state.terms.mode == "one_off"
    now = weighed(state.terms, command.quantity, command.unit) if takes and command.quantity else 0
    if now == (before.quantity if before else 0):
        return []
    return [_promised(state, command.request, command.suggestion, now)]


def free(state: Calendar, request: str, suggestion: int) -> Sequence[OfferPromised]:
    """It came to nothing."""
    return [_promised(state, request, suggestion, 0)] if state.promise(request, suggestion) else []


def _others(state: Calendar, request: str, suggestion: int) -> list[int]:
    """What all but this one take."""
    return [each.quantity for each in state.promises if (each.request, each.suggestion) != (request, suggestion)]


def _promised(state: Calendar, request: str, suggestion: int, quantity: int) -> OfferPromised:
    taken = [*_others(state, request, suggestion), *([quantity] if quantity else [])]
    return OfferPromised(
        community=state.community,
        offer=state.known.offer,
        request=request,
        suggestion=suggestion,
        quantity=quantity,
        partners_taken=len(taken),
        quantity_taken=sum(taken),
    )
