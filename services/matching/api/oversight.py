"""For the staff of a node: what waits there and below, and what became of it."""

from fastapi import APIRouter

from services.matching.api.meeting_bodies import CommunityId
from services.matching.queries import Desk, Overview, desk, overview
from shared.directory.queries import below
from shared.http.dependencies import Reading

router = APIRouter()


@router.get("/communities/{community}/desk", operation_id="get_desk")
async def get_desk(community: CommunityId, read: Reading) -> Desk:
    """Read what waits for staff in a node and below it, the oldest first: how many, and the first fifty of each."""
    await read.allow(community=community)
    return await desk(read.reads, await below(read.reads, community))


@router.get("/communities/{community}/overview", operation_id="get_overview")
async def get_overview(community: CommunityId, read: Reading) -> Overview:
    """Read what became of wishes and needs in a node and in each below it, and how long it took."""
    await read.allow(community=community)
    limits = await read.service.tree.limits(community)
    return await overview(read.reads, community, limits.time_zone)
