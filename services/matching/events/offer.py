"""What registry told of an offer, in the stream of the offer's calendar, and what accepted suggestions use of it from
outside its community: that counts towards the month's quota, as bookings do."""

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


EVENTS: tuple[type[Event], ...] = (OfferKnown, ReachUsed, ReachReturned)
