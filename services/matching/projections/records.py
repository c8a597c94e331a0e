"""What providers made of what they were asked for: one row for each claim and each suggestion, so that counts can be
taken at any time and nothing is ever added up."""

from typing import Literal

from services.matching.events import (
    ClaimEvent,
    ClaimExpired,
    ClaimReleased,
    ClaimVoided,
    ConfirmedHow,
    DeliveryConfirmed,
    RequestClaimed,
    RequestEvent,
    RequestReopened,
    SuggestionAccepted,
    SuggestionDeclined,
    SuggestionEvent,
    SuggestionMade,
    SuggestionWithdrawn,
)
from shared.contracts.base import Category
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day, Event
from shared.eventsourcing.projection import Document, Projection

RecordOutcome = Literal["under_way", "kept", "given_back", "voided", "asked", "accepted", "declined", "withdrawn"]
"""A claim is under way until it is kept (confirmed), given back (released or expired) or voided."""

OUTCOMES: dict[type[Event], RecordOutcome] = {
    RequestClaimed: "under_way",
    DeliveryConfirmed: "kept",
    ClaimReleased: "given_back",
    ClaimExpired: "given_back",
    ClaimVoided: "voided",
    SuggestionMade: "asked",
    SuggestionAccepted: "accepted",
    SuggestionDeclined: "declined",
    SuggestionWithdrawn: "withdrawn",
}


class Record(Document):
    """One claim `req_X.n`, or one suggestion `req_X/n`, of a provider; of a kept claim also how it was asked after what
    it brought on the day `kept_on`, and the mark, none where nobody was reached."""

    community: str
    request: str
    provider: str
    category: Category
    outcome: RecordOutcome
    not_before: Day | None = None
    asked_how: ConfirmedHow | Literal["not_reachable"] | None = None
    mark: int | None = None
    kept_on: Day | None = None


def apply_record(document: Record | None, recorded: Recorded) -> Record:
    event = recorded.event
    if isinstance(event, RequestReopened):
        assert document is not None, "only what was kept is reopened"
        return document.model_copy(update={"outcome": "under_way"})
    assert isinstance(event, ClaimEvent | SuggestionEvent)
    outcome = OUTCOMES[type(event)]
    if document is None:
        return Record(
            id=_row(recorded.stream, event),
            community=event.community,
            request=recorded.stream,
            provider=event.claimant.id if isinstance(event, ClaimEvent) else event.provider.id,
            category=event.about.category,
            outcome=outcome,
        )
    if outcome == "given_back" and document.outcome == "kept":
        return document  # what was confirmed before was kept
    changes: dict[str, object] = {"outcome": outcome}
    if isinstance(event, DeliveryConfirmed):
        return document.model_copy(
            update=changes | {"asked_how": event.how, "mark": event.mark, "kept_on": event.occurred_on}
        )
    if isinstance(event, SuggestionDeclined):
        return document.model_copy(update=changes | {"not_before": event.not_before})
    return document.model_copy(update=changes)


def _row(request: str, event: RequestEvent) -> str:
    match event:
        case ClaimEvent(claim=claim):
            return claim
        case SuggestionEvent(suggestion=number):
            return f"{request}/{number}"
        case _:
            raise AssertionError(f"no record of {event.type}")


def _keys(recorded: Recorded) -> tuple[str, ...]:
    match recorded.event:
        case RequestReopened(claims=claims):
            return tuple(entry.claim for entry in claims)
        case event if type(event) in OUTCOMES and isinstance(event, RequestEvent):
            return (_row(recorded.stream, event),)
        case _:
            return ()


RECORDS = Projection(
    name="records",
    version=2,
    document=Record,
    apply=apply_record,
    keys=_keys,
    indexes=(
        [("provider", 1), ("category", 1), ("outcome", 1), ("not_before", 1)],
        [("provider", 1), ("outcome", 1)],
        [("community", 1), ("asked_how", 1), ("kept_on", 1)],
    ),
)
