from datetime import date

from services.registry.commands.visit import FollowUpVisit, RecordVisit
from services.registry.decider.visit import DECIDER, NothingToFollowUp, VisitKnown
from services.registry.events.visit import VisitFollowedUp, VisitRecorded
from services.registry.projections import VISITS
from shared.errors import Malformed, NotFound
from shared.eventsourcing.ids import derived_id
from shared.testing.spec import spec
from tests.unit.registry.examples import COMMUNITY, ORG, STAFF, TODAY, recorded

VISIT = derived_id("visit", "1")
RECORD = RecordVisit(
    **STAFF,
    visit=VISIT,
    community=COMMUNITY,
    organization=ORG,
    occurred_on=date(2025, 2, 20),
    findings="门口台阶缺扶手",
    follow_up="联系物业加装扶手",
    follow_up_by=date(2025, 3, 10),
)
went = VisitRecorded(**RECORD.model_dump(exclude={"at", "actor"}))
DONE = FollowUpVisit(**STAFF, occurred_on=TODAY, outcome="扶手已装好")
done = VisitFollowedUp(organization=ORG, occurred_on=TODAY, outcome="扶手已装好")


def test_a_visit_is_recorded_once() -> None:
    spec(DECIDER).when(RECORD).then(went)
    spec(DECIDER).given(went).when(RECORD).refused(VisitKnown)
    spec(DECIDER).when(RECORD.model_copy(update={"occurred_on": date(2025, 3, 2)})).refused(Malformed)


def test_a_day_to_do_it_by_needs_something_to_do() -> None:
    spec(DECIDER).when(RECORD.model_copy(update={"follow_up": None})).refused(Malformed)
    spec(DECIDER).when(RECORD.model_copy(update={"follow_up_by": date(2025, 2, 19)})).refused(Malformed)


def test_it_is_followed_up_once() -> None:
    spec(DECIDER).given(went).when(DONE).then(done)
    spec(DECIDER).given(went, done).when(DONE).refused(NothingToFollowUp)
    spec(DECIDER).given(went).when(DONE.model_copy(update={"occurred_on": date(2025, 2, 1)})).refused(Malformed)
    spec(DECIDER).when(DONE).refused(NotFound)
    nothing = went.model_copy(update={"follow_up": None, "follow_up_by": None})
    spec(DECIDER).given(nothing).when(DONE).refused(NothingToFollowUp)


def test_the_document_is_open_until_then() -> None:
    document = VISITS.apply(None, recorded(went, VISIT))
    assert (document.open, document.visited_by, document.findings) == (True, "u_staff", "门口台阶缺扶手")
    later = VISITS.apply(document, recorded(done, VISIT))
    assert (later.open, later.done_on, later.outcome) == (False, TODAY, "扶手已装好")
