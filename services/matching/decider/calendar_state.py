"""What an offer's calendar is: the offer as registry told of it, and its bookings."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal

from services.matching.engine.slots import Slot, month_of, slots, taken
from services.matching.events import (
    AnswerTerms,
    BookingCancelled,
    BookingDeclined,
    BookingEvent,
    BookingFits,
    BookingKept,
    BookingLapsed,
    BookingMade,
    BookingMissed,
    BookingMoved,
    BookingOffered,
    BookingTaken,
    BookingUnfit,
    BookingWaits,
    Misfit,
    OfferKnown,
    Reservation,
)
from services.matching.events.booking import BookingGivenBack
from services.matching.events.offer import OfferPromised, ReachEvent, ReachUsed
from shared.contracts.offers import OfferTerms
from shared.eventsourcing.model import Day, Frozen, Instant

BookingState = Literal["waiting", "offered", "booked", "kept", "missed", "cancelled", "declined", "lapsed"]
HOLDING: frozenset[BookingState] = frozenset({"offered", "booked", "kept", "missed"})
"""In these states it takes up what is offered."""
CalendarEvent = OfferKnown | BookingEvent | ReachEvent | OfferPromised
COMING: frozenset[BookingState] = frozenset({"waiting", "offered", "booked"})
"""In these states something is still to come of it."""


class Booking(Frozen):
    """A reservation and what became of it. `due_at` is until when a waiting one, or an answer, can come; `free_from` is
    the day from which a month that had begun was given back."""

    id: str
    reserved: Reservation
    state: BookingState
    due_at: Instant | None = None
    terms: AnswerTerms | None = None
    misfit: Misfit | None = None
    free_from: Day | None = None
    reason: str = ""
    note: str = ""

    @property
    def starts_at(self) -> Instant:
        return self.reserved.starts_at

    @property
    def ends_at(self) -> Instant:
        return self.reserved.ends_at

    @property
    def quantity(self) -> int:
        return self.reserved.quantity


class Calendar(Frozen):
    """An offer with its bookings, those first that were made first."""

    known: OfferKnown
    bookings: tuple[Booking, ...] = ()
    uses: tuple[ReachUsed, ...] = ()
    """What accepted suggestions use of it from outside."""
    promises: tuple[OfferPromised, ...] = ()
    """What they take of its number, those over left out."""

    @property
    def community(self) -> str:
        return self.known.community

    @property
    def terms(self) -> OfferTerms:
        return self.known.terms

    @property
    def id(self) -> str:
        return calendar_of(self.known.offer)

    def promise(self, request: str, suggestion: int) -> OfferPromised | None:
        """What this suggestion takes of its number."""
        return next((each for each in self.promises if (each.request, each.suggestion) == (request, suggestion)), None)

    def booking(self, booking_id: str) -> Booking | None:
        """The booking with this id."""
        return next((booking for booking in self.bookings if booking.id == booking_id), None)

    def use_of(self, request: str, suggestion: int) -> ReachUsed | None:
        """What this suggestion uses from outside."""
        return next((use for use in self.uses if (use.request, use.suggestion) == (request, suggestion)), None)

    def holding(self, but: str | None = None) -> list[Booking]:
        """What takes up the offer, without the booking `but`."""
        return [booking for booking in self.bookings if booking.state in HOLDING and booking.id != but]

    def left(self, begin: datetime, end: datetime, held: Iterable[Booking]) -> int:
        """How much of the offer is free all the time from `begin` to `end`."""
        return max(0, (self.terms.parallel or 1) - taken(held, begin, end))

    def slot(self, day: date, start: str) -> Slot | None:
        """The slot of `day` that begins at `start`."""
        return next((slot for slot in slots(self.terms, day, day) if slot.start == start), None)

    def rest(self, day: date, start: str) -> Slot | None:
        """What is left from `day` on of a month that began before at `start`."""
        month = month_of(self.terms, day, start)
        return month.rest(day) if month else None


def calendar_of(offer: str) -> str:
    """The id of an offer's calendar."""
    return f"calendar_{offer.partition('_')[2]}"


def evolve_calendar(state: Calendar | None, event: CalendarEvent) -> Calendar:
    """The calendar after `event`."""
    if isinstance(event, OfferKnown):
        return Calendar(known=event) if state is None else state.model_copy(update={"known": event})
    assert state is not None, "a calendar begins with its offer"
    if isinstance(event, ReachEvent):
        kept = tuple(use for use in state.uses if (use.request, use.suggestion) != (event.request, event.suggestion))
        return state.model_copy(update={"uses": (*kept, event) if isinstance(event, ReachUsed) else kept})
    if isinstance(event, OfferPromised):
        others = (
            each for each in state.promises if (each.request, each.suggestion) != (event.request, event.suggestion)
        )
        return state.model_copy(update={"promises": (*others, *([event] if event.quantity else []))})
    before = state.booking(event.booking)
    after = evolve_booking(before, event)
    if before is None:
        return state.model_copy(update={"bookings": (*state.bookings, after)})
    bookings = tuple(after if booking.id == after.id else booking for booking in state.bookings)
    return state.model_copy(update={"bookings": bookings})


def evolve_booking(booking: Booking | None, event: BookingEvent) -> Booking:
    """The booking after `event`."""
    if isinstance(event, BookingMade):
        return Booking(id=event.booking, reserved=event.reserved, state="booked")
    if isinstance(event, BookingWaits):
        fields = {"due_at": event.due_at, "terms": event.terms}
        return Booking(id=event.booking, reserved=event.reserved, state="waiting", **fields)
    assert booking is not None, "a booking begins with its making"
    return booking.model_copy(update={"reserved": event.reserved, **_changes(event)})


def _changes(event: BookingEvent) -> dict[str, Any]:
    match event:
        case BookingOffered(due_at=due_at):
            return {"state": "offered", "due_at": due_at}
        case BookingTaken():
            return {"state": "booked", "due_at": None}
        case BookingDeclined():
            return {"state": "declined", "due_at": None}
        case BookingLapsed():
            return {"state": "lapsed", "due_at": None}
        case BookingMoved():
            return {"misfit": None, "free_from": None}
        case BookingGivenBack(free_from=free_from, reason=reason, note=note):
            return {"free_from": free_from, "reason": reason, "note": note}
        case BookingCancelled(reason=reason, note=note):
            return {"state": "cancelled", "due_at": None, "misfit": None, "reason": reason, "note": note}
        case BookingKept():
            return {"state": "kept", "misfit": None, "reason": "", "note": ""}
        case BookingMissed(reason=reason, note=note):
            return {"state": "missed", "misfit": None, "reason": reason, "note": note}
        case BookingUnfit(misfit=misfit):
            return {"misfit": misfit}
        case BookingFits():
            return {"misfit": None}
        case _:
            raise AssertionError(f"no booking knows {event.type}")
