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
    here = {"community": community}
    listed = here | {"state": "listed"}
    stale = listed | {"confirmed_on": {"$lt": freshness.offers_from.isoformat()}}
    needs, wishes, organizations, members, offers_listed, offers_stale = await asyncio.gather(
        _by_progress(reads, NEEDS, community),
        _by_progress(reads, WISHES, community),
        reads(ORGANIZATIONS).count(here | {"active": True}),
        reads(ORGANIZATIONS).count(here | {"active": True, "membership": {"$in": list(MEMBERS)}}),
        reads(OFFERS).count(listed),
        reads(OFFERS).count(stale),
    )
    return Figures(
        organizations=organizations,
        members=members,
        offers_listed=offers_listed,
        offers_stale=offers_stale,
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


async def _by_progress(reads: Reads, projection: Any, community: str) -> dict[Progress, int]:
    rows = await reads(projection).aggregate(
        [
            {"$match": {"community": community, "state": "published"}},
            {"$group": {"_id": {"$ifNull": ["$progress", "open"]}, "count": {"$sum": 1}}},
            {"$sort": {"_id": 1}},
        ]
    )
    return {row["_id"]: row["count"] for row in rows}
