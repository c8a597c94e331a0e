"""Routes about collection campaigns: twice a year the providers are asked whether their offers still hold."""

from collections.abc import Sequence

from fastapi import APIRouter, Response

from services.registry.api.common import ROOT, STAFF, STAFF_OR_ITS_ORGANIZATION, allowed, freshness_in, given
from services.registry.api.offer_steps import check_contact, owner_of
from services.registry.commands import AnswerOffer, AskOffer, CloseCampaign, OpenCampaign, ReviewAnswer
from services.registry.commands.campaign import MOST, Answer, AnswerReview, Asking, CampaignText
from services.registry.commands.fields import CampaignId, CommunityId, DayGiven, OfferId, OrganizationId
from services.registry.decider.campaign import asks_about
from services.registry.projections import CAMPAIGNS, INQUIRIES, OFFERS, ORGANIZATIONS, Campaign, Offer
from services.registry.queries.campaigns import (
    CampaignView,
    InquiryView,
    Questionnaire,
    asking,
    campaigns_of,
    differing,
    inquiries_of,
    with_progress,
)
from services.registry.queries.offers import show_offer
from services.registry.queries.views import organizations_of, things_of
from shared.contracts.base import Category
from shared.contracts.offers import Mode
from shared.errors import Malformed, NotFound
from shared.eventsourcing.model import Frozen
from shared.http.dependencies import Body, Page, Paging, Read, Reading, ReadingPast, Receipt, Write, Writing
from shared.http.policy import Policy
from shared.privacy.text import Note

POLICY: Policy = {
    "post_campaign": STAFF,
    "post_campaign_closing": STAFF,
    "post_offer_asking": STAFF,
    "post_offer_answer": STAFF_OR_ITS_ORGANIZATION,
    "post_offer_answer_review": STAFF,
    "get_campaigns": STAFF,
    "get_campaign": STAFF,
    "get_inquiries": STAFF,
    "get_questionnaires": STAFF_OR_ITS_ORGANIZATION,
}

router = APIRouter(tags=["campaigns"])


class Asked(Frozen):
    """Which of the community's listed offers are asked about: those that fit all that is said here."""

    category: Category | None = None
    mode: Mode | None = None
    organization: OrganizationId | None = None
    confirmed_before: DayGiven | None = None
    """Those not confirmed since that day."""


class CampaignBody(Body, CampaignText):
    """A campaign in `community`, about the offers that fit `about`."""

    community: CommunityId
    about: Asked = Asked()


class ClosingBody(Body):
    """What is left to say."""

    note: Note = ""


class AskingBody(Body, Asking):
    """How the organization was asked."""


class AnswerBody(Body, Answer):
    """What it said."""


class AnswerReviewBody(Body, AnswerReview):
    """Whether the offer becomes what was answered."""


@router.post("/campaigns", status_code=201, operation_id="post_campaign")
async def post_campaign(body: CampaignBody, write: Writing) -> Receipt:
    """Open a campaign. The offers it asks about are those on the list now; later ones are for the next."""
    await write.allow(community=body.community)
    stream = write.new_id("campaign")
    said = given(write, body)
    del said["about"]
    offers = await _fitting(write, body.community, body.about)
    command = OpenCampaign(**said, campaign=stream, offers=offers)
    outcome = await write.create(stream, command, community=body.community)
    return write.receipt(outcome, location=f"{ROOT}/campaigns/{stream}")


async def _fitting(write: Write, community: str, about: Asked) -> tuple[str, ...]:
    filters = about.model_dump(exclude={"confirmed_before"}, exclude_none=True)
    if about.confirmed_before:
        filters["confirmed_on"] = {"$lt": about.confirmed_before.isoformat()}
    query = {"community": community, "state": "listed"} | filters
    found = await write.service.reads(OFFERS).find(query, sort=[("_id", 1)], limit=MOST + 1)
    if len(found) > MOST:
        raise Malformed(
            field="about",
            reason_zh=f"超过 {MOST} 条，请分成几次征集。",
            reason_en=f"more than {MOST} offers. Ask about them in several campaigns.",
        )
    return tuple(offer.id for offer in found)


@router.post("/campaigns/{campaign}/closing", operation_id="post_campaign_closing")
async def post_campaign_closing(campaign: CampaignId, body: ClosingBody, write: Writing) -> Receipt:
    """Close a campaign; what was answered can still be reviewed."""
    return write.receipt(await write.change(campaign, CloseCampaign(**given(write, body))))


@router.post("/campaigns/{campaign}/offers/{offer}/askings", operation_id="post_offer_asking")
async def post_offer_asking(campaign: CampaignId, offer: OfferId, body: AskingBody, write: Writing) -> Receipt:
    """Record that an organization was asked about its offer."""
    await _check(write, campaign, offer, body)
    return write.receipt(await write.change(offer, AskOffer(**given(write, body), campaign=campaign)))


@router.post("/campaigns/{campaign}/offers/{offer}/answers", operation_id="post_offer_answer")
async def post_offer_answer(campaign: CampaignId, offer: OfferId, body: AnswerBody, write: Writing) -> Receipt:
    """Record what it answered. An offer that holds is confirmed by that; anything else waits for staff."""
    await _check(write, campaign, offer, body)
    return write.receipt(await write.change(offer, AnswerOffer(**given(write, body), campaign=campaign)))


async def _check(write: Write, campaign: CampaignId, offer: OfferId, body: Asking) -> None:
    """Whether the offer can be asked about there, and such a contact."""
    owner = await owner_of(write, offer)
    asks_about(await write.service.handler.state(campaign), offer)
    if body.contact:
        check_contact(owner, body.contact, "contact")


@router.post("/campaigns/{campaign}/offers/{offer}/review", operation_id="post_offer_answer_review")
async def post_offer_answer_review(
    campaign: CampaignId, offer: OfferId, body: AnswerReviewBody, write: Writing
) -> Receipt:
    """Accept an answer, which changes or ends the offer, or leave the offer as it is."""
    if await write.service.handler.state(campaign) is None:
        raise NotFound
    command = ReviewAnswer(**given(write, body), campaign=campaign)
    return write.receipt(await write.change(offer, command, must_match=True))


@router.get("/communities/{community}/campaigns", operation_id="get_campaigns")
async def get_campaigns(community: CommunityId, read: ReadingPast) -> list[CampaignView]:
    """List a community's campaigns and how far they are, the newest first; the fifty last."""
    await read.allow(community=community)
    found = await campaigns_of(read.documents(CAMPAIGNS, [community]), community)
    return await _progress(read, community, found)


@router.get("/campaigns/{campaign}", operation_id="get_campaign")
async def get_campaign(campaign: CampaignId, read: ReadingPast, response: Response) -> CampaignView:
    """Read a campaign and how far it is, with its history."""
    document = await allowed(read, await read.documents(CAMPAIGNS).get(campaign), response)
    (view,) = await _progress(read, document.community, [document])
    return view.model_copy(update={"history": await read.history(campaign)})


async def _progress(read: Read, community: str, found: Sequence[Campaign]) -> list[CampaignView]:
    documents = read.documents(INQUIRIES, [community]), read.documents(OFFERS, [community])
    return await with_progress(found, *documents)


@router.get("/campaigns/{campaign}/inquiries", operation_id="get_inquiries")
async def get_inquiries(
    campaign: CampaignId, read: ReadingPast, paging: Paging, response: Response
) -> Page[InquiryView]:
    """List the offers of a campaign by organization: who was asked, how, what was answered and differs."""
    document = await allowed(read, await read.documents(CAMPAIGNS).get(campaign), response)
    query = {"_id": {"$in": list(document.offers)}}
    page = await paging.page(read.documents(OFFERS, [document.community]), query, "organization")
    return Page(items=await _views(read, document, page.items), next_cursor=page.next_cursor)


@router.get("/organizations/{organization}/questionnaires", operation_id="get_questionnaires")
async def get_questionnaires(organization: OrganizationId, read: Reading) -> list[Questionnaire]:
    """List the open campaigns that ask an organization about its offers, with what it answered, line by line."""
    found = await read.reads(ORGANIZATIONS).get(organization)
    if found is None:
        raise NotFound
    await read.allow(community=found.community, owners=found.owners)
    query = {"organization": await things_of(read.reads, organization), "state": "listed"}
    offers = await read.reads(OFFERS).find(query, sort=[("title", 1), ("_id", 1)], limit=0)
    return [
        Questionnaire(
            **campaign.model_dump(include={"title", "first", "last"}),
            campaign=campaign.id,
            inquiries=tuple(await _views(read, campaign, [each for each in offers if each.id in campaign.offers])),
        )
        for campaign in await asking(read.reads, offers)
    ]


async def _views(read: Read, campaign: Campaign, offers: Sequence[Offer]) -> list[InquiryView]:
    inquiries = await inquiries_of(read.documents(INQUIRIES, [campaign.community]), campaign.id, offers)
    owners = await organizations_of(read.reads, [offer.organization for offer in offers])
    freshness = await freshness_in(read, campaign.community)
    return [
        InquiryView(
            offer=show_offer(offer, read.caller, owners, freshness),
            inquiry=inquiries.get(offer.id),
            differs=differing(offer, inquiries.get(offer.id)),
        )
        for offer in offers
    ]
