"""One active worker per service: a lease in MongoDB, measured by MongoDB's clock."""

import asyncio
import time
from typing import Any

from pymongo import ReturnDocument
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError, PyMongoError

from shared.eventsourcing.projector import Fenced

COLLECTION = "leases"
TTL = 10.0
RENEW_EVERY = 3.0
STOP_BEFORE = 1.0


def _expiry() -> dict[str, Any]:
    return {"$dateAdd": {"startDate": "$$NOW", "unit": "second", "amount": int(TTL)}}


class Lease:
    """`acquire` waits for it, `keep` holds it and raises Fenced when it is lost, `release` gives it back."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], holder: str, name: str = "worker") -> None:
        self._leases = database[COLLECTION]
        self._holder = holder
        self._name = name
        self._good_until = 0.0
        self.epoch = 0
        """Grows with every change of hands; 0 while it is not held."""

    async def acquire(self) -> int:
        """Waits until the lease is ours; gives its epoch."""
        while not await self._try():
            await asyncio.sleep(RENEW_EVERY / 3)
        return self.epoch

    async def keep(self) -> None:
        """Renews for ever. Raises Fenced when another has it, or in time before the lease runs out unrenewed."""
        while True:
            await asyncio.sleep(RENEW_EVERY)
            asked_at = time.monotonic()
            try:
                async with asyncio.timeout(max(0.0, self._good_until - STOP_BEFORE - asked_at)):
                    renewed = await self._leases.update_one(
                        {"_id": self._name, "holder": self._holder, "epoch": self.epoch},
                        [{"$set": {"expires": _expiry()}}],
                    )
            except (PyMongoError, TimeoutError):
                if time.monotonic() > self._good_until - STOP_BEFORE - RENEW_EVERY:
                    raise Fenced from None
                continue
            if not renewed.matched_count:
                raise Fenced
            self._good_until = asked_at + TTL

    async def release(self) -> None:
        """Lets the next one have it at once."""
        held = {"_id": self._name, "holder": self._holder, "epoch": self.epoch}
        self.epoch = 0
        await self._leases.update_one(held, [{"$set": {"expires": "$$NOW"}}])

    async def _try(self) -> bool:
        asked_at = time.monotonic()
        free = {"$expr": {"$or": [{"$lte": ["$expires", "$$NOW"]}, {"$eq": ["$holder", self._holder]}]}}
        taken = {"holder": self._holder, "epoch": {"$add": ["$epoch", 1]}, "expires": _expiry()}
        try:
            await self._leases.update_one({"_id": self._name}, {"$setOnInsert": {"epoch": 0}}, upsert=True)
        except DuplicateKeyError:
            return False  # another began it at this moment
        row = await self._leases.find_one_and_update(
            {"_id": self._name, **free}, [{"$set": taken}], return_document=ReturnDocument.AFTER
        )
        if row is None:
            return False
        self.epoch, self._good_until = row["epoch"], asked_at + TTL
        return True
