"""Offers, as they stand on the list."""

from typing import Literal

from services.registry.events import (
    Mode,
    OfferEnded,
    OfferEndReason,
    OfferListed,
    OfferSubmitted,
)
from services.registry.projections.fold import take
from shared.contracts.base import Category
from shared.contracts.registry import Audience
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day, Instant
from shared.eventsourcing.projection import Document, Projection, of_kind


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
        case event:
            return take(document, event)


OFFERS = Projection(
    name="offers",
    version=2,
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
