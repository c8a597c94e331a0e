"""How often somebody guessed: after a few wrong tries a name is locked for a while, whether it exists or not."""

import math
from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument
from pymongo.asynchronous.collection import AsyncCollection

from shared.errors import TooManyRequests
from shared.privacy.durable import durable

MOST = 5
LOCKED_FOR = timedelta(minutes=15)


class TooManyTries(TooManyRequests):
    """Somebody tried wrong secrets for this name too often; that it exists is not said."""

    zh = "输错次数太多，请 {minutes} 分钟后再试，或到社区服务站重新打印回执。"
    en = "Too many wrong tries. Try again in {minutes} minutes, or ask for a new receipt at the service station."


class Tries:
    """Rows `{_id: name, count, until}`, counted by all processes together and forgotten once they are of no use."""

    def __init__(self, rows: AsyncCollection[dict[str, Any]]) -> None:
        self._rows = durable(rows)

    async def prepare(self) -> None:
        """Lets MongoDB forget old rows."""
        await self._rows.create_index("until", expireAfterSeconds=0)

    async def take(self, name: str, now: datetime) -> int:
        """Counts a try before its secret is looked at, so that many at once gain nothing; says how many are left.

        Raises TooManyTries.
        """
        going_on = {"$gt": ["$until", now]}
        count = {"$cond": [going_on, {"$add": ["$count", 1]}, 1]}
        locked = {"$and": [going_on, {"$gte": ["$count", MOST]}]}
        until = {"$cond": [locked, "$until", now + LOCKED_FOR]}
        row = await self._rows.find_one_and_update(
            {"_id": name},
            [{"$set": {"count": count, "until": until}}],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        assert row is not None
        if row["count"] > MOST:
            seconds = max(1, math.ceil((row["until"] - now).total_seconds()))
            raise TooManyTries(retry_after=seconds, minutes=math.ceil(seconds / 60))
        return MOST - int(row["count"])

    async def forget(self, name: str) -> None:
        """The secret was right: the next try is the first again."""
        await self._rows.delete_one({"_id": name})
