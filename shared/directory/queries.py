"""Reads over the directory."""

from shared.directory.projections import COMMUNITIES
from shared.eventsourcing.documents import Reads


async def below(reads: Reads, node: str) -> list[str]:
    """`node` and all communities below it."""
    found = await reads(COMMUNITIES).aggregate([{"$match": {"path": node}}, {"$project": {"_id": 1}}])
    return sorted({node, *(community["_id"] for community in found)})
