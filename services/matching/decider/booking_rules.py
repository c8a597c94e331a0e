"""What a booking has to keep to: the rules that hold when it is made, moved or taken, and when the offer changes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from services.matching.decider.booking_errors import (
    NoSuchSlot,
    NotForBooker,
    OfferOver,
    OfferPaused,
    OutOfReach,
    QuotaUsed,
    SlotPast,
    SlotTaken,
    TooManyPeople,
    TooSoon,
)
from services.matching.decider.calendar_state import Booking, Calendar
from services.matching.engine.slots import Slot, month_of, nearest, paused_on, slots
from services.matching.events import Misfit, Reservation
from services.matching.events.offer import ReachUsed
from shared.contracts.offers import Reach
from shared.directory.limits import Limits, due_at

LOOK_AROUND = timedelta(days=45)
OFFERED_INSTEAD = 3


def opened_to(state: Calendar, path: Sequence[str]) -> Reach | None:
    """By which opening a booker at the end of `path` has the offer; None: it is at home there. Raises OutOfReach."""
    if state.community in path:
        return None
    for reach in state.terms.reach:
        if reach.node in path:
            return reach
    raise OutOfReach


def meant_for(state: Calendar, booker: str, audiences: Sequence[str]) -> None:
    """Raises NotForBooker for who is in none of the `audiences` the offer is for, but for its own provider."""
    if state.terms.audience not in audiences and booker != state.known.organization:
        raise NotForBooker


def wanted(state: Calendar, day: date, start: str, at: datetime, limits: Limits, *, afterwards: bool = False) -> Slot:
    """The slot that begins then, still to come unless it is entered `afterwards`, on a day the offer is to be had.
    Of a month that has begun it is what is left from that day on. Raises Refused."""
    if not state.known.listed:
        raise OfferOver
    zone = limits.time_zone
    slot = state.slot(day, start) or _begun(state, day, start, at, zone)
    if slot is None:
        asked = Slot(day=day, start=start, minutes=1).begin(zone)
        raise NoSuchSlot(free=free_near(state, max(asked, at), at, zone))
    if slot.begin(zone) <= at and not afterwards:
        raise SlotPast(free=free_near(state, at, at, zone))
    if paused_on(state.terms, day):
        assert state.terms.pause is not None
        raise OfferPaused(until=state.terms.pause.last)
    return slot


def _begun(state: Calendar, day: date, start: str, at: datetime, zone: str) -> Slot | None:
    """What is left from `day` on of a month that has begun by now: one to come is had as a whole."""
    month = month_of(state.terms, day, start)
    return month.rest(day) if month and month.begin(zone) <= at else None


def early_enough(state: Calendar, slot: Slot, at: datetime, limits: Limits) -> None:
    """Raises TooSoon for who books later than the provider asked for."""
    lead, zone = state.terms.lead_time, limits.time_zone
    earliest = due_at(at, lead, zone) if lead else at
    if slot.begin(zone) < earliest:
        raise TooSoon(lead_time=lead, free=free_near(state, earliest, earliest, zone))


def within(state: Calendar, reserved: Reservation, but: str | None = None) -> None:
    """Raises TooManyPeople, OutOfReach when what it was opened by was closed, and QuotaUsed for too many from outside
    in one month, not counting the booking `but`."""
    seats = state.terms.seats
    if seats is not None and (reserved.people or 0) > seats:
        raise TooManyPeople(seats=seats)
    if reserved.reach is None:
        return
    opened = next((reach for reach in state.terms.reach if reach.node == reserved.reach), None)
    if opened is None:
        raise OutOfReach
    held = [booking.reserved for booking in state.holding(but)]
    within_quota(opened, f"{reserved.slot.day:%Y-%m}", [*held, reserved], state.uses)


def within_quota(opened: Reach, month: str, held: Iterable[Reservation], uses: Iterable[ReachUsed]) -> None:
    """Raises QuotaUsed when what is `held` and what accepted suggestions use is more than the month's quota: the yes to
    a request and the slot that is then booked for it are one use."""
    booked = Counter(
        each.for_request for each in held if each.reach == opened.node and f"{each.slot.day:%Y-%m}" == month
    )
    promised = Counter[str | None](each.request for each in uses if each.reach == opened.node and each.month == month)
    if (booked | promised).total() > opened.quota:
        raise QuotaUsed(month=month, quota=opened.quota)


def enough_left(state: Calendar, reserved: Reservation, at: datetime, limits: Limits, but: str | None = None) -> None:
    """Raises SlotTaken, with the nearest slots that have as much, when others have it."""
    left = state.left(reserved.starts_at, reserved.ends_at, state.holding(but))
    if left < reserved.quantity:
        zone = limits.time_zone
        free = free_near(state, reserved.starts_at, at, zone, reserved.quantity)
        raise SlotTaken(left=left, free=free)


def free_near(state: Calendar, to: datetime, at: datetime, zone: str, quantity: int = 1) -> tuple[Slot, ...]:
    """The slots after `at` nearest to `to` of which `quantity` is free."""
    first = max(to - LOOK_AROUND, at).date()
    found = slots(state.terms, first, (to + LOOK_AROUND).date())
    held = state.holding()
    free = (slot for slot in found if slot.begin(zone) > at and free_of(state, slot, zone, held) >= quantity)
    return nearest(free, to, zone, OFFERED_INSTEAD)


def free_of(state: Calendar, slot: Slot, zone: str, held: Iterable[Booking]) -> int:
    """How much of the offer is free in `slot`; nothing while it is paused."""
    if paused_on(state.terms, slot.day):
        return 0
    return state.left(slot.begin(zone), slot.end(zone), held)


def misfit(state: Calendar, booking: Booking, held: Iterable[Booking]) -> Misfit | None:
    """Why a booking does not fit what is offered now, beside those that are `held`."""
    reserved, terms = booking.reserved, state.terms
    day, slot = reserved.slot.day, reserved.slot
    if not state.known.listed:
        return "offer_ended"
    if paused_on(terms, day):
        return "paused"
    now = state.slot(day, slot.start) or state.rest(day, slot.start)
    if now is None or now.minutes < slot.minutes:
        return "outside"
    if terms.seats is not None and (reserved.people or 0) > terms.seats:
        return "too_many_people"
    if reserved.reach and reserved.reach not in {reach.node for reach in terms.reach}:
        return "out_of_reach"
    return "taken" if state.left(reserved.starts_at, reserved.ends_at, held) < reserved.quantity else None
