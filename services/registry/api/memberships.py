"""Routes about the alliance: how organizations come to it, what they do there, and who was a member when."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from services.registry.api.common import STAFF, STAFF_OR_ITS_ORGANIZATION, given
from services.registry.commands import membership as commands
from services.registry.commands.community import Year
from services.registry.commands.fields import CommunityId, DayGiven, OrganizationId
from services.registry.decider.days import day_of
from services.registry.events import LeavingReason
from services.registry.events.membership import AllianceRole, DeclineReason, SuspensionReason
from services.registry.projections import COMMUNITIES, ORGANIZATIONS
from services.registry.queries.members import MemberList, members
from shared.directory.queries import below
from shared.http.dependencies import Body, ReadingPast, Receipt, Writing
from shared.http.policy import Policy
from shared.privacy.text import Note

POLICY: Policy = {
    "post_membership_approach": STAFF,
    "post_membership_application": STAFF_OR_ITS_ORGANIZATION,
    "post_membership_declination": STAFF,
    "post_membership": STAFF,
    "post_membership_suspension": STAFF,
    "post_membership_resumption": STAFF,
    "post_membership_ending": STAFF_OR_ITS_ORGANIZATION,
    "post_membership_confirmation": STAFF_OR_ITS_ORGANIZATION,
    "post_alliance_role": STAFF,
    "post_alliance_role_ending": STAFF,
    "get_members": STAFF,
}

router = APIRouter(tags=["alliance"])


class ApproachBody(Body):
    """Whether it was thought of, or invited, and when."""

    stage: Literal["prospect", "invited"]
    on: DayGiven


class ApplicationBody(Body):
    """When it applied."""

    on: DayGiven


class DeclinationBody(Body):
    """When and why it is not admitted."""

    on: DayGiven
    reason: DeclineReason
    note: Note = ""


class AdmissionBody(Body):
    """Since when it is a member; the day may lie before the system."""

    since: DayGiven


class SuspensionBody(Body):
    """From when it pauses, and why."""

    since: DayGiven
    reason: SuspensionReason
    note: Note = ""


class ResumptionBody(Body):
    """The last day of the pause."""

    until: DayGiven


class LeavingBody(Body):
    """The last day of membership, and why."""

    until: DayGiven
    reason: LeavingReason
    note: Note = ""


class ConfirmationBody(Body):
    """For which year it stays."""

    year: Year


class RoleBody(Body):
    """What it does in the alliance, from when, and to which day; a chair's is known."""

    role: AllianceRole
    since: DayGiven
    until: DayGiven | None = None


class RoleEndingBody(Body):
    """Which role ends, and on which day."""

    role: AllianceRole
    until: DayGiven


@router.post("/organizations/{organization}/membership/approach", operation_id="post_membership_approach")
async def post_membership_approach(organization: OrganizationId, body: ApproachBody, write: Writing) -> Receipt:
    """Note that an organization might join, or was invited; the invited one is told."""
    kind = commands.NoteProspect if body.stage == "prospect" else commands.InviteToAlliance
    fields = given(write, body, only=ApplicationBody)
    return write.receipt(await write.change(organization, kind(**fields)))


@router.post("/organizations/{organization}/membership/application", operation_id="post_membership_application")
async def post_membership_application(organization: OrganizationId, body: ApplicationBody, write: Writing) -> Receipt:
    """Apply for membership; the desk is told."""
    return write.receipt(await write.change(organization, commands.ApplyForAlliance(**given(write, body))))


@router.post("/organizations/{organization}/membership/declination", operation_id="post_membership_declination")
async def post_membership_declination(organization: OrganizationId, body: DeclinationBody, write: Writing) -> Receipt:
    """Decline an application, with the reason; the organization is told and may apply again."""
    return write.receipt(await write.change(organization, commands.DeclineApplication(**given(write, body))))


@router.post("/organizations/{organization}/membership", status_code=201, operation_id="post_membership")
async def post_membership(organization: OrganizationId, body: AdmissionBody, write: Writing) -> Receipt:
    """Admit an organization to the alliance."""
    return write.receipt(await write.change(organization, commands.AdmitToAlliance(**given(write, body))))


@router.post("/organizations/{organization}/membership/suspension", operation_id="post_membership_suspension")
async def post_membership_suspension(organization: OrganizationId, body: SuspensionBody, write: Writing) -> Receipt:
    """Let a membership pause; it stays one, and what the organization does counts. Its roles end the day before."""
    return write.receipt(await write.change(organization, commands.SuspendMembership(**given(write, body))))


@router.post("/organizations/{organization}/membership/resumption", operation_id="post_membership_resumption")
async def post_membership_resumption(organization: OrganizationId, body: ResumptionBody, write: Writing) -> Receipt:
    """End a pause."""
    return write.receipt(await write.change(organization, commands.ResumeMembership(**given(write, body))))


@router.post("/organizations/{organization}/membership/ending", operation_id="post_membership_ending")
async def post_membership_ending(organization: OrganizationId, body: LeavingBody, write: Writing) -> Receipt:
    """End an organization's membership."""
    return write.receipt(await write.change(organization, commands.LeaveAlliance(**given(write, body))))


@router.post("/organizations/{organization}/membership/confirmations", operation_id="post_membership_confirmation")
async def post_membership_confirmation(organization: OrganizationId, body: ConfirmationBody, write: Writing) -> Receipt:
    """Say that an organization stays a member for a year."""
    return write.receipt(await write.change(organization, commands.ConfirmMembership(**given(write, body))))


@router.post("/organizations/{organization}/membership/roles", operation_id="post_alliance_role")
async def post_alliance_role(organization: OrganizationId, body: RoleBody, write: Writing) -> Receipt:
    """Give a member a seat in the council, or its turn in the chair."""
    return write.receipt(await write.change(organization, commands.GiveAllianceRole(**given(write, body))))


@router.post("/organizations/{organization}/membership/roles/ending", operation_id="post_alliance_role_ending")
async def post_alliance_role_ending(organization: OrganizationId, body: RoleEndingBody, write: Writing) -> Receipt:
    """End a role before its time, or one without a last day."""
    return write.receipt(await write.change(organization, commands.EndAllianceRole(**given(write, body))))


@router.get("/communities/{community}/members", operation_id="get_members")
async def get_members(
    community: CommunityId,
    read: ReadingPast,
    on: Annotated[DayGiven | None, Query(description="As of which day; without it, today.")] = None,
) -> MemberList:
    """List who was a member in a node and below it on a day, by name, with roles and the year's confirmation."""
    await read.allow(community=community)
    communities = await below(read.reads, community, COMMUNITIES)
    return await members(read.documents(ORGANIZATIONS, communities), communities, on or day_of(read.now))
