"""Decisions about what becomes of a booking: answered, lapsed, cancelled, kept or missed."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from services.matching.commands import AnswerSlot, CancelBooking, KeepBooking, LapseBooking, MissBooking
from services.matching.decider.booking import named, of
from services.matching.decider.booking_errors import (
    BegunAlready,
    BookingOver,
    MonthBegun,
    NotBegun,
    NotByTheMonth,
    NotOffered,
    NotOfTheMonth,
)
from services.matching.decider.booking_rules import enough_left, wanted, within
from services.matching.decider.calendar_state import COMING, Booking, Calendar
from services.matching.decider.errors import NoFreeText, OrganizationInactive
from services.matching.events import (
    BookingCancelled,
    BookingDeclined,
    BookingEvent,
    BookingKept,
    BookingLapsed,
    BookingMissed,
    BookingTaken,
)
from services.matching.events.booking import BookingGivenBack
from shared.errors import NotFound


def answer(state: Calendar, command: AnswerSlot) -> Sequence[BookingEvent]:
    """Who waited has the slot, or the next one is asked."""
    booking = named(state, command.booking, command.party, provider=False)
    if booking.state != "offered" or (booking.due_at and booking.due_at <= command.at):
        raise NotOffered
    if not command.accept:
        return [BookingDeclined(**of(state, booking.id, booking.reserved))]
    if command.inactive:
        raise OrganizationInactive
    slot = booking.reserved.slot
    wanted(state, slot.day, slot.start, command.at, command.limits)
    within(state, booking.reserved, booking.id)
    enough_left(state, booking.reserved, command.at, command.limits, booking.id)
    return [BookingTaken(**of(state, booking.id, booking.reserved))]


def lapse(state: Calendar, command: LapseBooking) -> Sequence[BookingEvent]:
    """The time for an answer, or for something to become free, is over; nothing when that has been settled."""
    booking = state.booking(command.booking)
    if booking is None:
        raise NotFound
    if booking.state not in ("waiting", "offered") or booking.due_at is None or booking.due_at > command.at:
        return []
    return [BookingLapsed(**of(state, booking.id, booking.reserved), was_offered=booking.state == "offered")]


def cancel(state: Calendar, command: CancelBooking) -> Sequence[BookingEvent]:
    """Given back; with all that follow it in its series, where that is asked."""
    booking = named(state, command.booking, command.party)
    _words_allowed(booking, command.note)
    if booking.state not in COMING:
        raise BookingOver
    said = {"reason": command.reason, "note": command.note}
    follow = _later(state, booking) if command.later else []
    ended = [BookingCancelled(**of(state, each.id, each.reserved), **said) for each in follow]
    if command.free_from is not None:
        return [_given_back(state, booking, command, command.free_from), *ended]
    # who waits leaves the list at any time: a month that has begun is waited for still
    if booking.starts_at <= command.at and booking.state != "waiting":
        raise MonthBegun if state.terms.unit == "month" else BegunAlready
    return [BookingCancelled(**of(state, booking.id, booking.reserved), **said), *ended]


def _given_back(state: Calendar, booking: Booking, command: CancelBooking, day: date) -> BookingGivenBack:
    """What is left of the month from `day` on is free for others."""
    reserved = booking.reserved
    if state.terms.unit != "month" or booking.state != "booked" or booking.starts_at > command.at:
        raise NotByTheMonth
    zone = command.time_zone
    free = reserved.slot.rest(day).begin(zone)
    if not reserved.starts_at < free < reserved.ends_at:
        end = reserved.ends_at.astimezone(ZoneInfo(zone)).date()
        raise NotOfTheMonth(field="free_from", first=reserved.slot.day, end=end)
    shorter = reserved.model_copy(update={"ends_at": free})
    said = {"free_from": day, "reason": command.reason, "note": command.note}
    return BookingGivenBack(**of(state, booking.id, shorter), **said)


def _later(state: Calendar, booking: Booking) -> list[Booking]:
    series = booking.reserved.series
    follow = (each for each in state.bookings if series and each.reserved.series == series)
    return [each for each in follow if each.state in COMING and each.starts_at > booking.starts_at]


def keep(state: Calendar, command: KeepBooking) -> Sequence[BookingEvent]:
    """It was used."""
    booking = named(state, command.booking, _marking(state, command.party))
    _over(booking, command)
    if booking.state == "kept":
        return []
    return [BookingKept(**of(state, booking.id, booking.reserved), occurred_on=booking.reserved.slot.day)]


def miss(state: Calendar, command: MissBooking) -> Sequence[BookingEvent]:
    """It was not used."""
    booking = named(state, command.booking, _marking(state, command.party))
    _words_allowed(booking, command.note)
    _over(booking, command)
    if (booking.state, booking.reason, booking.note) == ("missed", command.reason, command.note):
        return []
    return [
        BookingMissed(
            **of(state, booking.id, booking.reserved),
            occurred_on=booking.reserved.slot.day,
            reason=command.reason,
            note=command.note,
        )
    ]


def _marking(state: Calendar, party: str | None) -> str | None:
    """Who booked does not say whether he came: the provider does, or staff."""
    return party if party in (None, state.known.organization) else "nobody"


def _over(booking: Booking, command: KeepBooking | MissBooking) -> None:
    if booking.state not in ("booked", "kept", "missed"):
        raise BookingOver
    if booking.starts_at > command.at:
        raise NotBegun


def _words_allowed(booking: Booking, words: str) -> None:
    if words and booking.reserved.booker.kind == "person":
        raise NoFreeText
