"""How a collection campaign stands, and what each offer in it was answered."""

from collections.abc import Mapping, Sequence

from services.registry.projections import CAMPAIGNS, INQUIRIES, OFFERS, Campaign, Inquiry, Offer
from services.registry.queries.offers import OfferView
from shared.contracts.offers import OfferText
from shared.eventsourcing.documents import Reads
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


async def campaigns_of(reads: Reads, community: str) -> Sequence[Campaign]:
    """The campaigns of a community, the newest first; the fifty last."""
    return await reads(CAMPAIGNS).find({"community": community}, sort=[("position", -1)], limit=50)


async def with_progress(reads: Reads, campaigns: Sequence[Campaign]) -> list[CampaignView]:
    """The campaigns with how far they are."""
    ids = [campaign.id for campaign in campaigns]
    counts = await _counts(reads, ids)
    proposed = await _proposed(reads, ids)
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


async def _counts(reads: Reads, campaigns: list[str]) -> Mapping[str, dict[str, int]]:
    rows = await reads(INQUIRIES).aggregate(
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


async def _proposed(reads: Reads, campaigns: list[str]) -> Mapping[str, int]:
    rows = await reads(OFFERS).aggregate(
        [{"$match": {"campaign": {"$in": campaigns}}}, {"$group": {"_id": "$campaign", "count": {"$sum": 1}}}]
    )
    return {row["_id"]: row["count"] for row in rows}


async def inquiries_of(reads: Reads, campaign: str, offers: Sequence[Offer]) -> dict[str, Inquiry]:
    """What became of `offers` in a campaign, by their ids."""
    wanted = [f"{campaign}/{offer.id}" for offer in offers]
    found = await reads(INQUIRIES).find({"_id": {"$in": wanted}}, limit=max(1, len(wanted)))
    return {inquiry.offer: inquiry for inquiry in found}


def differing(offer: Offer, inquiry: Inquiry | None) -> tuple[str, ...]:
    """The fields in which the answer that waits differs from the list."""
    if inquiry is None or not inquiry.to_review or inquiry.text is None:
        return ()
    return tuple(name for name in OfferText.model_fields if getattr(offer, name) != getattr(inquiry.text, name))
