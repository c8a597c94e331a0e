"""Bugs where commits become documents."""

import asyncio
from collections.abc import Sequence
from typing import Any

from pymongo import ReplaceOne, UpdateOne
from pymongo.errors import PyMongoError

from shared.eventsourcing.documents import to_stored
from shared.eventsourcing.fold import Fold
from shared.eventsourcing.projector import Projector
from shared.runtime.lease import RENEW_EVERY, Lease
from shared.runtime.lease import _expiry as expiry
from tests.chaos.plants.plant import plant, put


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
    """A worker that lost its lease does not notice, and moves the rows of its projections all the same."""
    plain = Projector._switch

    async def keep(self: Lease) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            try:
                await self._leases.update_one(
                    {"_id": self._name, "holder": self._holder}, [{"$set": {"expires": expiry()}}]
                )
            except PyMongoError:
                continue

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

    put(Lease, "keep", keep)
    put(Projector, "_save", save)
    put(Projector, "_switch", switch)
    put(Projector, "_point", point)
