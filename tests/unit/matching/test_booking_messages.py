"""What the others learn of bookings, what registry's offers mean here, and what falls due."""

from datetime import timedelta

import pytest

from services.matching import commands as c
from services.matching import events as e
from services.matching.messages import receive
from services.matching.messages.deadlines import on_due
from services.matching.projections import BOOKINGS, CALENDARS, DUE
from shared.contracts import bookings, offers

from .bookable import (
    AT,
    CALENDAR,
    COMMUNITY,
    DESK,
    ELDER,
    OFFER,
    PROVIDER,
    ROOM,
    SCHOOL,
    SHOP,
    TUESDAY,
    cancelled,
    known,
    made,
    of_booking,
    offered,
    reserved,
    slot,
    waits,
)
from .recording import arrival, recorded, told

STAFF, GIVER, TAKER = f"staff:{COMMUNITY}", f"organization:{PROVIDER}", f"organization:{SCHOOL.id}"


def test_a_booking_is_told_to_provider_booker_and_staff():
    assert told(made()) == bookings.BookingMade(
        community=COMMUNITY,
        concerns=(GIVER, TAKER, STAFF),
        offer=OFFER,
        organization=PROVIDER,
        booking=f"{CALENDAR}.1",
        booker=SCHOOL,
        day=TUESDAY,
        start="14:00",
        quantity=1,
        category="space",
        ends_at=reserved().ends_at,
    )


def test_a_series_is_told_once():
    first, later = told(made(occurrences=4)), told(made(2, occurrences=0))
    assert (first.occurrences, bool(first.concerns), later.concerns) == (4, True, ())


@pytest.mark.parametrize(
    ("event", "concerns"),
    [
        (offered(), (f"organization:{SHOP.id}", STAFF)),
        (of_booking(e.BookingTaken), (GIVER, TAKER, STAFF)),
        (cancelled(), (GIVER, TAKER, STAFF)),
        (cancelled(1, reserved(by=ELDER)), (GIVER, f"person:{ELDER.id}", STAFF)),
        (of_booking(e.BookingKept, occurred_on=TUESDAY), ()),
        (of_booking(e.BookingMissed, occurred_on=TUESDAY, reason="other"), (TAKER,)),
        (of_booking(e.BookingUnfit, misfit="paused"), (TAKER, STAFF)),
        (of_booking(e.BookingLapsed, was_offered=False), (TAKER,)),
        (waits(), ()),
        (of_booking(e.BookingDeclined), ()),
    ],
)
def test_who_is_concerned(event: e.BookingEvent, concerns: tuple[str, ...]):
    assert told(event).concerns == concerns


def test_where_it_was_moved_from_and_why_it_fits_no_longer():
    moved = told(of_booking(e.BookingMoved, 1, reserved(slot(start="09:30")), was=slot(), reason="weather"))
    assert (moved.start, moved.was_day, moved.was_start, moved.reason) == ("09:30", TUESDAY, "14:00", "weather")
    assert told(of_booking(e.BookingUnfit, misfit="outside")).reason == "outside"
    assert told(offered()).answer_by == offered().due_at


def test_no_purpose_goes_out():
    assert "业主大会" not in told(made(what=reserved(purpose="业主大会"))).model_dump_json()


@pytest.mark.parametrize("contract", [offers.OfferListed, offers.OfferChanged, offers.OfferEnded])
def test_every_word_of_an_offer_is_known_whole(contract: type[offers.OfferContract]):
    said = {"reason": "used_up"} if contract is offers.OfferEnded else {}
    told = contract(community=COMMUNITY, offer=OFFER, organization=PROVIDER, terms=ROOM, **said)
    [send] = receive(told, arrival())
    expected = known(listed=contract is not offers.OfferEnded)
    assert (send.stream, send.command) == (CALENDAR, c.KnowOffer(at=AT, actor=DESK, known=expected))


def test_what_waits_falls_due_until_it_is_answered():
    log = recorded(known(), made(), waits(), offered(), of_booking(e.BookingTaken, 2, reserved(by=SHOP)))
    documents = {}
    dues = []
    for one in log:
        for key in DUE.keys(one):
            documents[key] = DUE.apply(documents.get(key), one)
        dues.append({key: document.due_at for key, document in documents.items()})
    begins, second = reserved().starts_at, f"{CALENDAR}.2"
    assert [due.get(second) for due in dues] == [None, None, begins, AT + timedelta(hours=24), None]
    assert dues[-1][f"{CALENDAR}.1"] is None
    lapses = on_due(documents[second].model_copy(update={"due_at": begins}), AT, DESK)
    assert lapses.command == c.LapseBooking(at=AT, actor=DESK, booking=second)


def test_the_documents_of_an_offer_and_of_its_bookings():
    calendar, booking = None, None
    for one in recorded(known(), made(what=reserved(people=40)), of_booking(e.BookingUnfit, misfit="paused")):
        if CALENDARS.keys(one):
            calendar = CALENDARS.apply(calendar, one)
        if BOOKINGS.keys(one):
            booking = BOOKINGS.apply(booking, one)
    assert calendar is not None
    assert booking is not None
    assert (calendar.terms, calendar.organization, calendar.listed) == (ROOM, PROVIDER, True)
    assert (booking.id, booking.day, booking.state, booking.misfit) == (f"{CALENDAR}.1", TUESDAY, "booked", True)
    assert booking.owners == {PROVIDER, SCHOOL.id}
