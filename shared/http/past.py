"""Reads of the past: with `at`, an answer is what it was at that moment, for staff of the node and for owners.

Names that are looked up beside it, the tree and the limits are today's.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from pydantic import AwareDatetime

from shared.errors import Forbidden, NotFound
from shared.eventsourcing.documents import Documents
from shared.eventsourcing.model import to_milliseconds
from shared.eventsourcing.past import Past
from shared.eventsourcing.projection import D, Projection
from shared.http.reading import Read, Reading
from shared.http.texts import malformed


class PastRead(Read):
    """A read of what was; its clock stands at that moment."""

    past: Past

    def documents(self, projection: Projection[D], communities: Sequence[str] = ()) -> Documents[D]:
        """The documents of `projection` as they stood then: any single one, and lists of those in `communities`."""
        return self.past.documents(projection, communities)

    async def then(self, projection: Projection[D], document: D) -> D:
        """What `document` said. Raises NotFound for what had not begun."""
        found = await self.past.documents(projection).get(document.id)
        if found is None:
            raise NotFound
        return found

    async def allow(
        self, *, community: str | None = None, owners: frozenset[str] = frozenset(), thing: str | None = None
    ) -> None:
        """Judges the policy. Raises NotFound, Malformed without a community, and Forbidden for others than the staff of
        the node and the owners."""
        if community is None:
            raise malformed("community", "missing")
        await super().allow(community=community, owners=owners, thing=thing)
        oversees = self.caller.role == "staff" and self.caller.node in self.paths[community]
        if not oversees and self.caller.parties.isdisjoint(owners):
            raise Forbidden


BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)
"""There is nothing older; and MongoDB could not say a time before the year 1."""

_At = Annotated[
    AwareDatetime | None,
    Query(
        description="Show it as it was at that time, such as `2026-03-01T00:00:00+08:00`. For staff and owners.",
    ),
]


async def _reading_past(request: Request, read: Reading, at: _At = None) -> AsyncIterator[Read]:
    if at is None:
        yield read
        return
    if at > read.now:
        raise malformed("at", "in_the_future")
    fields: dict[str, Any] = vars(read) | {"now": to_milliseconds(max(at, BEFORE_ALL))}
    request.state.visit = past = PastRead(**fields)
    past.past = Past(read.reads, read.service.log, read.service.database, past.now)
    async with _FOLDING:
        try:
            yield past
        finally:
            await past.past.forget()


_FOLDING = asyncio.Semaphore(2)
"""So many at once in a process: folding takes time that others need."""

ReadingPast = Annotated[Read, Depends(_reading_past)]
