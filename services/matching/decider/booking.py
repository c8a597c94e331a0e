"""Decisions about bookings: made, by the week or the month, moved."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.matching.commands import Book, MoveBooking
from services.matching.decider.booking_errors import (
    BookedAlready,
    BookingOver,
    NotYourBooking,
    OneSeries,
    SeriesTaken,
    SeriesTooLong,
    SlotTaken,
    TooManyMonths,
)
from services.matching.decider.booking_rules import early_enough, enough_left, meant_for, opened_to, wanted, within
from services.matching.decider.calendar_state import COMING, Booking, Calendar, evolve_calendar
from services.matching.decider.claiming import PREFIXES
from services.matching.decider.errors import ConsentMissing, NoFreeText, OrganizationInactive, WrongKind
from services.matching.events import AnswerTerms, BookingEvent, BookingMade, BookingMoved, BookingWaits, Reservation
from shared.errors import DomainError, Refused

MOST_WEEKS, MOST_MONTHS = 53, 24


def of(state: Calendar, booking_id: str, reserved: Reservation) -> dict[str, Any]:
    """What every event of a booking says."""
    known = state.known
    return {
        "community": known.community,
        "offer": known.offer,
        "provider": known.organization,
        "booking": booking_id,
        "reserved": reserved,
        "category": known.terms.category,
    }


def named(state: Calendar, booking_id: str, party: str | None, *, provider: bool = True) -> Booking:
    """The booking a command is about. Raises NotYourBooking when `party` is neither who booked nor, where that may,
    the `provider`; None is staff."""
    booking = state.booking(booking_id)
    if booking is None:
        raise NotYourBooking
    allowed = {None, booking.reserved.booker.id, state.known.organization if provider else None}
    if party not in allowed:
        raise NotYourBooking
    return booking


def book(state: Calendar, command: Book) -> Sequence[BookingEvent]:
    """The slot is the booker's; of a series each, or none and which ones can't be had."""
    _may_book(state, command)
    days = command.days
    _few_enough(command)
    if command.weekly_until is None and command.monthly_until is None:
        return [_booked(state, command, days[0])]
    made, refused = _series(state, command, days)
    if not made:
        raise refused[0][1]
    if refused and not command.skip_taken:
        raise SeriesTaken(refused=refused)
    return _counted(made)


def _few_enough(command: Book) -> None:
    weekly = command.monthly_until is None
    if not weekly and command.weekly_until is not None:
        raise OneSeries(field="monthly_until")
    if 1 <= len(command.days) <= (MOST_WEEKS if weekly else MOST_MONTHS):
        return
    if weekly:
        raise SeriesTooLong(field="weekly_until", most=MOST_WEEKS)
    raise TooManyMonths(field="monthly_until", most=MOST_MONTHS)


def _may_book(state: Calendar, command: Book) -> None:
    booker = command.booker
    if not booker.id.startswith(PREFIXES[booker.kind]):
        raise WrongKind(field="booker")
    if command.party not in (None, booker.id):
        raise NotYourBooking
    if command.party is not None:  # the desk may make an exception
        meant_for(state, booker.id, command.audiences)
    if booker.kind == "person" and command.purpose:
        raise NoFreeText
    if booker.kind == "person" and command.actor.id != booker.id and command.actor.consent is None:
        raise ConsentMissing(field="consent")


def _series(
    state: Calendar, command: Book, days: Sequence[date]
) -> tuple[list[BookingEvent], list[tuple[date, DomainError]]]:
    """What can be booked of `days`, one beside the other, and why the rest can't."""
    made: list[BookingEvent] = []
    refused: list[tuple[date, DomainError]] = []
    first = f"{state.id}.{len(state.bookings) + 1}"
    for day in days:
        try:
            event = _booked(state, command, day, series=first)
        except Refused as refusal:
            refused.append((day, refusal))
        else:
            made.append(event)
            state = evolve_calendar(state, event)
    return made, refused


def _counted(made: Sequence[BookingEvent]) -> list[BookingEvent]:
    """The first says how many are booked."""
    count = sum(isinstance(event, BookingMade) for event in made)
    counted: list[BookingEvent] = []
    for event in made:
        if isinstance(event, BookingMade):
            counted.append(event.model_copy(update={"occurrences": count}))
            count = 0
        else:
            counted.append(event)
    return counted


def _booked(state: Calendar, command: Book, day: date, series: str | None = None) -> BookingEvent:
    """One day: booked, or waited for where that was asked."""
    reserved = _reservation(state, command, day, series)
    booking_id = f"{state.id}.{len(state.bookings) + 1}"
    try:
        enough_left(state, reserved, command.at, command.limits)
    except SlotTaken:
        if not command.wait or reserved.starts_at <= command.at:
            raise
        terms = AnswerTerms(booking_answer=command.limits.booking_answer, time_zone=command.limits.time_zone)
        until = reserved.ends_at if state.terms.unit == "month" else reserved.starts_at
        return BookingWaits(**of(state, booking_id, reserved), due_at=until, terms=terms)
    return BookingMade(**of(state, booking_id, reserved))


def _reservation(state: Calendar, command: Book, day: date, series: str | None) -> Reservation:
    """What is to be booked, by all rules but that somebody else may have it."""
    opened = opened_to(state, command.path)
    limits = command.limits
    afterwards = command.afterwards and command.party is None
    slot = wanted(state, day, command.start, command.at, limits, afterwards=afterwards)
    if command.inactive and slot.begin(limits.time_zone) > command.at:  # what has happened may still be entered
        raise OrganizationInactive
    if command.party is not None:  # the desk has rung up the provider
        early_enough(state, slot, command.at, limits)
    reserved = Reservation(
        booker=command.booker,
        home=command.path[-1],
        reach=opened.node if opened else None,
        slot=slot,
        starts_at=slot.begin(limits.time_zone),
        ends_at=slot.end(limits.time_zone),
        quantity=command.quantity,
        people=command.people,
        purpose=command.purpose,
        for_request=command.for_request,
        series=series,
    )
    within(state, reserved)
    _not_twice(state, reserved)
    return reserved


def _not_twice(state: Calendar, reserved: Reservation, but: str | None = None) -> None:
    for booking in state.bookings:
        same = booking.reserved.booker == reserved.booker and booking.reserved.slot == reserved.slot
        if same and booking.state in COMING and booking.id != but:
            raise BookedAlready


def move(state: Calendar, command: MoveBooking) -> Sequence[BookingEvent]:
    """Another slot, and the old one is free, at once."""
    booking = named(state, command.booking, command.party)
    if booking.state != "booked":
        raise BookingOver
    limits = command.limits
    slot = wanted(state, command.day, command.start, command.at, limits)
    if slot == booking.reserved.slot:
        return []
    if command.inactive:
        raise OrganizationInactive
    if command.party not in (None, state.known.organization):  # the desk or the provider may make an exception
        meant_for(state, booking.reserved.booker.id, command.audiences)
    if command.party not in (None, state.known.organization):  # it is the provider's own wish to know early
        early_enough(state, slot, command.at, limits)
    times = {"starts_at": slot.begin(limits.time_zone), "ends_at": slot.end(limits.time_zone)}
    reserved = booking.reserved.model_copy(update={"slot": slot, **times})
    within(state, reserved, booking.id)
    _not_twice(state, reserved, booking.id)
    enough_left(state, reserved, command.at, limits, booking.id)
    was = booking.reserved.slot
    return [BookingMoved(**of(state, booking.id, reserved), was=was, reason=command.reason, note=command.note)]
