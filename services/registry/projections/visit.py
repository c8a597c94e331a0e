"""Visits to organizations, and what is still to be done about them."""

from services.registry.events.visit import VisitFollowedUp, VisitRecorded
from services.registry.projections.fold import take
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day
from shared.eventsourcing.projection import Document, Projection, of_kind


class Visit(Document):
    """A visit by `visited_by`; while `open`, something is to be done about it."""

    community: str
    organization: str = ""
    occurred_on: Day | None = None
    visited_by: str = ""
    findings: str = ""
    follow_up: str | None = None
    follow_up_by: Day | None = None
    open: bool = False
    done_on: Day | None = None
    outcome: str = ""


def apply(document: Visit | None, recorded: Recorded) -> Visit:
    document = document or Visit(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case VisitRecorded(follow_up=follow_up) as event:
            return take(document, event, visited_by=recorded.commit.actor.id, open=follow_up is not None)
        case VisitFollowedUp(occurred_on=done_on, outcome=outcome):
            return take(document, open=False, done_on=done_on, outcome=outcome)
        case _:
            return document


VISITS = Projection(
    name="visits",
    version=1,
    document=Visit,
    apply=apply,
    keys=of_kind("visit"),
    indexes=([("organization", 1), ("occurred_on", -1)], [("community", 1), ("open", 1), ("occurred_on", 1)]),
)
