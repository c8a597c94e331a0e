"""Routes about organizations, their contacts and their membership."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from services.registry.api.common import (
    AT_HOME,
    AT_HOME_OR_OWN,
    INTAKE,
    ROOT,
    STAFF,
    STAFF_OR_ITS_ORGANIZATION,
    allowed,
    given,
    history_for,
    living,
    stream_for,
)
from services.registry.commands import (
    AddContact,
    AdmitToAlliance,
    ChangeContact,
    ChangePhones,
    LeaveAlliance,
    OrganizationFacts,
    RegisterOrganization,
    RemoveContact,
)
from services.registry.commands.fields import CommunityId, DayGiven, OrganizationId, PersonId
from services.registry.commands.organization import PhonesGiven
from services.registry.events import Duty, LeavingReason, OrganizationKind
from services.registry.projections import COMMUNITIES, ORGANIZATIONS
from services.registry.queries.audience import audiences
from services.registry.queries.finding import found_by
from services.registry.queries.views import OrganizationView, show_organization
from shared.directory.queries import below
from shared.http.dependencies import Body, Page, Paging, Reading, ReadingPast, Receipt, Writing
from shared.http.policy import Policy
from shared.http.texts import malformed
from shared.privacy.text import Note, Title

POLICY: Policy = {
    "post_organization": {**STAFF, **INTAKE},
    "put_phones": STAFF_OR_ITS_ORGANIZATION,
    "post_contact": STAFF_OR_ITS_ORGANIZATION,
    "put_contact": STAFF_OR_ITS_ORGANIZATION,
    "delete_contact": STAFF_OR_ITS_ORGANIZATION,
    "post_membership": STAFF,
    "post_membership_ending": STAFF_OR_ITS_ORGANIZATION,
    "get_organizations": AT_HOME,
    "get_organization": AT_HOME_OR_OWN,
}

router = APIRouter(tags=["organizations"])


class OrganizationBody(Body, OrganizationFacts):
    """An organization to register."""

    community: CommunityId


class PhonesBody(Body):
    """The published numbers, all of them."""

    phones: PhonesGiven


class ContactBody(Body):
    """A person to call; the person is registered first."""

    person: PersonId
    duty: Duty


class DutyBody(Body):
    """What a contact is called about."""

    duty: Duty


class AdmissionBody(Body):
    """Since when it is a member; the day may lie before the system."""

    since: DayGiven


class LeavingBody(Body):
    """The last day of membership, and why."""

    until: DayGiven
    reason: LeavingReason
    note: Note = ""


@router.post("/organizations", status_code=201, operation_id="post_organization")
async def post_organization(body: OrganizationBody, write: Writing) -> Receipt:
    """Register an organization; the same external reference twice is the same organization."""
    stream = stream_for(write, "org", body.community, body.external_ref)
    command = RegisterOrganization(**given(write, body), organization=stream)
    outcome = await write.create(stream, command, community=body.community)
    return write.receipt(outcome, location=f"{ROOT}/organizations/{stream}")


@router.put("/organizations/{organization}/phones", operation_id="put_phones")
async def put_phones(organization: OrganizationId, body: PhonesBody, write: Writing) -> Receipt:
    """Replace the published office numbers."""
    return write.receipt(await write.change(organization, ChangePhones(**given(write, body))))


@router.post("/organizations/{organization}/contacts", status_code=201, operation_id="post_contact")
async def post_contact(organization: OrganizationId, body: ContactBody, write: Writing) -> Receipt:
    """Add a contact."""
    state = await write.load(organization)
    await living(write.service, body.person, state.community)
    outcome = await write.change(organization, AddContact(**given(write, body)))
    return write.receipt(outcome, location=f"{ROOT}/organizations/{organization}/contacts/{body.person}")


@router.put("/organizations/{organization}/contacts/{person}", operation_id="put_contact")
async def put_contact(organization: OrganizationId, person: PersonId, body: DutyBody, write: Writing) -> Receipt:
    """Change what a contact is called about."""
    command = ChangeContact(**given(write, body), person=person)
    return write.receipt(await write.change(organization, command))


@router.delete("/organizations/{organization}/contacts/{person}", operation_id="delete_contact")
async def delete_contact(organization: OrganizationId, person: PersonId, write: Writing) -> Receipt:
    """Take a contact off, who left."""
    command = RemoveContact(**given(write, Body()), person=person)
    return write.receipt(await write.change(organization, command))


@router.post("/organizations/{organization}/membership", status_code=201, operation_id="post_membership")
async def post_membership(organization: OrganizationId, body: AdmissionBody, write: Writing) -> Receipt:
    """Admit an organization to the alliance."""
    return write.receipt(await write.change(organization, AdmitToAlliance(**given(write, body))))


@router.post("/organizations/{organization}/membership/ending", operation_id="post_membership_ending")
async def post_membership_ending(organization: OrganizationId, body: LeavingBody, write: Writing) -> Receipt:
    """End an organization's membership."""
    return write.receipt(await write.change(organization, LeaveAlliance(**given(write, body))))


@router.get("/communities/{community}/organizations", operation_id="get_organizations")
async def get_organizations(
    community: CommunityId,
    read: Reading,
    paging: Paging,
    kind: OrganizationKind | None = None,
    membership: Literal["none", "member", "left"] | None = None,
    q: Annotated[Title | None, Query(description="Part of the name, or how it begins in pinyin: `bjxx`.")] = None,
) -> Page[OrganizationView]:
    """List the organizations of a node and below it, by name; with `q` those it finds, the best first, on one page."""
    await read.allow(community=community)
    communities = {"$in": await below(read.reads, community, COMMUNITIES)}
    filters = {"community": communities, "kind": kind, "membership": membership}
    query = {name: value for name, value in filters.items() if value}
    if q is None:
        page = await paging.page(read.reads(ORGANIZATIONS), query, "name")
    elif paging.cursor:
        raise malformed("cursor", "unknown_cursor")
    else:
        page = Page(items=await found_by(read.reads, query, q, paging.limit), next_cursor=None)
    audience = await audiences(read.caller, read.reads)
    return page.map(lambda document: show_organization(document, read.caller, audience))


@router.get("/organizations/{organization}", operation_id="get_organization")
async def get_organization(organization: OrganizationId, read: ReadingPast, response: Response) -> OrganizationView:
    """Read an organization; contacts and history are for staff and itself."""
    document = await allowed(read, await read.documents(ORGANIZATIONS).get(organization), response)
    history = await history_for(read, document)
    return show_organization(document, read.caller, await audiences(read.caller, read.reads), history)
