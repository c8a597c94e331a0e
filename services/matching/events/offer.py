"""What registry told of an offer, in the stream of the offer's calendar, and what accepted suggestions take of it: from
outside its community that counts towards the month's quota, as bookings do, and everywhere towards its number."""

from typing import ClassVar

from shared.contracts.offers import OfferTerms
from shared.eventsourcing.model import Event


class OfferKnown(Event):
    """The offer as it stands now, whole; it is `listed` until it ends."""

    type: ClassVar[str] = "offer_known"
    community: str
    offer: str
    organization: str
    terms: OfferTerms
    listed: bool = True


class ReachEvent(Event):
    """A fact about one suggestion of an offer to a request elsewhere."""

    community: str
    offer: str
    request: str
    suggestion: int


class ReachUsed(ReachEvent):
    """The provider says yes to somebody who has the offer by its opening to `reach`."""

    type: ClassVar[str] = "reach_used"
    reach: str
    month: str
    """Like `2026-03`."""


class ReachReturned(ReachEvent):
    """It came to nothing: others may use it."""

    type: ClassVar[str] = "reach_returned"


class OfferPromised(Event):
    """Of an offer that holds for so many, `quantity` is promised by this accepted suggestion now: 0 when its claim is
    over. `partners_taken` and `quantity_taken` are what all of them take together."""

    type: ClassVar[str] = "offer_promised"
    community: str
    offer: str
    request: str
    suggestion: int
    quantity: int
    partners_taken: int
    quantity_taken: int


EVENTS: tuple[type[Event], ...] = (OfferKnown, ReachUsed, ReachReturned, OfferPromised)
