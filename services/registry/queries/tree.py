"""The community tree, for everybody."""

from services.registry.projections import COMMUNITIES
from shared.contracts.registry import Level
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen

MOST = 20_000


class Node(Frozen):
    """A node of the tree; `path` runs from the root to itself."""

    id: str
    name: str
    level: Level
    parent: str | None
    path: tuple[str, ...]
    division_code: str | None


class TreeView(Frozen):
    """All nodes, parents before children."""

    nodes: list[Node]


async def tree(reads: Reads) -> TreeView:
    """The whole tree."""
    found = await reads(COMMUNITIES).find({"path": {"$ne": []}}, limit=MOST)
    nodes = [
        Node(
            id=each.id,
            name=each.name,
            level=each.level,
            parent=each.path[-2] if len(each.path) > 1 else None,
            path=each.path,
            division_code=each.division_code,
        )
        for each in sorted(found, key=lambda each: (len(each.path), each.position))
    ]
    return TreeView(nodes=nodes)
