"""Offers, as they stand on the list."""

from typing import Literal

from services.registry.events import (
    CallOutcome,
    ExternalRef,
    Mode,
    OfferCalled,
    OfferEnded,
    OfferEndReason,
    OfferListed,
    OfferSubmitted,
)
from services.registry.projections.fold import take
from shared.contracts.base import Category
from shared.contracts.registry import Audience
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day, Frozen, Instant
from shared.eventsourcing.projection import Document, Projection, of_kind


class LastCall(Frozen):
    """How the latest call about an offer went; `tries` are those in a row that nobody answered."""

    outcome: CallOutcome
    on: Day
    again_on: Day | None
    tries: int


class Offer(Document):
    community: str
    organization: str = ""
    state: Literal["submitted", "listed", "ended"] = "submitted"
    submitted_at: Instant | None = None
    title: str = ""
    detail: str = ""
    category: Category = "other"
    mode: Mode = "standing"
    capacity: int | None = None
    quantity: int | None = None
    audience: Audience = "public"
    confirmed_on: Day | None = None
    reason: OfferEndReason | None = None
    note: str = ""
    last_call: LastCall | None = None
    external_ref: ExternalRef | None = None

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.organization})


def apply(document: Offer | None, recorded: Recorded) -> Offer:
    document = document or Offer(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case OfferSubmitted() as event:
            return take(document, event, submitted_at=recorded.at)
        case OfferListed() as event:
            return take(document, event, state="listed")
        case OfferEnded() as event:
            return take(document, event, state="ended")
        case OfferCalled() as event:
            return take(document, last_call=_call(document.last_call, event))
        case event:
            return take(document, event)


def _call(before: LastCall | None, event: OfferCalled) -> LastCall:
    tries = 1 + (before.tries if before else 0) if event.outcome == "not_reached" else 0
    return LastCall(outcome=event.outcome, on=event.occurred_on, again_on=event.again_on, tries=tries)


OFFERS = Projection(
    name="offers",
    version=3,
    document=Offer,
    apply=apply,
    keys=of_kind("offer"),
    indexes=(
        [("community", 1), ("confirmed_on", -1), ("position", -1)],
        [("community", 1), ("position", -1)],
        [("community", 1), ("state", 1), ("confirmed_on", 1)],
        [("organization", 1), ("position", -1)],
    ),
)
