"""For the staff of a node: what waits there and below, and what became of it."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query

from services.matching.api.bodies import Since2000
from services.matching.api.meeting_bodies import CommunityId
from services.matching.queries import Desk, Overview, SatisfactionOverview, desk, overview, satisfaction
from services.matching.queries.owed import Owed, owed_before
from shared.directory.queries import below
from shared.http.dependencies import Read, Reading

router = APIRouter()


@router.get("/communities/{community}/desk", operation_id="get_desk")
async def get_desk(community: CommunityId, read: Reading) -> Desk:
    """Read what waits for staff in a node and below it, the oldest first: how many, and the first fifty of each."""
    await read.allow(community=community)
    return await desk(read.reads, await _owed(read, community))


@router.get("/communities/{community}/overview", operation_id="get_overview")
async def get_overview(community: CommunityId, read: Reading) -> Overview:
    """Read what became of wishes and needs in a node and in each below it, and how long it took."""
    await read.allow(community=community)
    limits = await read.service.tree.limits(community)
    return await overview(read.reads, community, limits.time_zone, await _owed(read, community))


@router.get("/communities/{community}/satisfaction", operation_id="get_satisfaction")
async def get_satisfaction(
    community: CommunityId,
    read: Reading,
    first: Annotated[Since2000 | None, Query(description="Of what was delivered from this day on.")] = None,
    until: Annotated[Since2000 | None, Query(description="To this day, included.")] = None,
) -> SatisfactionOverview:
    """Read what return visits have heard in a node and in each below it: how many were satisfied, how many not, the
    share of the satisfied, and beside it how many could not be reached."""
    await read.allow(community=community)
    return await satisfaction(read.reads, community, first, until)


async def _owed(read: Read, node: str) -> dict[str, Owed]:
    """From `node` down, what decides which replies are overdue now."""
    communities = await below(read.reads, node)
    limits = await asyncio.gather(*(read.service.tree.limits(community) for community in communities))
    return {community: owed_before(each, read.now) for community, each in zip(communities, limits, strict=True)}
