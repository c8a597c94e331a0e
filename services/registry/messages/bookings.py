"""What is told of a booking: one that was kept renews its offer, and who parks needs a number plate as long as that
lasts."""

from collections.abc import Iterable, Sequence

from services.registry.commands import RenewOffer
from services.registry.commands.offer import KnowPromised
from services.registry.commands.plate import KnowParking
from shared.contracts.bookings import (
    BookingCancelled,
    BookingContract,
    BookingDeclined,
    BookingGivenBack,
    BookingKept,
    BookingLapsed,
    BookingMade,
    BookingMoved,
    BookingOffered,
    BookingWaits,
    OfferPromised,
)
from shared.messaging.translation import Arrival, Send


def promised(contract: OfferPromised, arrival: Arrival) -> Sequence[Send]:
    """How much of an offer running claims take."""
    said = contract.model_dump(include={"partners_taken", "quantity_taken"})
    return (Send(contract.offer, KnowPromised(at=arrival.now, actor=arrival.actor, **said)),)


def booked(contract: BookingContract, arrival: Arrival) -> Sequence[Send]:
    """What registry has to know of it."""
    return (*_renewed(contract, arrival), *_parked(contract, arrival))


def _renewed(contract: BookingContract, arrival: Arrival) -> Iterable[Send]:
    if isinstance(contract, BookingKept):
        yield Send(contract.offer, RenewOffer(at=arrival.now, actor=arrival.actor, kept_on=contract.occurred_on))


def _parked(contract: BookingContract, arrival: Arrival) -> Iterable[Send]:
    if contract.category != "parking" or contract.booker.kind != "person":
        return
    match contract:
        case BookingMade() | BookingWaits() | BookingOffered() | BookingMoved() | BookingGivenBack():
            until = contract.ends_at
        case BookingCancelled() | BookingDeclined() | BookingLapsed():
            until = None
        case _:
            return
    yield Send(
        contract.booker.id,
        KnowParking(at=arrival.now, actor=arrival.actor, booking=contract.booking, until=until),
    )
