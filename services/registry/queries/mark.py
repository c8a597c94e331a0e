"""Telling walls apart without building them, since many poll what seldom changes."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from services.registry.projections import COMMUNITIES, NEEDS, OFFERS, ORGANIZATIONS, WISHES
from services.registry.queries.freshness import Freshness
from services.registry.queries.wall import Wall
from shared.directory.limits import Limits
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.projection import Projection
from shared.runtime.tree import Tree

_SHAPE = repr(Wall.model_json_schema())


@dataclass(frozen=True, slots=True)
class Mark:
    """What is another whenever the wall may be, with the limits it hangs by; `at` is how far all documents were."""

    tag: str
    limits: Limits
    freshness: Freshness
    at: Mapping[str, int]


_MADE: WeakKeyDictionary[Reads, dict[str, Mark]] = WeakKeyDictionary()
"""The latest of each community, so that a poll while nothing at all has happened is one look."""


async def mark(reads: Reads, tree: Tree, community: str, now: datetime) -> Mark:
    """The mark of the wall at `now`. It has to be read before the wall itself. Raises NotFound.

    The documents of one page are not written in one stroke. Who comes meanwhile may see the last without one before,
    so such a mark is good for no longer than the page, and is not kept.
    """
    at, made = await reads.positions(), _MADE.setdefault(reads, {})
    known = made.get(community)
    if known and known.at == at and known.freshness == Freshness.at(now, known.limits):
        return known
    limits = await tree.limits(community)
    freshness, written = Freshness.at(now, limits), min(at.values(), default=0)
    here = {"community": community}
    hung = ((COMMUNITIES, {"_id": community}), (ORGANIZATIONS, here), (OFFERS, here), (NEEDS, here), (WISHES, here))
    last = await asyncio.gather(*(_last(reads, projection, query) for projection, query in hung))
    versions = [projection.row for projection, _ in hung]
    between = written if max(last) > written else None
    said = repr((_SHAPE, versions, last, between, freshness))
    new = Mark(hashlib.sha256(said.encode()).hexdigest()[:32], limits, freshness, at)
    if between is None:
        made[community] = new
    return new


async def _last(reads: Reads, projection: Projection[Any], query: dict[str, str]) -> int:
    """The position of the last commit that touched one of those documents."""
    rows = await reads(projection).aggregate(
        [{"$match": query}, {"$sort": {"position": -1}}, {"$limit": 1}, {"$project": {"position": 1}}]
    )
    return int(rows[0]["position"]) if rows else 0
