"""The one page that a new contact of an organization reads first."""

from fastapi import APIRouter, Response

from services.registry.api.common import STAFF_OR_ITS_ORGANIZATION, allowed
from services.registry.commands.fields import OrganizationId
from services.registry.projections import ORGANIZATIONS
from services.registry.queries.handover import Handover, handover
from shared.http.dependencies import Reading
from shared.http.policy import Policy

POLICY: Policy = {"get_handover": STAFF_OR_ITS_ORGANIZATION}

router = APIRouter(tags=["organizations"])


@router.get("/organizations/{organization}/handover", operation_id="get_handover")
async def get_handover(organization: OrganizationId, read: Reading, response: Response) -> Handover:
    """Read what an organization offers and needs, what it agreed to and still owes, and whom it named to be called."""
    document = await allowed(read, await read.reads(ORGANIZATIONS).get(organization), response)
    return await handover(read, document)
