"""The live feed: one's own notices as they come, in the order of notify's log, from where the reader left off."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from services.notify.projections import NOTICES
from services.notify.queries import NoticeView, in_words, sent_to
from shared.eventsourcing.documents import Reads
from shared.runtime.tree import Tree

PAUSE = 1.0
LOOKS = 15 * 60
"""After so many looks the feed ends: its reader comes back with a fresh token and the last id."""

_PAGE = 200


@dataclass(frozen=True, slots=True)
class Feed:
    """What `addresses` are sent after position `after`; a notice comes again when it was read or told."""

    reads: Reads
    tree: Tree
    addresses: list[str]
    after: int

    async def follow(self, pause: float = PAUSE, looks: int = LOOKS) -> AsyncIterator[NoticeView]:
        """Looks for news every `pause` seconds, `looks` times."""
        after = self.after
        for _ in range(looks):
            # Only up to where all is written: a page is projected in any order.
            reached = await self.reads.position()
            if reached > after:
                async for notice in self._between(after, reached):
                    yield notice
                after = reached
            await asyncio.sleep(pause)

    async def _between(self, after: int, reached: int) -> AsyncIterator[NoticeView]:
        while True:
            wanted = sent_to(self.addresses) | {"position": {"$gt": after, "$lte": reached}}
            found = await self.reads(NOTICES).find(wanted, sort=[("position", 1)], limit=_PAGE)
            for view in await in_words(self.reads, self.tree, found):
                yield view
            if len(found) < _PAGE:
                return
            after = found[-1].position


def event_id(notice: NoticeView) -> str:
    """`<position>.<index>`: a commit of notify touches one notice, so the index is always 0."""
    return f"{notice.position}.0"
