"""How many there are of what, in a community and in this month."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from services.registry.decider.following import Progress
from services.registry.decider.organization_state import MEMBERS
from services.registry.projections import NEEDS, OFFERS, ORGANIZATIONS, WISHES
from services.registry.queries.freshness import Freshness
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen
from shared.eventsourcing.projection import Projection

Expression = dict[str, Any]


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


async def figures(reads: Reads, community: str, freshness: Freshness, time_zone: str) -> tuple[Figures, Month]:
    """The figures of a community, and those of the month by its calendar: each list is looked through once."""
    here, first = {"community": community}, freshness.offers_from.isoformat()
    confirmed = {"$gt": ["$confirmed_on", None]}
    month = freshness.today.replace(day=1)
    needs, wishes, (organizations, members), (listed, stale) = await asyncio.gather(
        _by_progress(reads, NEEDS, community),
        _by_progress(reads, WISHES, community, **_since(month, time_zone)),
        _counted(reads, ORGANIZATIONS, here | {"active": True}, {"$in": ["$membership", list(MEMBERS)]}),
        _counted(reads, OFFERS, here | {"state": "listed"}, {"$and": [confirmed, {"$lt": ["$confirmed_on", first]}]}),
    )
    counted = Figures(
        organizations=organizations,
        members=members,
        offers_listed=listed,
        offers_stale=stale,
        needs_published=sum(row["count"] for row in needs),
        needs={row["_id"]: row["count"] for row in needs},
        wishes_published=sum(row["count"] for row in wishes),
        wishes={row["_id"]: row["count"] for row in wishes},
    )
    return counted, Month(
        month=f"{month:%Y-%m}",
        published=sum(row["published"] for row in wishes),
        claimed=sum(row["claimed"] for row in wishes),
        fulfilled=sum(row["done"] for row in wishes if row["_id"] == "fulfilled"),
    )


def _since(month: date, time_zone: str) -> dict[str, Expression]:
    """How many since the first day of `month`."""
    start = datetime.combine(month, time(), ZoneInfo(time_zone))
    began = {"published": ("$published_at", start), "claimed": ("$claimed_at", start), "done": ("$done_on", str(month))}
    return {name: {"$sum": {"$cond": [{"$gte": list(when)}, 1, 0]}} for name, when in began.items()}


async def _counted(
    reads: Reads, projection: Projection[Any], query: dict[str, Any], among: dict[str, Any]
) -> tuple[int, int]:
    """How many documents fit `query`, and of how many of them `among` is true: looked at once."""
    group = {"_id": None, "all": {"$sum": 1}, "among": {"$sum": {"$cond": [among, 1, 0]}}}
    rows = await reads(projection).aggregate([{"$match": query}, {"$group": group}])
    return (rows[0]["all"], rows[0]["among"]) if rows else (0, 0)


async def _by_progress(
    reads: Reads, projection: Projection[Any], community: str, **more: Expression
) -> list[dict[str, Any]]:
    count = {"$sum": 1}
    return await reads(projection).aggregate(
        [
            {"$match": {"community": community, "state": "published"}},
            {"$group": {"_id": {"$ifNull": ["$progress", "open"]}, "count": count, **more}},
            {"$sort": {"_id": 1}},
        ]
    )
