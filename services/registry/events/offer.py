"""What happened to an offer."""

from typing import ClassVar, Literal

from services.registry.events.reference import ExternalRef
from shared.contracts.base import Category
from shared.contracts.registry import Audience
from shared.eventsourcing.model import Day, Event

CallOutcome = Literal["reached", "not_reached", "agreed"]
"""通 (it still holds), 未接, 约定 (to call again on a day)."""
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
    external_ref: ExternalRef | None = None


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


class OfferCalled(Event):
    """Staff rang up about an offer; what was reached is confirmed by an event of its own."""

    type: ClassVar[str] = "offer_called"
    organization: str
    outcome: CallOutcome
    occurred_on: Day
    again_on: Day | None


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
