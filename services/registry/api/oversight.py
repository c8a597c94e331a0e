"""Routes for the staff of a node: what waits there and below, and how it stands."""

import asyncio

from fastapi import APIRouter

from services.registry.api.common import STAFF, freshness_in
from services.registry.commands.fields import CommunityId
from services.registry.projections import COMMUNITIES
from services.registry.queries.desk import Desk, desk
from services.registry.queries.freshness import Freshness
from services.registry.queries.overview import Overview, overview
from shared.directory.queries import below
from shared.http.dependencies import Read, Reading
from shared.http.policy import Policy

POLICY: Policy = {"get_desk": STAFF, "get_overview": STAFF}

router = APIRouter(tags=["oversight"])


@router.get("/communities/{community}/desk", operation_id="get_desk")
async def get_desk(community: CommunityId, read: Reading) -> Desk:
    """Read what waits for staff in a node and below it, the oldest first: how many, and the first fifty of each."""
    await read.allow(community=community)
    return await desk(read.reads, await _fresh_below(read, community), read.caller, read.now)


@router.get("/communities/{community}/overview", operation_id="get_overview")
async def get_overview(community: CommunityId, read: Reading) -> Overview:
    """Read the figures of a node and of each below it: organizations, offers, wishes and needs."""
    await read.allow(community=community)
    return await overview(read.reads, community, await _fresh_below(read, community))


async def _fresh_below(read: Read, node: str) -> dict[str, Freshness]:
    """What counts as fresh now, in each community from `node` down."""
    communities = await below(read.reads, node, COMMUNITIES)
    fresh = await asyncio.gather(*(freshness_in(read, community) for community in communities))
    return dict(zip(communities, fresh, strict=True))
