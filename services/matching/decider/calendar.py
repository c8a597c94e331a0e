"""What an offer's calendar decides: what registry told is recorded, and after every change those who wait are asked."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.matching.commands import (
    AnswerSlot,
    Book,
    CancelBooking,
    CountPromise,
    JudgeBookings,
    KeepBooking,
    KnowOffer,
    LapseBooking,
    MissBooking,
    MoveBooking,
    ReturnReach,
    UseReach,
)
from services.matching.decider import booking, booking_ends, promising, reach
from services.matching.decider.booking import of
from services.matching.decider.booking_rules import misfit, within
from services.matching.decider.calendar_state import Booking, Calendar, evolve_calendar
from services.matching.engine.slots import first_rest
from services.matching.events import BookingEvent, BookingFits, BookingOffered, BookingUnfit
from services.matching.events.offer import OfferPromised, ReachEvent
from shared.directory.limits import due_at
from shared.errors import NotFound, Refused
from shared.eventsourcing.model import Command, Event

JUDGED_AT_ONCE = 100
"""So many bookings are flagged or asked in one commit: with the longest purposes they fill half of one."""

Step = BookingEvent | ReachEvent | OfferPromised

DECISIONS: Mapping[type[Command], Callable[[Calendar, Any], Sequence[Step]]] = {
    Book: booking.book,
    MoveBooking: booking.move,
    AnswerSlot: booking_ends.answer,
    LapseBooking: booking_ends.lapse,
    CancelBooking: booking_ends.cancel,
    KeepBooking: booking_ends.keep,
    MissBooking: booking_ends.miss,
    UseReach: reach.use,
    ReturnReach: reach.give_back,
    CountPromise: promising.count,
}


def decide_calendar(state: Calendar | None, command: Command) -> Sequence[Event]:
    """What follows from `command`. Raises NotFound for an unknown offer, and what each decision refuses."""
    if isinstance(command, KnowOffer):
        return _known(state, command)
    if state is None:
        raise NotFound
    if isinstance(command, JudgeBookings):
        return _meant(state, command.at)
    decided = DECISIONS[type(command)](state, command)
    return [*decided, *_asked(_after(state, decided), command.at)] if decided else []


def _known(state: Calendar | None, command: KnowOffer) -> Sequence[Event]:
    """The offer as it is now, and what it means, or the first part of that.

    It is recorded even if it is known, so that what was told before the next change does not undo it when told again.
    """
    if state is None:
        return [command.known]
    return [command.known, *_meant(evolve_calendar(state, command.known), command.at)]


def _meant(state: Calendar, at: datetime) -> Sequence[BookingEvent]:
    """What the offer as it is known means for those who have booked or wait, as far as it is not said yet."""
    judged = _judged(state, at)
    return [*judged, *_asked(_after(state, judged), at)][:JUDGED_AT_ONCE]


def _after(state: Calendar, events: Sequence[Step]) -> Calendar:
    for event in events:
        state = evolve_calendar(state, event)
    return state


def _judged(state: Calendar, at: datetime) -> Sequence[BookingEvent]:
    """Which of the bookings to come fit no longer, or again; those that have begun and those that were made first have
    their place first."""
    events: list[BookingEvent] = []
    fitting = [each for each in state.holding() if each.starts_at <= at < each.ends_at]
    for each in state.holding():
        if each.state not in ("booked", "offered") or each.starts_at <= at:
            continue
        now = misfit(state, each, fitting)
        if now is None:
            fitting.append(each)
        if now == each.misfit:
            continue
        said = of(state, each.id, each.reserved)
        events.append(BookingUnfit(**said, misfit=now) if now else BookingFits(**said))
    return events


def _asked(state: Calendar, at: datetime) -> Sequence[BookingEvent]:
    """Those who have waited longest are offered what is free now, each until a deadline, before the slot begins."""
    events: list[BookingEvent] = []
    for each in state.bookings:
        had = _to_be_had(state, each, at) if each.state == "waiting" else None
        if had is None or not _may_have(state, had):
            continue
        assert had.terms is not None
        until = due_at(at, had.terms.booking_answer, had.terms.time_zone)
        offered = BookingOffered(**of(state, had.id, had.reserved), due_at=min(until, had.starts_at))
        events.append(offered)
        state = evolve_calendar(state, offered)
    return events


def _to_be_had(state: Calendar, booking: Booking, at: datetime) -> Booking | None:
    """What is still to come of what is waited for: of a month that has begun what is left of it, once that is free."""
    if booking.starts_at > at:
        return booking
    assert booking.terms is not None
    zone, rest = booking.terms.time_zone, None
    if state.terms.unit == "month":
        rest = first_rest(state.terms, booking.reserved.slot, state.holding(), booking.quantity, at, zone)
    if rest is None:
        return None
    left = {"slot": rest, "starts_at": rest.begin(zone)}
    return booking.model_copy(update={"reserved": booking.reserved.model_copy(update=left)})


def _may_have(state: Calendar, booking: Booking) -> bool:
    """Whether who waits could take it now."""
    try:
        within(state, booking.reserved, booking.id)
    except Refused:
        return False
    return misfit(state, booking, state.holding()) is None
