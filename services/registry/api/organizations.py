"""Routes about organizations: what they are, their phones and contacts, and whether they are there."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.registry.api.codes import free, holding
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
    ChangeContact,
    ChangeOrganization,
    ChangePhones,
    DeactivateOrganization,
    OrganizationFacts,
    ReactivateOrganization,
    RegisterOrganization,
    RemoveContact,
)
from services.registry.commands.fields import CommunityId, DayGiven, OrganizationId, PersonId
from services.registry.commands.organization import Facts, PhonesGiven
from services.registry.decider.organization_state import Stage
from services.registry.events import Duty, LeavingReason, OrganizationKind
from services.registry.projections import ORGANIZATIONS
from services.registry.queries.audience import audiences
from services.registry.queries.finding import found_by
from services.registry.queries.lists import organizations_in
from services.registry.queries.views import OrganizationView, show_organization, shown_as
from shared.http.dependencies import Body, Page, Paging, ReadingPast, Receipt, Writing
from shared.http.policy import Policy
from shared.http.texts import malformed
from shared.privacy.text import Note, Title

POLICY: Policy = {
    "post_organization": {**STAFF, **INTAKE},
    "put_phones": STAFF_OR_ITS_ORGANIZATION,
    "post_contact": STAFF_OR_ITS_ORGANIZATION,
    "put_contact": STAFF_OR_ITS_ORGANIZATION,
    "delete_contact": STAFF_OR_ITS_ORGANIZATION,
    "post_contact_ending": STAFF_OR_ITS_ORGANIZATION,
    "put_organization": STAFF,
    "post_organization_deactivation": STAFF,
    "post_organization_reactivation": STAFF,
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
    since: DayGiven | None = None


class DutyBody(Body):
    """What a contact is called about."""

    duty: Duty


class ContactEndingBody(Body):
    """The last day of a contact (else today), and who takes over."""

    until: DayGiven | None = None
    successor: PersonId | None = None


class OrganizationFactsBody(Body, Facts):
    """What an organization is from now on, whole."""


class DissolutionBody(Body):
    """Why it is no longer there."""

    reason: LeavingReason
    note: Note = ""


@router.post("/organizations", status_code=201, operation_id="post_organization")
async def post_organization(body: OrganizationBody, write: Writing) -> Receipt:
    """Register an organization; the same external reference twice is the same organization."""
    stream = await stream_for(write, "org", body.community, body.external_ref)
    command = RegisterOrganization(**given(write, body), organization=stream)
    await write.allow(community=body.community)
    async with holding(write, body.credit_code, body.community, stream):
        outcome = await write.create(stream, command, community=body.community)
    return write.receipt(outcome, location=f"{ROOT}/organizations/{stream}")


@router.put("/organizations/{organization}", operation_id="put_organization")
async def put_organization(organization: OrganizationId, body: OrganizationFactsBody, write: Writing) -> Receipt:
    """Replace what is known of an organization, whole; a credit code it no longer has is free again."""
    state = await write.load(organization)
    command = ChangeOrganization(**given(write, body))
    async with holding(write, body.credit_code, state.community, organization):
        outcome = await write.change(organization, command, must_match=True)
    if state.facts.credit_code not in (None, body.credit_code):
        await free(write, state.facts.credit_code, state.community, organization)
    return write.receipt(outcome)


@router.post("/organizations/{organization}/deactivation", operation_id="post_organization_deactivation")
async def post_organization_deactivation(
    organization: OrganizationId, body: DissolutionBody, write: Writing
) -> Receipt:
    """Say that an organization is no longer there; its history stays, a membership ends today."""
    return write.receipt(await write.change(organization, DeactivateOrganization(**given(write, body))))


@router.post("/organizations/{organization}/reactivation", operation_id="post_organization_reactivation")
async def post_organization_reactivation(organization: OrganizationId, body: Body, write: Writing) -> Receipt:
    """Say that it is there again."""
    return write.receipt(await write.change(organization, ReactivateOrganization(**given(write, body))))


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


@router.post("/organizations/{organization}/contacts/{person}/ending", operation_id="post_contact_ending")
async def post_contact_ending(
    organization: OrganizationId, person: PersonId, body: ContactEndingBody, write: Writing
) -> Receipt:
    """Let a contact go on a day, and another one take over."""
    if body.successor:
        state = await write.load(organization)
        await living(write.service, body.successor, state.community)
    command = RemoveContact(**given(write, body), person=person)
    return write.receipt(await write.change(organization, command))


@router.get("/communities/{community}/organizations", operation_id="get_organizations")
async def get_organizations(
    community: CommunityId,
    read: ReadingPast,
    paging: Paging,
    kind: OrganizationKind | None = None,
    membership: Stage | None = None,
    active: bool = True,
    q: Annotated[Title | None, Query(description="Part of the name, or how it begins in pinyin: `bjxx`.")] = None,
) -> Page[OrganizationView]:
    """List the organizations of a node and below it, by name; with `q` those it finds, the best first, on one page."""
    await read.allow(community=community)
    said = {"kind": kind, "membership": membership, "active": active}
    query = await organizations_in(read.reads, community, said)
    if membership and read.caller.role != "staff":
        query["membership"] = {"$in": shown_as(membership)}
    documents = read.documents(ORGANIZATIONS, query["community"]["$in"])
    if q is None:
        page = await paging.page(documents, query, "name")
    elif paging.cursor:
        raise malformed("cursor", "unknown_cursor")
    else:
        page = Page(items=await found_by(documents, query, q, paging.limit), next_cursor=None)
    audience = await audiences(read.caller, read.reads)
    return page.map(lambda document: show_organization(document, read.caller, audience))


@router.get("/organizations/{organization}", operation_id="get_organization")
async def get_organization(organization: OrganizationId, read: ReadingPast, response: Response) -> OrganizationView:
    """Read an organization; contacts and history are for staff and itself."""
    document = await allowed(read, await read.documents(ORGANIZATIONS).get(organization), response)
    history = await history_for(read, document)
    return show_organization(document, read.caller, await audiences(read.caller, read.reads), history)
