"""Routes that merge an organization that was entered twice into the one that stays, and take that back."""

from fastapi import APIRouter

from services.registry.api.common import STAFF, check_still_there, given
from services.registry.api.speaking import known_organization
from services.registry.commands import MergeOrganization, UnmergeOrganization
from services.registry.commands.fields import OrganizationId
from services.registry.decider.organization_state import Organization, OrganizationWasMerged, check_there
from shared.errors import Malformed
from shared.eventsourcing.decider import Envelope
from shared.http.dependencies import Body, Receipt, Write, Writing
from shared.http.policy import Policy

POLICY: Policy = {"post_organization_merger": STAFF, "delete_organization_merger": STAFF}

router = APIRouter(tags=["organizations"])


class MergerBody(Body):
    """The organization that stays."""

    into: OrganizationId


@router.post("/organizations/{organization}/merger", operation_id="post_organization_merger")
async def post_organization_merger(organization: OrganizationId, body: MergerBody, write: Writing) -> Receipt:
    """Merge one that was entered twice into the one that stays."""
    state = await write.load(organization)
    into = await write.service.handler.state(body.into)
    if not isinstance(into, Organization) or into.community != state.community:
        raise Malformed(
            field="into",
            reason_zh="本社区没有这个单位，请从名单里选。",
            reason_en="the community has no such organization; choose one from the list.",
        )
    await check_still_there(write, into)
    since = into.membership.since if into.membership.lasts else None
    command = MergeOrganization(**given(write, body), member_since=since)
    outcome = await write.change(organization, command)
    await _keep_one(write, organization, body.into)
    return write.receipt(outcome)


@router.delete("/organizations/{organization}/merger", operation_id="delete_organization_merger")
async def delete_organization_merger(organization: OrganizationId, write: Writing) -> Receipt:
    """Take a merger back."""
    return write.receipt(await write.change(organization, UnmergeOrganization(**given(write, Body()))))


async def _keep_one(write: Write, organization: str, into: str) -> None:
    """Takes the merger back where it closes a ring: of two merged into each other at the same time none would stay.
    Raises OrganizationWasMerged, and so it does for the same request again, whatever has become of the other since."""
    name = f"{write.command_id}/undone"
    if await write.service.log.find(name):
        raise OrganizationWasMerged(into=organization, link=f"/api/registry/v1/organizations/{organization}")
    passed = [organization]
    stays = last = await known_organization(write, into)
    while last.merged_into and last.merged_into not in passed:
        passed.append(last.organization)
        last = await known_organization(write, last.merged_into)
    if not last.merged_into:
        return
    command = UnmergeOrganization(**given(write, Body()))
    await write.service.handler.handle(Envelope(organization, command, id=name, correlation=write.correlation))
    check_there(stays)
