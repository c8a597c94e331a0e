"""Bugs where commits become documents."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from pymongo import ReplaceOne, UpdateOne

from shared.eventsourcing.documents import to_stored
from shared.eventsourcing.fold import Fold
from shared.eventsourcing.projector import Fenced, Projector
from shared.messaging.positions import Positions
from shared.runtime.lease import Lease
from tests.chaos.plants.plant import plant, put

NOTICES_AFTER = 3.0


@plant("no-guard", "make a zombie")
def no_guard() -> None:
    """A document is written whether or not the stored one is newer."""

    async def flush(self: Fold[Any]) -> None:
        writes = [
            ReplaceOne({"_id": key}, to_stored(self._documents[key]), upsert=True) for key in sorted(self._unwritten)
        ]
        self._unwritten.clear()
        self._fresh = self._fresh and not writes
        if writes:
            await asyncio.sleep(0.4)
            await self._collection.bulk_write(writes, ordered=False)

    put(Fold, "flush", flush)


@plant("unfenced-zombie", "make a zombie of a rebuild")
def unfenced_zombie() -> None:
    """A worker that lost its lease notices a few seconds late, and till then moves the rows of its projections."""
    plain = Projector._switch
    put(Lease, "keep", _late(Lease.keep))
    put(Positions, "save", _late(Positions.save))

    async def save(self: Projector, moved: Sequence[Any], position: int) -> None:
        for live in moved:
            live.position = position
        rows = [UpdateOne({"_id": live.projection.row}, {"$set": {"position": position}}) for live in moved]
        if rows:
            await self._rows.bulk_write(rows, ordered=False)
            self._tell()

    async def switch(self: Projector, projection: Any, collection: str, position: int) -> None:
        await asyncio.sleep(0.5)
        await plain(self, projection, collection, position)

    async def point(self: Projector, projection: Any, _: Any, collection: str, position: int) -> None:
        row = {"collection": collection, "position": position, "epoch": self._epoch}
        await self._rows.update_one({"_id": projection.row}, {"$set": row}, upsert=True)

    put(Projector, "_save", save)
    put(Projector, "_switch", switch)
    put(Projector, "_point", point)


def _late(plain: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
    async def late(self: Any) -> None:
        try:
            await plain(self)
        except Fenced:
            await asyncio.sleep(NOTICES_AFTER)
            raise

    return late
