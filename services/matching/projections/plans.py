"""The plans, whole."""

from services.matching.decider.planning import Plan, evolve_plan
from services.matching.events import PlanEvent
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Instant
from shared.eventsourcing.projection import Document, Projection, of_kind


class PlanDocument(Document):
    """A plan with its lines."""

    community: str
    drafted_at: Instant
    plan: Plan


def apply_plan(document: PlanDocument | None, recorded: Recorded) -> PlanDocument:
    event = recorded.event
    assert isinstance(event, PlanEvent)
    plan = evolve_plan(document.plan if document else None, event)
    drafted_at = document.drafted_at if document else recorded.at
    return PlanDocument(id=recorded.stream, community=plan.community, drafted_at=drafted_at, plan=plan)


PLANS = Projection(
    name="plans",
    version=2,
    document=PlanDocument,
    apply=apply_plan,
    keys=of_kind("plan"),
    indexes=([("community", 1), ("position", -1)],),
)
