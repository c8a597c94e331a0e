"""Reads over the directory."""

from typing import Any

from shared.directory.projections import COMMUNITIES
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.projection import Projection


async def below(reads: Reads, node: str, communities: Projection[Any] = COMMUNITIES) -> list[str]:
    """`node` and all communities below it; registry has `communities` of its own."""
    found = await reads(communities).aggregate([{"$match": {"path": node}}, {"$project": {"_id": 1}}])
    return sorted({node, *(community["_id"] for community in found)})
