"""What happened to an offer."""

from typing import ClassVar, Literal

from shared.contracts.base import Category
from shared.contracts.registry import Audience
from shared.eventsourcing.model import Day, Event

Mode = Literal["bookable", "standing", "seasonal", "one_off"]
OfferEndReason = Literal[
    "no_longer_available", "used_up", "moved_away", "replaced", "not_suitable", "entered_by_mistake", "other"
]


class OfferSubmitted(Event):
    type: ClassVar[str] = "offer_submitted"
    offer: str
    community: str
    organization: str
    title: str
    detail: str
    category: Category
    mode: Mode
    capacity: int | None
    quantity: int | None
    audience: Audience
    confirmed_on: Day | None


class OfferListed(Event):
    """Vetted by staff: it stands on the list."""

    type: ClassVar[str] = "offer_listed"
    organization: str
    title: str
    category: Category
    confirmed_on: Day


class OfferConfirmed(Event):
    """Somebody made sure that it still holds."""

    type: ClassVar[str] = "offer_confirmed"
    organization: str
    confirmed_on: Day


class OfferChanged(Event):
    type: ClassVar[str] = "offer_changed"
    title: str
    detail: str
    category: Category
    mode: Mode
    capacity: int | None
    quantity: int | None
    audience: Audience


class OfferEnded(Event):
    type: ClassVar[str] = "offer_ended"
    organization: str
    reason: OfferEndReason
    note: str
