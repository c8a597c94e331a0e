"""Routes about visits (走访) to organizations, for the desk."""

from fastapi import APIRouter

from services.registry.api.common import ROOT, STAFF, given, there
from services.registry.commands.fields import DayGiven, OrganizationId, VisitId
from services.registry.commands.visit import FollowUpVisit, RecordVisit, VisitText
from services.registry.projections import ORGANIZATIONS, VISITS, Visit
from services.registry.queries.views import things_of
from shared.errors import NotFound
from shared.http.dependencies import Body, Page, Paging, ReadingPast, Receipt, Writing
from shared.http.policy import Policy
from shared.privacy.text import PublicText

POLICY: Policy = {"post_visit": STAFF, "post_visit_follow_up": STAFF, "get_visits": STAFF}

router = APIRouter(tags=["visits"])


class VisitBody(Body, VisitText):
    """A visit that was made."""


class FollowUpBody(Body):
    """When it was done, and what came of it."""

    occurred_on: DayGiven
    outcome: PublicText


@router.post("/organizations/{organization}/visits", status_code=201, operation_id="post_visit")
async def post_visit(organization: OrganizationId, body: VisitBody, write: Writing) -> Receipt:
    """Record a visit: what was found, and what is to be done about it. It stands on the desk until that is done."""
    state = await there(write, organization)
    stream = write.new_id("visit")
    command = RecordVisit(**given(write, body), visit=stream, organization=organization, community=state.community)
    outcome = await write.create(stream, command, community=state.community)
    return write.receipt(outcome, location=f"{ROOT}/organizations/{organization}/visits")


@router.post("/visits/{visit}/follow-up", operation_id="post_visit_follow_up")
async def post_visit_follow_up(visit: VisitId, body: FollowUpBody, write: Writing) -> Receipt:
    """Say what came of what was to be done."""
    return write.receipt(await write.change(visit, FollowUpVisit(**given(write, body))))


@router.get("/organizations/{organization}/visits", operation_id="get_visits")
async def get_visits(organization: OrganizationId, read: ReadingPast, paging: Paging) -> Page[Visit]:
    """List the visits to an organization, the latest first."""
    document = await read.reads(ORGANIZATIONS).get(organization)
    if document is None:
        raise NotFound
    await read.allow(community=document.community)
    whose = await things_of(read.reads, organization)
    return await paging.page(read.documents(VISITS, [document.community]), {"organization": whose}, "-occurred_on")
