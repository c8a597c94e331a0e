"""How many there are of what, in a community and in this month."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from services.registry.decider.following import Progress
from services.registry.decider.organization_state import MEMBERS
from services.registry.projections import NEEDS, OFFERS, ORGANIZATIONS, WISHES
from services.registry.queries.freshness import Freshness
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen
from shared.eventsourcing.projection import Projection


class Figures(Frozen):
    """How many there are; wishes and needs once published, by progress."""

    organizations: int
    members: int
    offers_listed: int
    offers_stale: int
    needs_published: int
    needs: Mapping[Progress, int]
    wishes_published: int
    wishes: Mapping[Progress, int]


class Month(Frozen):
    """How many wishes were published, claimed and fulfilled since the first day of `month`, as in `2025-03`."""

    month: str
    published: int
    claimed: int
    fulfilled: int


async def figures(reads: Reads, community: str, freshness: Freshness) -> Figures:
    """The figures of a community."""
    here, first = {"community": community}, freshness.offers_from.isoformat()
    confirmed = {"$gt": ["$confirmed_on", None]}
    needs, wishes, (organizations, members), (listed, stale) = await asyncio.gather(
        _by_progress(reads, NEEDS, community),
        _by_progress(reads, WISHES, community),
        _counted(reads, ORGANIZATIONS, here | {"active": True}, {"$in": ["$membership", list(MEMBERS)]}),
        _counted(reads, OFFERS, here | {"state": "listed"}, {"$and": [confirmed, {"$lt": ["$confirmed_on", first]}]}),
    )
    return Figures(
        organizations=organizations,
        members=members,
        offers_listed=listed,
        offers_stale=stale,
        needs_published=sum(needs.values()),
        needs=needs,
        wishes_published=sum(wishes.values()),
        wishes=wishes,
    )


async def month(reads: Reads, community: str, now: datetime, time_zone: str) -> Month:
    """The month's figures of a community, by its calendar."""
    first = now.astimezone(ZoneInfo(time_zone)).date().replace(day=1)
    start = datetime.combine(first, time(), ZoneInfo(time_zone))
    published, claimed, fulfilled = await asyncio.gather(
        *(
            reads(WISHES).count({"community": community, "state": "published"} | since)
            for since in (
                {"published_at": {"$gte": start}},
                {"claimed_at": {"$gte": start}},
                {"progress": "fulfilled", "done_on": {"$gte": first.isoformat()}},
            )
        )
    )
    return Month(month=f"{first:%Y-%m}", published=published, claimed=claimed, fulfilled=fulfilled)


async def _counted(
    reads: Reads, projection: Projection[Any], query: dict[str, Any], among: dict[str, Any]
) -> tuple[int, int]:
    """How many documents fit `query`, and of how many of them `among` is true: looked at once."""
    group = {"_id": None, "all": {"$sum": 1}, "among": {"$sum": {"$cond": [among, 1, 0]}}}
    rows = await reads(projection).aggregate([{"$match": query}, {"$group": group}])
    return (rows[0]["all"], rows[0]["among"]) if rows else (0, 0)


async def _by_progress(reads: Reads, projection: Any, community: str) -> dict[Progress, int]:
    rows = await reads(projection).aggregate(
        [
            {"$match": {"community": community, "state": "published"}},
            {"$group": {"_id": {"$ifNull": ["$progress", "open"]}, "count": {"$sum": 1}}},
            {"$sort": {"_id": 1}},
        ]
    )
    return {row["_id"]: row["count"] for row in rows}
