"""What waits for the staff of a node: at their desk, and at all desks below."""

import asyncio
from collections.abc import Mapping
from typing import Any

from services.registry.projections import NEEDS, OFFERS, WISHES
from services.registry.queries.freshness import Freshness, stale_offers
from services.registry.queries.views import NeedView, OfferView, WishView, names_of, show_need, show_offer, show_wish
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen
from shared.eventsourcing.projection import D, Projection
from shared.http.dependencies import Pile
from shared.http.policy import Caller

MOST = 50


class Desk(Frozen):
    """What waits, the oldest first: wishes for review, needs and offers for the list, and offers to ask about again."""

    wishes_to_review: Pile[WishView]
    needs_to_publish: Pile[NeedView]
    offers_to_list: Pile[OfferView]
    stale_offers: Pile[OfferView]


async def desk(reads: Reads, fresh: Mapping[str, Freshness], caller: Caller) -> Desk:
    """The desk over the communities of `fresh`, as `caller` may see it."""
    here = {"community": {"$in": sorted(fresh)}}
    wishes, needs, offers, stale = await asyncio.gather(
        _pile(reads, WISHES, here | {"state": "posted"}, "posted_at"),
        _pile(reads, NEEDS, here | {"state": "posted"}, "posted_at"),
        _pile(reads, OFFERS, here | {"state": "submitted"}, "submitted_at"),
        _pile(reads, OFFERS, stale_offers(fresh), "confirmed_on"),
    )
    offered = [offer.organization for offer in (*offers.items, *stale.items)]
    names = await names_of(reads, [*offered, *(need.organization for need in needs.items)])
    return Desk(
        wishes_to_review=wishes.map(lambda wish: show_wish(wish, caller)),
        needs_to_publish=needs.map(lambda need: show_need(need, names, fresh[need.community])),
        offers_to_list=offers.map(lambda offer: show_offer(offer, caller, names, fresh[offer.community])),
        stale_offers=stale.map(lambda offer: show_offer(offer, caller, names, fresh[offer.community])),
    )


async def _pile(reads: Reads, projection: Projection[D], query: dict[str, Any], oldest: str) -> Pile[D]:
    documents = reads(projection)
    total, items = await asyncio.gather(
        documents.count(query), documents.find(query, sort=[(oldest, 1), ("_id", 1)], limit=MOST)
    )
    return Pile(total=total, items=items)
