"""What matching tells of an offer: a booking that was kept says that it still holds, running claims what they take."""

from datetime import UTC, datetime, timedelta

import pytest

from services.registry.commands import MindOffer, RenewOffer
from services.registry.commands.offer import KnowPromised
from services.registry.decider.offer import DECIDER
from services.registry.events import OfferConfirmed, OfferEnded
from services.registry.events.offer import OfferPromisedKnown, OfferTurningStale
from services.registry.messages import publish, receive
from services.registry.projections import OFFERS
from shared.contracts import bookings, offers
from shared.contracts.base import Party
from shared.eventsourcing.model import Actor, Event
from shared.messaging.translation import Arrival
from shared.testing.spec import spec
from tests.unit.registry.examples import AT, COMMUNITY, OFFER, ORG, STAFF, TODAY, listed, recorded, submitted, terms

TOMORROW = TODAY + timedelta(days=1)
offer = spec(DECIDER)


def renew(day: object = TOMORROW) -> RenewOffer:
    return RenewOffer.model_validate(STAFF | {"kept_on": day})


def test_it_is_confirmed_on_the_day_it_was_used() -> None:
    renewed = terms.model_copy(update={"confirmed_on": TOMORROW})
    confirmed = OfferConfirmed(organization=ORG, confirmed_on=TOMORROW, terms=renewed)
    offer.given(submitted, listed).when(renew()).then(confirmed)


@pytest.mark.parametrize(
    "past", [(), (submitted,), (submitted, listed, OfferEnded(organization=ORG, reason="used_up", note="", terms=None))]
)
def test_what_is_not_on_the_list_is_left_as_it_is(past: tuple[Event, ...]) -> None:
    offer.given(*past).when(renew()).then()


def test_an_earlier_day_is_no_news() -> None:
    offer.given(submitted, listed).when(renew(TODAY - timedelta(days=900))).then()


def test_matching_tells_it() -> None:
    kept = bookings.BookingKept(
        community=COMMUNITY,
        offer=OFFER,
        organization=ORG,
        booking="calendar_x.1",
        booker=Party(kind="organization", id="org_x"),
        day=TODAY,
        start="14:00",
        occurred_on=TODAY,
    )
    arrival = Arrival(name="matching/calendar_x/1/0", at=AT, now=AT, actor=Actor(id="system:inbox"))
    [send] = receive(kept, arrival)
    assert (send.stream, send.command) == (OFFER, RenewOffer(at=AT, actor=arrival.actor, kept_on=TODAY))


UNTIL = datetime(2025, 8, 28, 16, tzinfo=UTC)
MIND = MindOffer(**STAFF, confirmed_on=listed.confirmed_on, due_at=UNTIL)
turning = OfferTurningStale(organization=ORG, confirmed_on=listed.confirmed_on, due_at=UNTIL)
confirmed = OfferConfirmed(organization=ORG, confirmed_on=TOMORROW, terms=terms)


def test_an_organization_is_asked_online_once_for_each_day_its_offer_was_confirmed_on() -> None:
    offer.given(submitted, listed).when(MIND).then(turning)
    offer.given(submitted, listed, turning).when(MIND).then()
    offer.given(submitted, listed, turning, confirmed).when(MIND).then()
    again = MIND.model_copy(update={"confirmed_on": TOMORROW})
    offer.given(submitted, listed, turning, confirmed).when(again).then(
        turning.model_copy(update={"confirmed_on": TOMORROW})
    )


@pytest.mark.parametrize(
    "past", [(), (submitted,), (submitted, listed, OfferEnded(organization=ORG, reason="used_up", note="", terms=None))]
)
def test_nobody_is_asked_online_about_what_is_not_on_the_list(past: tuple[Event, ...]) -> None:
    offer.given(*past).when(MIND).then()


def test_the_organization_is_told_until_when_and_the_list_shows_that_it_was_asked() -> None:
    told = publish(recorded(turning, OFFER))
    assert isinstance(told, offers.OfferTurningStale)
    assert (told.concerns, told.due_at) == ((f"organization:{ORG}",), UNTIL)
    shown = None
    for event in (submitted, listed, turning):
        shown = OFFERS.apply(shown, recorded(event, OFFER))
    assert shown.minded_on == TODAY
    assert OFFERS.apply(shown, recorded(confirmed, OFFER)).minded_on is None


def test_what_running_claims_take_is_recorded() -> None:
    known = OfferPromisedKnown(partners_taken=1, quantity_taken=2)
    told = KnowPromised.model_validate(STAFF | known.model_dump())
    offer.given(submitted, listed).when(told).then(known)
    offer.when(told).then()
    contract = bookings.OfferPromised(community=COMMUNITY, offer=OFFER, partners_taken=1, quantity_taken=2)
    arrival = Arrival(name="matching/calendar_x/1/0", at=AT, now=AT, actor=Actor(id="system:inbox"))
    [send] = receive(contract, arrival)
    said = {"at": AT, "actor": arrival.actor, "partners_taken": 1, "quantity_taken": 2}
    assert (send.stream, send.command) == (OFFER, KnowPromised.model_validate(said))
