"""How not to number a log: by a counter that is moved before the insert. Kept to show that our tests would see it."""

import asyncio
import random
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase


class NaiveLog:
    """Takes a number, dawdles as a busy process may, and inserts."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self._counters = database["counters"]
        self._commits = database["naive"]

    async def append(self, command_id: str) -> int:
        """Appends; gives the number."""
        row = await self._counters.find_one_and_update(
            {"_id": "position"}, {"$inc": {"n": 1}}, upsert=True, return_document=True
        )
        assert row
        await asyncio.sleep(random.uniform(0, 0.02))
        await self._commits.insert_one({"_id": row["n"], "command_id": command_id})
        return int(row["n"])

    async def page(self, after: int) -> list[tuple[int, str]]:
        """What stands behind `after`."""
        found = await self._commits.find({"_id": {"$gt": after}}).sort("_id", 1).to_list()
        return [(row["_id"], row["command_id"]) for row in found]
