"""The figures of a node and of all below it, side by side: for oversight, and for no ranking."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from services.registry.decider.organization_state import MEMBERS
from services.registry.projections import COMMUNITIES, NEEDS, OFFERS, ORGANIZATIONS, WISHES
from services.registry.queries.freshness import Freshness, stale_offers
from services.registry.queries.tree import MOST
from shared.contracts.registry import Level
from shared.directory.order import BY_NAME, PINYIN, in_order
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen
from shared.eventsourcing.projection import Projection


class OrganizationFigures(Frozen):
    """Of the `registered` ones some are members."""

    registered: int = 0
    members: int = 0


class OfferFigures(Frozen):
    """Of the `listed` ones some were not confirmed in time."""

    listed: int = 0
    stale: int = 0


class WishFigures(Frozen):
    """Where the `published` ones stand; the rest adds up to them."""

    published: int = 0
    open: int = 0
    claimed: int = 0
    reopened: int = 0
    fulfilled: int = 0
    partly: int = 0
    impossible: int = 0
    referred: int = 0
    closed: int = 0


class NeedFigures(Frozen):
    """Where the `published` ones stand; the rest adds up to them."""

    published: int = 0
    open: int = 0
    claimed: int = 0
    reopened: int = 0
    resolved: int = 0
    partly: int = 0
    impossible: int = 0
    referred: int = 0
    closed: int = 0


class NodeFigures(Frozen):
    organizations: OrganizationFigures = OrganizationFigures()
    offers: OfferFigures = OfferFigures()
    wishes: WishFigures = WishFigures()
    needs: NeedFigures = NeedFigures()


class Row(NodeFigures):
    """What belongs to one node itself, without those below it."""

    id: str
    name: str
    level: Level
    path: tuple[str, ...]


class Overview(Frozen):
    """All nodes from one down, and what they have together. Parents come before children, and those beside each other
    as their names sound in pinyin."""

    id: str
    rows: tuple[Row, ...]
    total: NodeFigures


Counts = Mapping[str, Mapping[str, int]]
"""How many of what, by node."""


async def overview(reads: Reads, node: str, fresh: Mapping[str, Freshness]) -> Overview:
    """The overview of the nodes of `fresh`, which are `node` and all below."""
    here = {"community": {"$in": sorted(fresh)}}
    published = here | {"state": "published"}
    nodes, organizations, listed, stale, wishes, needs = await asyncio.gather(
        reads(COMMUNITIES).find({"path": node}, sort=BY_NAME, limit=MOST, collation=PINYIN),
        _count(reads, ORGANIZATIONS, here | {"active": True}, "$membership"),
        _count(reads, OFFERS, here | {"state": "listed"}, "$state"),
        _count(reads, OFFERS, stale_offers(fresh), "stale"),
        _count(reads, WISHES, published, {"$ifNull": ["$progress", "open"]}),
        _count(reads, NEEDS, published, {"$ifNull": ["$progress", "open"]}),
    )

    def figures(ids: Sequence[str]) -> NodeFigures:
        counted = [_sum(counts, ids) for counts in (organizations, listed, stale, wishes, needs)]
        return _figures(*counted)

    rows = [
        Row(id=each.id, name=each.name, level=each.level, path=each.path, **dict(figures([each.id])))
        for each in in_order(nodes)
    ]
    return Overview(id=node, rows=tuple(rows), total=figures([each.id for each in nodes]))


async def _count(reads: Reads, projection: Projection[Any], query: Mapping[str, Any], what: Any) -> Counts:
    group = {"_id": {"node": "$community", "what": what}, "count": {"$sum": 1}}
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in await reads(projection).aggregate([{"$match": query}, {"$group": group}]):
        found[row["_id"]["node"]][row["_id"]["what"]] = row["count"]
    return found


def _sum(counts: Counts, nodes: Sequence[str]) -> dict[str, int]:
    total: defaultdict[str, int] = defaultdict(int)
    for node in nodes:
        for what, count in counts.get(node, {}).items():
            total[what] += count
    return total


def _figures(
    organizations: Mapping[str, int],
    listed: Mapping[str, int],
    stale: Mapping[str, int],
    wishes: Mapping[str, int],
    needs: Mapping[str, int],
) -> NodeFigures:
    return NodeFigures(
        organizations=OrganizationFigures(
            registered=sum(organizations.values()), members=sum(organizations.get(stage, 0) for stage in MEMBERS)
        ),
        offers=OfferFigures(listed=sum(listed.values()), stale=sum(stale.values())),
        wishes=WishFigures(published=sum(wishes.values()), **wishes),
        needs=NeedFigures(published=sum(needs.values()), **needs),
    )
