"""How a collection campaign stands, and what each offer in it was answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.registry.projections import CAMPAIGNS, COMMUNITIES, OFFERS, Campaign, Inquiry, Offer
from services.registry.projections.campaign import inquiry_of
from services.registry.queries.freshness import CAMPAIGN_EVERY, Freshness
from services.registry.queries.offers import OfferView
from services.registry.queries.views import History
from shared.contracts.offers import OfferText
from shared.eventsourcing.documents import Documents, Reads
from shared.eventsourcing.model import Day, Frozen


class Progress(Frozen):
    """How many offers there are to ask about, were asked about, answered, wait for review; and were proposed anew."""

    offers: int
    asked: int
    answered: int
    to_review: int
    proposed: int


class CampaignView(Campaign):
    """A campaign and how far it is."""

    progress: Progress
    history: History = None


class CampaignDue(Frozen):
    """A community whose providers should be asked again, and when its last campaign began; None before the first."""

    id: str
    name: str
    last_began: Day | None


class InquiryView(Frozen):
    """One offer in a campaign: as it stands on the list, what was answered, and in which fields that differs from the
    list while it waits for review."""

    offer: OfferView
    inquiry: Inquiry | None
    differs: tuple[str, ...]


class Questionnaire(Frozen):
    """An open campaign, and the offers of one organization that it asks about."""

    campaign: str
    title: str
    first: Day
    last: Day
    inquiries: tuple[InquiryView, ...]


async def asking(reads: Reads, offers: Sequence[Offer]) -> list[Campaign]:
    """The open campaigns that ask about any of `offers`, those that end first at the top."""
    about = {"state": "open", "offers": {"$in": [offer.id for offer in offers]}}
    return await reads(CAMPAIGNS).find(about, sort=[("last", 1), ("_id", 1)])


async def asking_about(reads: Reads, community: str, offer: str) -> tuple[str, ...]:
    """The open campaigns of a community that ask about `offer`."""
    found = await reads(CAMPAIGNS).find({"community": community, "state": "open", "offers": offer}, limit=0)
    return tuple(campaign.id for campaign in found)


async def campaigns_of(campaigns: Documents[Campaign], community: str) -> Sequence[Campaign]:
    """The campaigns of a community, the newest first; the fifty last."""
    return await campaigns.find({"community": community}, sort=[("position", -1)], limit=50)


async def campaigns_to_begin(reads: Reads, fresh: Mapping[str, Freshness]) -> list[CampaignDue]:
    """The communities with something on the list, no campaign open, and none begun for half a year; before the first,
    those where something was not confirmed for so long."""
    here = {"community": {"$in": sorted(fresh)}}
    oldest = await _by_community(reads(OFFERS), here | {"state": "listed"}, {"$min": "$confirmed_on"})
    began = await _by_community(reads(CAMPAIGNS), here, {"$max": "$first"})
    asked = await _by_community(reads(CAMPAIGNS), here | {"state": "open"}, {"$max": "$first"})
    since = {each: began.get(each, day) for each, day in oldest.items() if each not in asked}
    due = [each for each, day in since.items() if day and day < (fresh[each].today - CAMPAIGN_EVERY).isoformat()]
    homes = await reads(COMMUNITIES).find({"_id": {"$in": due}}, limit=0)
    found = [CampaignDue(id=home.id, name=home.name, last_began=began.get(home.id)) for home in homes]
    return sorted(found, key=lambda one: (since[one.id], one.id))


async def _by_community(documents: Documents[Any], query: dict[str, Any], first: dict[str, str]) -> dict[str, str]:
    """The day by which `first` sums up the documents of each community."""
    rows = await documents.aggregate([{"$match": query}, {"$group": {"_id": "$community", "day": first}}])
    return {row["_id"]: row["day"] for row in rows}


async def with_progress(
    campaigns: Sequence[Campaign], inquiries: Documents[Inquiry], offers: Documents[Offer]
) -> list[CampaignView]:
    """The campaigns with how far they are."""
    ids = [campaign.id for campaign in campaigns]
    counts = await _counts(inquiries, ids)
    proposed = await _proposed(offers, ids)
    return [
        CampaignView(
            **dict(campaign),
            progress=Progress(
                offers=len(campaign.offers), proposed=proposed.get(campaign.id, 0), **counts.get(campaign.id, _NONE)
            ),
        )
        for campaign in campaigns
    ]


_NONE = {"asked": 0, "answered": 0, "to_review": 0}


async def _counts(inquiries: Documents[Inquiry], campaigns: list[str]) -> Mapping[str, dict[str, int]]:
    rows = await inquiries.aggregate(
        [
            {"$match": {"campaign": {"$in": campaigns}}},
            {
                "$group": {
                    "_id": "$campaign",
                    "asked": {"$sum": {"$cond": [{"$ne": ["$asked", []]}, 1, 0]}},
                    "answered": {"$sum": {"$cond": [{"$ne": ["$answer", None]}, 1, 0]}},
                    "to_review": {"$sum": {"$cond": ["$to_review", 1, 0]}},
                }
            },
        ]
    )
    return {row.pop("_id"): row for row in rows}


async def _proposed(offers: Documents[Offer], campaigns: list[str]) -> Mapping[str, int]:
    rows = await offers.aggregate(
        [{"$match": {"campaign": {"$in": campaigns}}}, {"$group": {"_id": "$campaign", "count": {"$sum": 1}}}]
    )
    return {row["_id"]: row["count"] for row in rows}


async def inquiries_of(inquiries: Documents[Inquiry], campaign: str, offers: Sequence[Offer]) -> dict[str, Inquiry]:
    """What became of `offers` in a campaign, by their ids."""
    wanted = [inquiry_of(offer.id, campaign) for offer in offers]
    found = await inquiries.find({"_id": {"$in": wanted}}, limit=max(1, len(wanted)))
    return {inquiry.offer: inquiry for inquiry in found}


def differing(offer: Offer, inquiry: Inquiry | None) -> tuple[str, ...]:
    """The fields in which the answer that waits differs from the list."""
    if inquiry is None or not inquiry.to_review or inquiry.text is None:
        return ()
    return tuple(name for name in OfferText.model_fields if getattr(offer, name) != getattr(inquiry.text, name))
