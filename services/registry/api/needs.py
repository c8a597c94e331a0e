"""Routes about needs, until matching takes over."""

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
    freshness_in,
    given,
    history_for,
    stream_for,
    there,
)
from services.registry.commands import (
    ConfirmNeed,
    ExternalRefGiven,
    NeedText,
    PostNeed,
    PublishNeed,
    ReviseNeed,
    WithdrawNeed,
)
from services.registry.commands.fields import CommunityId, DayGiven, NeedId, OrganizationId
from services.registry.decider.following import Progress
from services.registry.events import NeedWithdrawalReason
from services.registry.projections import NEEDS
from services.registry.queries.audience import audiences, sees, visible
from services.registry.queries.lists import needs_in
from services.registry.queries.views import NeedView, names_of, show_need
from shared.contracts.base import Category
from shared.contracts.registry import NeedKind
from shared.errors import NotFound
from shared.http.dependencies import Body, Page, Paging, ReadingPast, Receipt, Writing
from shared.http.finding import WordsTyped
from shared.http.policy import Policy, acting_self, in_node
from shared.privacy.text import Note, PublicText

POLICY: Policy = {
    "post_need": {**INTAKE, "staff": in_node, "contact": acting_self},
    "put_need": STAFF_OR_ITS_ORGANIZATION,
    "post_need_publication": STAFF,
    "post_need_confirmation": STAFF_OR_ITS_ORGANIZATION,
    "post_need_withdrawal": STAFF_OR_ITS_ORGANIZATION,
    "get_needs": AT_HOME,
    "get_need": AT_HOME_OR_OWN,
}

router = APIRouter(tags=["needs"])


class NeedBody(Body, NeedText):
    """What `organization` needs."""

    organization: OrganizationId
    external_ref: ExternalRefGiven | None = None


class NeedTextBody(Body, NeedText):
    """What is needed, in other words."""


class NeedConfirmationBody(Body):
    """When the organization said that it is wanted still; today where it is left out."""

    confirmed_on: DayGiven | None = None


class NeedPublicationBody(Body):
    """The text to publish, where it is not the detail as written; confirmed today where no day is given."""

    text: PublicText | None = None
    confirmed_on: DayGiven | None = None


class NeedWithdrawalBody(Body):
    """Why it is withdrawn."""

    reason: NeedWithdrawalReason
    note: Note = ""


@router.post("/needs", status_code=201, operation_id="post_need")
async def post_need(body: NeedBody, write: Writing) -> Receipt:
    """Post a need; staff publish it."""
    owner = body.organization
    community = (await there(write, owner, acting=owner)).community
    stream = await stream_for(write, "need", community, body.external_ref)
    command = PostNeed(**given(write, body, owner), need=stream, community=community)
    owners = frozenset({owner})
    outcome = await write.create(stream, command, community=community, owners=owners, acting=owner)
    return write.receipt(outcome, location=f"{ROOT}/needs/{stream}")


@router.put("/needs/{need}", operation_id="put_need")
async def put_need(need: NeedId, body: NeedTextBody, write: Writing) -> Receipt:
    """Say it differently, before it is published."""
    return write.receipt(await write.change(need, ReviseNeed(**given(write, body)), must_match=True))


@router.post("/needs/{need}/confirmation", operation_id="post_need_confirmation")
async def post_need_confirmation(need: NeedId, body: NeedConfirmationBody, write: Writing) -> Receipt:
    """Say that a need on the list is wanted still."""
    return write.receipt(await write.change(need, ConfirmNeed(**given(write, body))))


@router.post("/needs/{need}/publication", operation_id="post_need_publication")
async def post_need_publication(need: NeedId, body: NeedPublicationBody, write: Writing) -> Receipt:
    """Put a need on the list; matching opens a request for it."""
    return write.receipt(await write.change(need, PublishNeed(**given(write, body))))


@router.post("/needs/{need}/withdrawal", operation_id="post_need_withdrawal")
async def post_need_withdrawal(need: NeedId, body: NeedWithdrawalBody, write: Writing) -> Receipt:
    """Withdraw a need that is not published yet."""
    return write.receipt(await write.change(need, WithdrawNeed(**given(write, body))))


@router.get("/communities/{community}/needs", operation_id="get_needs")
async def get_needs(
    community: CommunityId,
    read: ReadingPast,
    paging: Paging,
    state: Literal["posted", "published", "withdrawn"] | None = None,
    progress: Progress | None = None,
    category: Category | None = None,
    organization: OrganizationId | None = None,
    kind: NeedKind | None = None,
    stale: bool | None = None,
    q: WordsTyped = None,
    owed: Annotated[bool, Query(description="Only those to which a reply is owed, the longest first.")] = False,
) -> Page[NeedView]:
    """List a community's needs, those confirmed last first."""
    await read.allow(community=community)
    freshness = await freshness_in(read, community)
    said = {
        "state": state,
        "progress": progress,
        "category": category,
        "organization": organization,
        "kind": kind,
        "stale": stale,
        "q": q,
        "owed": owed,
    }
    query = [
        await needs_in(read.reads, community, freshness, said),
        visible(read.caller, await audiences(read.caller, read.reads), "published"),
    ]
    order = "owed_since,position" if owed else "-confirmed_on,-position"
    page = await paging.page(read.documents(NEEDS, [community]), {"$and": query}, order)
    names = await names_of(read.reads, [need.organization for need in page.items])
    return page.map(lambda document: show_need(document, names, freshness))


@router.get("/needs/{need}", operation_id="get_need")
async def get_need(need: NeedId, read: ReadingPast, response: Response) -> NeedView:
    """Read a need; its history is for staff and its organization."""
    document = await allowed(read, await read.documents(NEEDS).get(need), response)
    if not sees(read.caller, await audiences(read.caller, read.reads), document, "published"):
        raise NotFound
    names = await names_of(read.reads, [document.organization])
    freshness = await freshness_in(read, document.community)
    return show_need(document, names, freshness, await history_for(read, document))
