"""Routes about offers."""

import asyncio
from typing import Literal

from fastapi import APIRouter, Response

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
    ChangeOffer,
    ConfirmOffer,
    EndOffer,
    ExternalRefGiven,
    ListOffer,
    OfferTextGiven,
    SubmitOffer,
)
from services.registry.commands.fields import CampaignId, CommunityId, DayGiven, OfferId, OrganizationId
from services.registry.decider.campaign import is_open
from services.registry.events import OfferEndReason
from services.registry.projections import OFFERS, Offer
from services.registry.queries.audience import audiences, sees, visible
from services.registry.queries.lists import offers_in
from services.registry.queries.offers import OfferView, is_open_to, opened_to, show_offer
from services.registry.queries.views import organizations_of
from shared.contracts.base import Category
from shared.contracts.registry import Audience
from shared.errors import NotFound
from shared.http.dependencies import Body, Page, Paging, Read, Reading, ReadingPast, Receipt, Writing
from shared.http.finding import WordsTyped
from shared.http.policy import Policy, acting_self, in_node
from shared.privacy.text import Note

POLICY: Policy = {
    "post_offer": {**INTAKE, "staff": in_node, "contact": acting_self},
    "put_offer": STAFF_OR_ITS_ORGANIZATION,
    "post_offer_listing": STAFF,
    "post_offer_confirmation": STAFF_OR_ITS_ORGANIZATION,
    "post_offer_ending": STAFF_OR_ITS_ORGANIZATION,
    "get_offers": AT_HOME,
    "get_offers_from_outside": AT_HOME,
    "get_offer": AT_HOME_OR_OWN,
}

router = APIRouter(tags=["offers"])


class OfferBody(Body, OfferTextGiven):
    """An offer for the list, of `organization`."""

    organization: OrganizationId
    confirmed_on: DayGiven | None = None
    external_ref: ExternalRefGiven | None = None
    campaign: CampaignId | None = None
    """The collection campaign in which it was proposed."""


class OfferTextBody(Body, OfferTextGiven):
    """What stands on the list from now on."""


class ConfirmationBody(Body):
    """When the organization said that it holds; today where it is left out."""

    confirmed_on: DayGiven | None = None


class EndingBody(Body):
    """Why it ends."""

    reason: OfferEndReason
    note: Note = ""


@router.post("/offers", status_code=201, operation_id="post_offer")
async def post_offer(body: OfferBody, write: Writing) -> Receipt:
    """Submit an offer for the list."""
    owner = body.organization
    community = (await there(write, owner, acting=owner)).community
    if body.campaign:
        is_open(await write.service.handler.state(body.campaign), community)
    stream = await stream_for(write, "offer", community, body.external_ref)
    command = SubmitOffer(**given(write, body, owner), offer=stream, community=community)
    owners = frozenset({owner})
    outcome = await write.create(stream, command, community=community, owners=owners, acting=owner)
    return write.receipt(outcome, location=f"{ROOT}/offers/{stream}")


@router.put("/offers/{offer}", operation_id="put_offer")
async def put_offer(offer: OfferId, body: OfferTextBody, write: Writing) -> Receipt:
    """Replace what stands on the list."""
    return write.receipt(await write.change(offer, ChangeOffer(**given(write, body)), must_match=True))


@router.post("/offers/{offer}/listing", operation_id="post_offer_listing")
async def post_offer_listing(offer: OfferId, body: Body, write: Writing) -> Receipt:
    """Put a vetted offer on the list."""
    return write.receipt(await write.change(offer, ListOffer(**given(write, body))))


@router.post("/offers/{offer}/confirmation", operation_id="post_offer_confirmation")
async def post_offer_confirmation(offer: OfferId, body: ConfirmationBody, write: Writing) -> Receipt:
    """Say that an offer still holds."""
    return write.receipt(await write.change(offer, ConfirmOffer(**given(write, body))))


@router.post("/offers/{offer}/ending", operation_id="post_offer_ending")
async def post_offer_ending(offer: OfferId, body: EndingBody, write: Writing) -> Receipt:
    """End an offer."""
    return write.receipt(await write.change(offer, EndOffer(**given(write, body))))


@router.get("/communities/{community}/offers", operation_id="get_offers")
async def get_offers(
    community: CommunityId,
    read: ReadingPast,
    paging: Paging,
    state: Literal["submitted", "listed", "ended"] | None = None,
    category: Category | None = None,
    organization: OrganizationId | None = None,
    stale: bool | None = None,
    q: WordsTyped = None,
) -> Page[OfferView]:
    """List a community's offers, those confirmed last first."""
    await read.allow(community=community)
    freshness = await freshness_in(read, community)
    said = {"state": state, "category": category, "organization": organization, "stale": stale, "q": q}
    audience = await audiences(read.caller, read.reads)
    query = [await offers_in(read.reads, community, freshness, said), visible(read.caller, audience, "listed")]
    page = await paging.page(read.documents(OFFERS, [community]), {"$and": query}, "-confirmed_on,-position")
    owners = await organizations_of(read.reads, [offer.organization for offer in page.items])
    return page.map(lambda document: show_offer(document, read.caller, owners, freshness, audience=audience))


@router.get("/communities/{community}/offers/from-outside", operation_id="get_offers_from_outside")
async def get_offers_from_outside(community: CommunityId, read: Reading, paging: Paging) -> Page[OfferView]:
    """List the offers of other communities that are open to this one, those confirmed last first."""
    await read.allow(community=community)
    audience = await audiences(read.caller, read.reads)
    query = opened_to(await read.service.tree.path(community)) | {"audience": {"$in": sorted(audience)}}
    page = await paging.page(read.reads(OFFERS), query, "-confirmed_on,-position")
    owners = await organizations_of(read.reads, [offer.organization for offer in page.items])
    homes = sorted({offer.community for offer in page.items})
    fresh = dict(zip(homes, await asyncio.gather(*(freshness_in(read, home) for home in homes)), strict=True))
    return page.map(lambda offer: show_offer(offer, read.caller, owners, fresh[offer.community], outside=True))


@router.get("/offers/{offer}", operation_id="get_offer")
async def get_offer(offer: OfferId, read: ReadingPast, response: Response) -> OfferView:
    """Read an offer; its history is for staff and its organization. One that is open to the reader's community is
    shown there as it is from outside."""
    document = await read.documents(OFFERS).get(offer)
    outside = document is not None and await _comes_from_outside(read, document)
    if document is None or not outside:
        document = await allowed(read, document, response)
    audience = await audiences(read.caller, read.reads)
    if not sees(read.caller, audience, document, "listed"):
        raise NotFound
    owners = await organizations_of(read.reads, [document.organization])
    freshness = await freshness_in(read, document.community)
    history = None if outside else await history_for(read, document)
    shown = frozenset[Audience]() if outside else audience
    return show_offer(document, read.caller, owners, freshness, history, audience=shown, outside=outside)


async def _comes_from_outside(read: Read, document: Offer) -> bool:
    """Whether the reader belongs to another community to which the offer is open; then it is judged there."""
    node = read.caller.node
    if node is None or document.organization in read.caller.parties:
        return False
    home, path = [await read.service.tree.path(each) for each in (document.community, node)]
    if node in home or not is_open_to(document, path):
        return False
    await read.allow(community=node)
    return True
