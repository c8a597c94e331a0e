"""What a suggestion can be, and how events change it."""

from typing import Literal

from services.matching.events import (
    RefusalReason,
    SuggestionAccepted,
    SuggestionDeclined,
    SuggestionEvent,
    SuggestionMade,
    SuggestionWithdrawn,
)
from shared.contracts.base import Party
from shared.eventsourcing.model import Day, Frozen


class Suggestion(Frozen):
    """Who was asked for what (of a request in parts, for which), and the answer; `claim` is what an accepted one
    became."""

    number: int
    provider: Party
    offer: str
    quantity: int | None = None
    part: int | None = None
    state: Literal["asked", "accepted", "declined", "withdrawn"] = "asked"
    claim: str | None = None
    reason: RefusalReason | None = None
    not_before: Day | None = None


def take_suggestion(suggestions: tuple[Suggestion, ...], event: SuggestionEvent) -> tuple[Suggestion, ...]:
    """The suggestions after `event`."""
    if isinstance(event, SuggestionMade):
        asked = {"provider": event.provider, "offer": event.offer, "quantity": event.quantity, "part": event.part}
        return (*suggestions, Suggestion(number=event.suggestion, **asked))
    changed = list(suggestions)
    changed[event.suggestion - 1] = _answered(changed[event.suggestion - 1], event)
    return tuple(changed)


def _answered(suggestion: Suggestion, event: SuggestionEvent) -> Suggestion:
    match event:
        case SuggestionAccepted(claim=claim):
            return suggestion.model_copy(update={"state": "accepted", "claim": claim})
        case SuggestionDeclined(reason=reason, not_before=day):
            return suggestion.model_copy(update={"state": "declined", "reason": reason, "not_before": day})
        case SuggestionWithdrawn():
            return suggestion.model_copy(update={"state": "withdrawn"})
        case _:
            raise AssertionError(f"no suggestion knows {event.type}")
