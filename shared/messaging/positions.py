"""How far a service has come with telling and with listening."""

import asyncio
from typing import Any

from pymongo import UpdateOne
from pymongo.asynchronous.database import AsyncDatabase

from shared.eventsourcing.projector import Fenced

COLLECTION = "positions"
SAVE_EVERY = 0.25


class Positions:
    """Positions by name (`relay`, `inbox.<source>`, `effects`), saved a moment behind the work.

    After a crash the work in between is done once more, which its ids make harmless.
    """

    def __init__(self, database: AsyncDatabase[dict[str, Any]], epoch: int) -> None:
        self._stored = database[COLLECTION]
        self._epoch = epoch
        self._now: dict[str, int] = {}
        self._saved: dict[str, int] = {}

    async def load(self, name: str) -> int:
        """The position of `name`; 0 at first. From now on nobody with an older epoch may move it."""
        row = await self._stored.find_one_and_update(
            {"_id": name},
            {"$max": {"epoch": self._epoch}, "$setOnInsert": {"position": 0}},
            upsert=True,
            return_document=True,
        )
        assert row
        if row["epoch"] > self._epoch:
            raise Fenced
        self._now[name] = self._saved[name] = row["position"]
        return self._now[name]

    def __getitem__(self, name: str) -> int:
        return self._now[name]

    def __setitem__(self, name: str, position: int) -> None:
        self._now[name] = position

    def reached(self) -> dict[str, int]:
        """All positions as they are now."""
        return dict(self._now)

    async def save(self) -> None:
        """Writes what has moved. Raises Fenced when another worker has taken over."""
        moved = {name: position for name, position in self._now.items() if position != self._saved[name]}
        if not moved:
            return
        result = await self._stored.bulk_write(
            [
                UpdateOne({"_id": name, "epoch": self._epoch}, {"$set": {"position": position}})
                for name, position in moved.items()
            ],
            ordered=False,
        )
        if result.matched_count < len(moved):
            raise Fenced
        self._saved |= moved

    async def run(self) -> None:
        """Saves now and then, and once more when it is stopped."""
        try:
            while True:
                await asyncio.sleep(SAVE_EVERY)
                await self.save()
        finally:
            await self.save()
