"""What happens to a suggestion: somebody was asked whether an offer of his would do for a request."""

from typing import ClassVar

from services.matching.events.reasons import RefusalReason, RetractionReason
from services.matching.events.request import RequestEvent
from shared.contracts.base import Party
from shared.eventsourcing.model import Day, Event


class SuggestionEvent(RequestEvent):
    """A fact about the request's suggestion number `suggestion`, from 1."""

    suggestion: int
    provider: Party
    offer: str


class SuggestionMade(SuggestionEvent):
    """The provider is asked for `quantity`, or for all that is left when it answers; of a request in parts, of the
    `part` with that number."""

    type: ClassVar[str] = "suggestion_made"
    quantity: int | None = None
    part: int | None = None


class SuggestionAccepted(SuggestionEvent):
    """It became `claim`, in the same commit."""

    type: ClassVar[str] = "suggestion_accepted"
    claim: str


class SuggestionDeclined(SuggestionEvent):
    """Until the day `not_before` the provider is not suggested for things of this category."""

    type: ClassVar[str] = "suggestion_declined"
    reason: RefusalReason
    note: str = ""
    not_before: Day | None = None


class SuggestionWithdrawn(SuggestionEvent):
    """Whoever asked needs no answer any more."""

    type: ClassVar[str] = "suggestion_withdrawn"
    reason: RetractionReason
    note: str = ""


EVENTS: tuple[type[Event], ...] = (SuggestionMade, SuggestionAccepted, SuggestionDeclined, SuggestionWithdrawn)
