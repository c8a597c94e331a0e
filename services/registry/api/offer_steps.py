"""Routes about what becomes of a listed offer: paused, opened to others, asked about by phone."""

from typing import Any

from fastapi import APIRouter

from services.registry.api.common import STAFF, STAFF_OR_ITS_ORGANIZATION, given
from services.registry.api.speaking import speaker_of
from services.registry.commands import (
    Call,
    CallOffer,
    NameOfferContact,
    OfferContact,
    PauseDays,
    PauseOffer,
    ReachOffer,
    ReachStep,
    ResumeOffer,
)
from services.registry.commands.fields import OfferId, OrganizationId, PersonId
from services.registry.decider.organization_state import Organization
from services.registry.projections import CALLS, COMMUNITIES, OFFERS, ORGANIZATIONS
from services.registry.queries.calls import CallView, offers_of, show_call
from services.registry.queries.views import things_of
from shared.contracts.offers import ReachLevel
from shared.errors import Malformed, NotFound
from shared.http.dependencies import Body, Page, Paging, ReadingPast, Receipt, Write, Writing
from shared.http.policy import Policy

POLICY: Policy = {
    "post_offer_call": STAFF,
    "post_offer_pause": STAFF_OR_ITS_ORGANIZATION,
    "post_offer_resumption": STAFF_OR_ITS_ORGANIZATION,
    "post_offer_reach": STAFF,
    "put_offer_contact": STAFF_OR_ITS_ORGANIZATION,
    "get_calls": STAFF,
}

router = APIRouter(tags=["offers"])


class CallBody(Body, Call):
    """How a call went."""


class PauseBody(Body, PauseDays):
    """From when to when, and why."""


class ReachBody(Body, ReachStep):
    """To which level, how often a month, and who decided."""


class OfferContactBody(Body, OfferContact):
    """Whom to ask."""


@router.post("/offers/{offer}/calls", operation_id="post_offer_call")
async def post_offer_call(offer: OfferId, body: CallBody, write: Writing) -> Receipt:
    """Record a call about an offer, to one of its organization's contacts or to the office; one that reached somebody
    renews it."""
    if body.contact:
        check_contact(await owner_of(write, offer), body.contact, "contact")
    return write.receipt(await write.change(offer, CallOffer(**given(write, body))))


@router.post("/offers/{offer}/pause", operation_id="post_offer_pause")
async def post_offer_pause(offer: OfferId, body: PauseBody, write: Writing) -> Receipt:
    """Pause a listed offer. It is over by itself after its last day, or when it is resumed."""
    return write.receipt(await write.change(offer, PauseOffer(**given(write, body))))


@router.post("/offers/{offer}/resumption", operation_id="post_offer_resumption")
async def post_offer_resumption(offer: OfferId, body: Body, write: Writing) -> Receipt:
    """End an offer's pause before its last day."""
    return write.receipt(await write.change(offer, ResumeOffer(**given(write, body))))


@router.post("/offers/{offer}/reach", operation_id="post_offer_reach")
async def post_offer_reach(offer: OfferId, body: ReachBody, write: Writing) -> Receipt:
    """Open a listed offer to the subdistrict and then to the district, each with a quota of its own, or close it there
    again (without a quota), the district first."""
    state = await write.load(offer)
    node = await _above(write, state.community, body.level)
    return write.receipt(await write.change(offer, ReachOffer(**given(write, body), node=node)))


async def _above(write: Write, community: str, level: ReachLevel) -> str:
    path = await write.service.tree.path(community)
    for node in await write.service.reads(COMMUNITIES).find({"_id": {"$in": list(path)}}, limit=len(path)):
        if node.level == level:
            return node.id
    raise Malformed(
        field="level",
        reason_zh="社区之上没有这一级，请改选另一级。",
        reason_en="there is no such level above the community. Choose another one.",
    )


@router.put("/offers/{offer}/contact", operation_id="put_offer_contact")
async def put_offer_contact(offer: OfferId, body: OfferContactBody, write: Writing) -> Receipt:
    """Say whom to ask about an offer: a contact or a published phone of its organization, or neither in particular."""
    owner = await owner_of(write, offer)
    if body.person:
        check_contact(owner, body.person, "person")
    if body.phone and body.phone not in {phone.number for phone in owner.phones}:
        raise Malformed(
            field="phone",
            reason_zh="单位没有登记这个号码，请先登记办公电话。",
            reason_en="not a number of the organization. Enter it among its phones first.",
        )
    return write.receipt(await write.change(offer, NameOfferContact(**given(write, body))))


async def owner_of(write: Write, offer: OfferId) -> Organization:
    """Who speaks for the organization whose offer it is, once that was judged."""
    return await speaker_of(write, (await write.load(offer)).organization)


def check_contact(owner: Organization, person: PersonId, field: str) -> None:
    """Raises Malformed naming `field`, unless `person` is one of the organization's contacts."""
    if person not in owner.contacts:
        raise Malformed(
            field=field,
            reason_zh="这个人不是该单位的联系人，请先登记为联系人。",
            reason_en="not a contact of the organization. Enter the person as one first.",
        )


@router.get("/organizations/{organization}/calls", operation_id="get_calls")
async def get_calls(
    organization: OrganizationId, read: ReadingPast, paging: Paging, contact: PersonId | None = None
) -> Page[CallView]:
    """List the calls about an organization's offers, the latest first; those to one contact, where it is named."""
    document = await read.reads(ORGANIZATIONS).get(organization)
    if document is None:
        raise NotFound
    await read.allow(community=document.community)
    whose: dict[str, Any] = {"organization": await things_of(read.reads, organization)}
    query = whose | ({"contact": contact} if contact else {})
    page = await paging.page(read.documents(CALLS, [document.community]), query, "-occurred_on,-position")
    offers = await offers_of(read.documents(OFFERS, [document.community]), page.items)
    return page.map(lambda call: show_call(call, offers))
