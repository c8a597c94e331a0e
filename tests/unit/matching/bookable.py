"""A room that can be booked, its calendar, and what happens to its bookings."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.matching import commands as c
from services.matching import events as e
from services.matching.decider import DECIDERS, Calendar
from services.matching.engine.slots import Slot
from services.matching.events.booking import BookingGivenBack
from services.matching.events.offer import OfferPromised, ReachReturned, ReachUsed
from shared.contracts.base import Party
from shared.contracts.offers import Availability, ExtraSlot, OfferTerms, Reach, Rule
from shared.directory.limits import Limits
from shared.eventsourcing.model import Actor, Event
from shared.testing.spec import spec

LETTERS = "a" * 26
OFFER, CALENDAR = f"offer_{LETTERS}", f"calendar_{LETTERS}"
COMMUNITY, NEXT_DOOR, STREET, DISTRICT = (f"community_{letter * 26}" for letter in "anrd")
PATH = (DISTRICT, STREET, COMMUNITY)
OUTSIDE = (DISTRICT, STREET, NEXT_DOOR)
PROVIDER = "org_" + "p" * 26
SCHOOL, SHOP, CLINIC = (Party(kind="organization", id="org_" + letter * 26) for letter in ("s", "t", "c"))
ELDER = Party(kind="person", id="person_" + "e" * 26)
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday, 9:00 in Shanghai
TUESDAY = date(2026, 3, 3)
LIMITS, ANSWER = Limits(), e.AnswerTerms(booking_answer="PT24H", time_zone="Asia/Shanghai")
DESK = Actor(id="u_desk")
WEEKDAYS = Rule(rrule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", first=date(2026, 1, 1), start="14:00", minutes=120)
MORNINGS = WEEKDAYS.model_copy(update={"start": "09:30", "minutes": 90})
ROOM = OfferTerms(
    title="多功能厅",
    detail="100 座，有显示屏",
    category="space",
    mode="bookable",
    seats=100,
    equipment=("显示屏",),
    availability=Availability(rules=(WEEKDAYS, MORNINGS), closed=(date(2026, 3, 6),)),
    confirmed_on=date(2026, 3, 1),
)
PARKING = ROOM.model_copy(update={"title": "夜间车位", "category": "parking", "seats": None, "parallel": 3})

calendars = spec(DECIDERS["calendar"])


def differing(terms: OfferTerms = ROOM, **changes: Any) -> OfferTerms:
    return terms.model_copy(update=changes)


def when(**changes: Any) -> Availability:
    """The room's availability, but for `changes`."""
    assert ROOM.availability is not None
    return ROOM.availability.model_copy(update=changes)


def known(terms: OfferTerms = ROOM, listed: bool = True) -> e.OfferKnown:
    return e.OfferKnown(community=COMMUNITY, offer=OFFER, organization=PROVIDER, terms=terms, listed=listed)


def slot(day: date = TUESDAY, start: str = "14:00", minutes: int = 120) -> Slot:
    return Slot(day=day, start=start, minutes=minutes)


def reserved(of: Slot | None = None, by: Party = SCHOOL, **fields: Any) -> e.Reservation:
    of = of or slot()
    times = {"starts_at": of.begin("Asia/Shanghai"), "ends_at": of.end("Asia/Shanghai")}
    return e.Reservation(**{"booker": by, "home": COMMUNITY, "slot": of, **times, **fields})


def of_booking(event: type[e.BookingEvent], n: int = 1, what: e.Reservation | None = None, **fields: Any) -> Any:
    named = {"community": COMMUNITY, "offer": OFFER, "provider": PROVIDER, "booking": f"{CALENDAR}.{n}"}
    return event(**{**named, "reserved": what or reserved(), "category": "space", **fields})


def parked(event: Any) -> Any:
    """The same of an offer to park."""
    return event.model_copy(update={"category": "parking"})


def made(n: int = 1, what: e.Reservation | None = None, occurrences: int = 1) -> Any:
    return of_booking(e.BookingMade, n, what, occurrences=occurrences)


def waits(n: int = 2, what: e.Reservation | None = None) -> Any:
    what = what or reserved(by=SHOP)
    return of_booking(e.BookingWaits, n, what, due_at=what.starts_at, terms=ANSWER)


def offered(n: int = 2, what: e.Reservation | None = None, due_at: datetime | None = None) -> Any:
    what = what or reserved(by=SHOP)
    return of_booking(e.BookingOffered, n, what, due_at=due_at or AT + timedelta(hours=24))


def book(**fields: Any) -> c.Book:
    usual = {"at": AT, "actor": DESK, "booker": SCHOOL, "path": PATH, "audiences": ["public"]}
    return c.Book(**{**usual, "day": TUESDAY, "start": "14:00", "limits": LIMITS, **fields})


def asked(command: type[Any], n: int = 1, **fields: Any) -> Any:
    """A command about the booking number `n`."""
    return command(**{"at": AT, "actor": DESK, "booking": f"{CALENDAR}.{n}", **fields})


def cancelled(n: int = 1, what: e.Reservation | None = None) -> Any:
    return of_booking(e.BookingCancelled, n, what, reason="no_longer_needed")


def calendar(*events: Event) -> Calendar:
    """The calendar after `events`."""
    state: Calendar = calendars.given(known(), *events).state
    return state


REQUEST_THERE = "req_" + "t" * 26
EXTRA = ExtraSlot(day=date(2026, 3, 7), start="10:00", minutes=60)
OPENED = (Reach(level="subdistrict", node=STREET, quota=2),)


def use(event: type[Any], request: str = REQUEST_THERE, suggestion: int = 1, **fields: Any) -> Any:
    """What a suggestion elsewhere uses of the offer."""
    return event(community=COMMUNITY, offer=OFFER, request=request, suggestion=suggestion, **fields)


def used(request: str = REQUEST_THERE, suggestion: int = 1, month: str = "2026-03") -> Any:
    return use(ReachUsed, request, suggestion, reach=STREET, month=month)


EXAMPLES: tuple[Event, ...] = (
    known(differing(availability=when(extra=(EXTRA,)), reach=OPENED)),
    made(what=reserved(people=60, purpose="业主大会", for_request=f"req_{LETTERS}")),
    waits(),
    offered(),
    of_booking(e.BookingTaken, 2, reserved(by=SHOP)),
    of_booking(e.BookingDeclined, 2, reserved(by=SHOP)),
    of_booking(e.BookingLapsed, 2, reserved(by=SHOP), was_offered=True),
    of_booking(e.BookingMoved, 1, reserved(slot(start="09:30", minutes=90)), was=slot(), reason="other_time"),
    cancelled(),
    of_booking(BookingGivenBack, free_from=date(2026, 3, 15), reason="no_longer_needed"),
    of_booking(e.BookingKept, occurred_on=TUESDAY),
    of_booking(e.BookingMissed, occurred_on=TUESDAY, reason="told_late"),
    of_booking(e.BookingUnfit, misfit="paused"),
    of_booking(e.BookingFits),
    used(),
    use(ReachReturned),
    use(OfferPromised, quantity=2, partners_taken=1, quantity_taken=2),
)
"""One of each event in a calendar."""
