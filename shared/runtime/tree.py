"""The community tree: who stands above whom, and which limits are in force. The one projection a write may consult."""

import asyncio
from typing import Any, Protocol

from shared.contracts.registry import Calendar, Settings
from shared.directory.limits import Limits, effective
from shared.directory.workdays import merged
from shared.errors import NotFound
from shared.eventsourcing.batcher import Batcher
from shared.eventsourcing.documents import Documents
from shared.eventsourcing.projection import Document


class Node(Protocol):
    """What a community's document has, in every service."""

    id: str
    path: tuple[str, ...]
    settings: Settings
    calendar: Calendar


class Tree:
    """Reads nodes as they are asked for, those asked for together in one go."""

    def __init__(self, communities: Documents[Any]) -> None:
        self._communities = communities
        self._node: Batcher[str, Node | None] = Batcher(self._nodes)

    async def path(self, community: str) -> tuple[str, ...]:
        """From the root to `community`. Raises NotFound."""
        node = await self._node(community)
        if node is None or not node.path:
            raise NotFound
        return node.path

    async def limits(self, community: str) -> Limits:
        """What is in force there: its own settings over those of the nodes above. Raises NotFound."""
        found = await asyncio.gather(*map(self._node, await self.path(community)))
        nodes = [node for node in found if node is not None]
        return effective((node.settings for node in nodes), merged(node.calendar for node in nodes))

    async def _nodes(self, ids: list[str]) -> list[Node | None]:
        wanted = list(set(ids))
        found: dict[str, Any] = {n.id: n for n in await self._find(wanted)}
        return [found.get(id_) for id_ in ids]

    async def _find(self, ids: list[str]) -> list[Document]:
        return await self._communities.find({"_id": {"$in": ids}}, limit=len(ids))
