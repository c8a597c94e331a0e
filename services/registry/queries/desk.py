"""What waits for the staff of a node: at their desk, and at all desks below."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.registry.projections import (
    NEEDS,
    OFFERS,
    ORGANIZATIONS,
    PERSONS,
    VISITS,
    WISHES,
    Offer,
    Organization,
    Person,
    Visit,
)
from services.registry.queries.campaigns import CampaignDue, campaigns_to_begin
from services.registry.queries.freshness import (
    Freshness,
    calls_to_make,
    offers_to_ask,
    referrals_to_ask,
    stale_needs,
    stale_offers,
)
from services.registry.queries.offers import OfferView, show_offer
from services.registry.queries.views import NeedView, WishView, organizations_of, show_need, show_wish
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Day, Frozen
from shared.eventsourcing.projection import D, Projection
from shared.http.dependencies import Pile
from shared.http.policy import Caller

MOST = 50
SAID = {"thanks.state": "said", "progress": {"$in": ["fulfilled", "partly"]}}
"""What was said of a wish that has come true; of one that is under way again it waits."""


class VisitView(Visit):
    """A visit after which something is to be done."""

    organization_name: str


class Applicant(Frozen):
    """An organization that waits to be admitted to the alliance, and since when."""

    id: str
    name: str
    applied_on: Day


class Desk(Frozen):
    """What waits, the oldest first: wishes for review, needs and offers for the list, offers to ask about again, those
    to ask about before they are stale, those about which a call was agreed for today or earlier, those of which an
    answer differs from the list, and visits after which something is to be done, needs to ask about again, wishes
    passed on of which nobody has heard in time, wishes for which somebody says thanks, minors for whom nobody decides,
    organizations that apply for the alliance, and communities that should begin a collection campaign."""

    wishes_to_review: Pile[WishView]
    needs_to_publish: Pile[NeedView]
    offers_to_list: Pile[OfferView]
    stale_offers: Pile[OfferView]
    offers_to_ask: Pile[OfferView]
    calls_to_make: Pile[OfferView]
    stale_needs: Pile[NeedView]
    referrals_to_ask: Pile[WishView]
    answers_to_review: Pile[OfferView]
    visits_to_follow_up: Pile[VisitView]
    thanks_to_review: Pile[WishView]
    guardians_wanted: Pile[Person]
    applications_to_decide: Pile[Applicant]
    campaigns_to_begin: Pile[CampaignDue]


async def desk(reads: Reads, fresh: Mapping[str, Freshness], caller: Caller, now: datetime) -> Desk:
    """The desk over the communities of `fresh`, as `caller` may see it at `now`."""
    here = {"community": {"$in": sorted(fresh)}}
    (
        asking,
        (wishes, elsewhere, thanked),
        (visits, wards, applied),
        (needs, unsure),
        (offers, stale, soon, calls, answers),
    ) = await asyncio.gather(
        campaigns_to_begin(reads, fresh),
        asyncio.gather(
            _pile(reads, WISHES, here | {"state": "posted"}, "posted_at"),
            _pile(reads, WISHES, referrals_to_ask(fresh), "referral.expected_by"),
            _pile(reads, WISHES, here | SAID, "thanks.said_at"),
        ),
        _others(reads, here),
        asyncio.gather(
            _pile(reads, NEEDS, here | {"state": "posted"}, "posted_at"),
            _pile(reads, NEEDS, stale_needs(fresh), "confirmed_on"),
        ),
        _offers(reads, fresh, here, now),
    )
    visited = [visit.organization for visit in visits.items]
    offered = [offer.organization for offer in (*offers.items, *stale.items, *soon.items, *calls.items, *answers.items)]
    needing = [need.organization for need in (*needs.items, *unsure.items)]
    owners = await organizations_of(reads, [*offered, *visited, *needing])
    names = {name: owner.name for name, owner in owners.items()}

    def shown(offer: Offer) -> OfferView:
        return show_offer(offer, caller, owners, fresh[offer.community])

    return Desk(
        wishes_to_review=wishes.map(lambda wish: show_wish(wish, caller)),
        needs_to_publish=needs.map(lambda need: show_need(need, names, fresh[need.community])),
        offers_to_list=offers.map(shown),
        stale_offers=stale.map(shown),
        offers_to_ask=soon.map(shown),
        calls_to_make=calls.map(shown),
        stale_needs=unsure.map(lambda need: show_need(need, names, fresh[need.community])),
        referrals_to_ask=elsewhere.map(lambda wish: show_wish(wish, caller)),
        answers_to_review=answers.map(shown),
        thanks_to_review=thanked.map(lambda wish: show_wish(wish, caller)),
        guardians_wanted=wards,
        applications_to_decide=applied.map(_applicant),
        campaigns_to_begin=Pile(total=len(asking), items=asking[:MOST]),
        visits_to_follow_up=visits.map(
            lambda visit: VisitView(**dict(visit), organization_name=names.get(visit.organization, ""))
        ),
    )


async def _others(reads: Reads, here: dict[str, Any]) -> tuple[Pile[Visit], Pile[Person], Pile[Organization]]:
    """Visits to follow up, minors without a guardian, and who applied for the alliance."""
    return await asyncio.gather(
        _pile(reads, VISITS, here | {"open": True}, "occurred_on"),
        _pile(reads, PERSONS, here | {"guardian_wanted": True}, "position"),
        _pile(reads, ORGANIZATIONS, here | {"active": True, "membership": "applied"}, "position"),
    )


def _applicant(document: Organization) -> Applicant:
    return Applicant(id=document.id, name=document.name, applied_on=document.course[-1].on)


async def _offers(
    reads: Reads, fresh: Mapping[str, Freshness], here: dict[str, Any], now: datetime
) -> tuple[Pile[Offer], Pile[Offer], Pile[Offer], Pile[Offer], Pile[Offer]]:
    """Those to list, the stale ones, those to ask about soon, those to call about, those with an answer."""
    return await asyncio.gather(
        _pile(reads, OFFERS, here | {"state": "submitted"}, "submitted_at"),
        _pile(reads, OFFERS, stale_offers(fresh), "confirmed_on"),
        _pile(reads, OFFERS, offers_to_ask(fresh, now), "confirmed_on"),
        _pile(reads, OFFERS, calls_to_make(fresh), "last_call.again_on"),
        _pile(reads, OFFERS, here | {"state": "listed", "answer": {"$ne": None}}, "answer.occurred_on"),
    )


async def _pile(reads: Reads, projection: Projection[D], query: dict[str, Any], oldest: str) -> Pile[D]:
    documents = reads(projection)
    total, items = await asyncio.gather(
        documents.count(query), documents.find(query, sort=[(oldest, 1), ("_id", 1)], limit=MOST)
    )
    return Pile(total=total, items=items)
