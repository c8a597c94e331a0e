"""What matching tells of bookings, and what registry's offers mean to their calendars."""

from collections.abc import Callable, Iterable, Mapping

from services.matching import events
from services.matching.commands import KnowOffer
from services.matching.decider import calendar_of
from services.matching.events.booking import BookingGivenBack
from shared.contracts import bookings, offers
from shared.contracts.base import Contract
from shared.messaging.translation import Arrival, Send

Whom = Callable[[events.BookingEvent], Iterable[str]]


def provider(event: events.BookingEvent) -> Iterable[str]:
    yield f"organization:{event.provider}"


def booker(event: events.BookingEvent) -> Iterable[str]:
    yield event.reserved.booker.address


def desk(event: events.BookingEvent) -> Iterable[str]:
    yield f"staff:{event.community}"


TOLD: Mapping[type[events.BookingEvent], tuple[type[bookings.BookingContract], tuple[Whom, ...]]] = {
    events.BookingMade: (bookings.BookingMade, (provider, booker, desk)),
    events.BookingTaken: (bookings.BookingMade, (provider, booker, desk)),
    events.BookingWaits: (bookings.BookingWaits, ()),
    events.BookingDeclined: (bookings.BookingDeclined, ()),
    events.BookingOffered: (bookings.BookingOffered, (booker, desk)),
    events.BookingLapsed: (bookings.BookingLapsed, (booker,)),
    events.BookingMoved: (bookings.BookingMoved, (provider, booker, desk)),
    events.BookingCancelled: (bookings.BookingCancelled, (provider, booker, desk)),
    BookingGivenBack: (bookings.BookingGivenBack, (provider, booker, desk)),
    events.BookingKept: (bookings.BookingKept, ()),
    events.BookingMissed: (bookings.BookingMissed, (booker,)),
    events.BookingUnfit: (bookings.BookingUnfit, (booker, desk)),
}
"""Which contract a fact about a booking becomes, and who has to know; whoever waits or declines knows it."""


def publish_booking(event: events.BookingEvent) -> Contract | None:
    """What is told of a booking; of a series its first booking says how many there are, to those concerned."""
    if type(event) not in TOLD:
        return None
    contract, whom = TOLD[type(event)]
    concerned = dict.fromkeys(address for involved in whom for address in involved(event))
    reserved = event.reserved
    fields = dict(event) | {
        "organization": event.provider,
        "booker": reserved.booker,
        "day": reserved.slot.day,
        "start": reserved.slot.start,
        "for_request": reserved.for_request,
        "ends_at": reserved.ends_at,
        "quantity": reserved.quantity,
        "concerns": () if isinstance(event, events.BookingMade) and not event.occurrences else tuple(concerned),
    }
    match event:
        case events.BookingMoved(was=was):
            fields |= {"was_day": was.day, "was_start": was.start}
        case events.BookingOffered(due_at=due_at):
            fields["answer_by"] = due_at
        case events.BookingUnfit(misfit=misfit):
            fields["reason"] = misfit
    return contract.model_validate(fields)


def know_offer(contract: offers.OfferContract, arrival: Arrival) -> Send:
    """Registry's word of an offer, for its calendar."""
    known = events.OfferKnown(
        community=contract.community,
        offer=contract.offer,
        organization=contract.organization,
        terms=contract.terms,
        listed=not isinstance(contract, offers.OfferEnded),
    )
    know = KnowOffer(at=arrival.now, actor=arrival.actor, known=known)
    return Send(calendar_of(contract.offer), know, begins=isinstance(contract, offers.OfferListed))
