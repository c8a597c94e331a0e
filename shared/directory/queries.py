"""Reads over the directory."""

from collections.abc import Sequence
from typing import Any

from shared.directory.projections import COMMUNITIES, PLACES, Place
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.projection import Projection


async def below(reads: Reads, node: str, communities: Projection[Any] = COMMUNITIES) -> list[str]:
    """`node` and all communities below it; registry has `communities` of its own."""
    found = await reads(communities).aggregate([{"$match": {"path": node}}, {"$project": {"_id": 1}}])
    return sorted({node, *(community["_id"] for community in found)})


async def around(reads: Reads, place: str) -> list[Place]:
    """A place and the wider ones it lies in, the nearest first."""
    found: list[Place] = []
    wider: str | None = place
    while wider is not None and (known := await reads(PLACES).get(wider)):
        found.append(known)
        wider = known.parent
    return found


async def inside(reads: Reads, places: Sequence[Place]) -> list[Place]:
    """The places, and all that lie in one of them, each once."""
    found = {place.id: place for place in places}
    last = list(places)
    while last:
        here = {"community": {"$in": sorted({place.community for place in last})}}
        within = {"parent": {"$in": [place.id for place in last]}, "_id": {"$nin": list(found)}}
        last = await reads(PLACES).find(here | within, limit=0)
        found |= {place.id: place for place in last}
    return list(found.values())
