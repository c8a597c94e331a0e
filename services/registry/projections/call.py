"""Calls about offers, one document each: whom staff rang, and how it went."""

from services.registry.events import CallOutcome, OfferCalled
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day, Instant
from shared.eventsourcing.projection import Document, OfParts, Projection


class Call(Document):
    """A call; `contact` is the person rung up, or None for the office. `actor` made it."""

    community: str
    organization: str
    offer: str
    contact: str | None
    outcome: CallOutcome
    occurred_on: Day
    again_on: Day | None
    actor: str
    entered_at: Instant


def named(recorded: Recorded) -> str | None:
    """Each call by the name of its event."""
    return recorded.name if isinstance(recorded.event, OfferCalled) else None


def apply(document: Call | None, recorded: Recorded) -> Call:
    event = recorded.event
    assert isinstance(event, OfferCalled)
    return Call(
        id=recorded.name,
        community=recorded.commit.community,
        offer=recorded.stream,
        actor=recorded.commit.actor.id,
        entered_at=recorded.at,
        **dict(event),
    )


CALLS = Projection(
    name="calls",
    version=1,
    document=Call,
    apply=apply,
    keys=OfParts(named, prefix="offer_"),
    indexes=(
        [("organization", 1), ("occurred_on", -1), ("position", -1)],
        [("community", 1), ("occurred_on", -1), ("position", -1)],
    ),
)
