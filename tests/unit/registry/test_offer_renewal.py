"""A booking that was kept says that its offer still holds."""

from datetime import timedelta

import pytest

from services.registry.commands import RenewOffer
from services.registry.decider.offer import DECIDER
from services.registry.events import OfferConfirmed, OfferEnded
from services.registry.messages import receive
from shared.contracts import bookings
from shared.contracts.base import Party
from shared.eventsourcing.model import Actor, Event
from shared.messaging.translation import Arrival
from shared.testing.spec import spec
from tests.unit.registry.examples import AT, COMMUNITY, OFFER, ORG, STAFF, TODAY, listed, submitted, terms

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
