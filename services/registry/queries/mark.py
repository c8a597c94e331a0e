"""Telling walls apart without building them, since many poll what seldom changes."""

import asyncio
import hashlib
from datetime import datetime
from typing import Any

from services.registry.projections import COMMUNITIES, NEEDS, OFFERS, ORGANIZATIONS, WISHES
from services.registry.queries.freshness import Freshness
from services.registry.queries.wall import Wall
from shared.directory.limits import Limits
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.projection import Projection

_SHAPE = repr(Wall.model_json_schema())


async def mark(reads: Reads, limits: Limits, community: str, now: datetime) -> str:
    """What is another whenever the wall may be: read from five indexes. It has to be read before the wall itself.

    The documents of one page are not written in one stroke. Who comes meanwhile may see the last without one before,
    so such a mark is good for no longer than the page.
    """
    written = await reads.position()
    here = {"community": community}
    hung = ((COMMUNITIES, {"_id": community}), (ORGANIZATIONS, here), (OFFERS, here), (NEEDS, here), (WISHES, here))
    last = await asyncio.gather(*(_last(reads, projection, query) for projection, query in hung))
    versions = [projection.row for projection, _ in hung]
    between = written if max(last) > written else None
    said = repr((_SHAPE, versions, last, between, Freshness.at(now, limits)))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


async def _last(reads: Reads, projection: Projection[Any], query: dict[str, str]) -> int:
    """The position of the last commit that touched one of those documents."""
    rows = await reads(projection).aggregate(
        [{"$match": query}, {"$sort": {"position": -1}}, {"$limit": 1}, {"$project": {"position": 1}}]
    )
    return int(rows[0]["position"]) if rows else 0
