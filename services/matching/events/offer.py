"""What registry told of an offer, in the stream of the offer's calendar."""

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
