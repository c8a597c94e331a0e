"""What can't be taken in now: whole streams wait here, in order, and nothing of them is lost."""

from typing import Any

import structlog
from pymongo import ReturnDocument
from pymongo.asynchronous.database import AsyncDatabase

from shared.messaging.envelope import ForeignCommit

PARKED = "parked"
ATTEMPTS = "attempts"
MOST_ATTEMPTS = 5

logger = structlog.get_logger()


async def parked_by_source(database: AsyncDatabase[dict[str, Any]]) -> dict[str, int]:
    """How many commits of each source are parked; a source without any is left out."""
    rows = await database[PARKED].aggregate([{"$group": {"_id": "$source", "commits": {"$sum": 1}}}])
    return {row["_id"]: row["commits"] async for row in rows}


class Parked:
    """The parked commits of one source, and the count of attempts that leads there."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], source: str) -> None:
        self._parked = database[PARKED]
        self._attempts = database[ATTEMPTS]
        self._source = source
        self._heads: dict[str, int] = {}  # of each parked stream, where it stopped
        self._forgiven = ""

    async def load(self) -> None:
        """Learns which streams are parked, and from where on."""
        self._heads = {commits[0].stream: commits[0].position for commits in await self.streams()}

    def holds(self, commit: ForeignCommit) -> bool:
        """Whether `commit` has to wait, since its stream stopped there or before; what comes again need not."""
        return self._heads.get(commit.stream, commit.position + 1) <= commit.position

    async def park(self, commit: ForeignCommit, reason: str) -> None:
        """Keeps `commit` whole, with the reason; the same one twice is the same thing."""
        logger.warning("parked", commit=commit.name, reason=reason)
        kept = {
            "source": commit.source,
            "stream": commit.stream,
            "version": commit.version,
            "position": commit.position,
            "events": list(commit.events),
            "reason": reason,
        }
        await self._parked.update_one({"_id": commit.name}, {"$setOnInsert": kept}, upsert=True)
        await self.forget(commit)
        self._heads[commit.stream] = min(commit.position, self._heads.get(commit.stream, commit.position))

    async def streams(self) -> list[list[ForeignCommit]]:
        """The parked commits, stream by stream, each in order."""
        waiting: dict[str, list[ForeignCommit]] = {}
        async for row in self._parked.find({"source": self._source}).sort("position", 1):
            commit = ForeignCommit(row["source"], row["position"], tuple(row["events"]))
            waiting.setdefault(commit.stream, []).append(commit)
        return list(waiting.values())

    async def release(self, commit: ForeignCommit) -> None:
        """`commit` has been taken in; with the last of its stream, the stream is free."""
        await self._parked.delete_one({"_id": commit.name})
        waiting = {"source": self._source, "stream": commit.stream}
        if head := await self._parked.find_one(waiting, sort=[("position", 1)]):
            self._heads[commit.stream] = head["position"]
        else:
            self._heads.pop(commit.stream, None)

    async def count(self) -> int:
        """How many commits of this source are parked."""
        return await self._parked.count_documents({"source": self._source})

    async def suspected(self) -> bool:
        """Counts an attempt on all that comes again, together; True when an earlier one was never trusted."""
        return await self._count(f"together/{self._source}") > 1

    async def trust(self) -> None:
        """What was tried together killed nobody."""
        await self._attempts.delete_one({"_id": f"together/{self._source}"})

    async def exhausted(self, commit: ForeignCommit) -> bool:
        """Counts one more attempt, unless the last one was forgiven; True when there were enough of them."""
        if self._forgiven == commit.name:
            self._forgiven = ""
            return False
        return await self._count(commit.name) > MOST_ATTEMPTS

    def forgive(self, commit: ForeignCommit) -> None:
        """The last attempt does not count: it failed for want of something else. The next one is not counted anew."""
        self._forgiven = commit.name

    async def forget(self, commit: ForeignCommit) -> None:
        """Nothing more need be known of its attempts."""
        await self._attempts.delete_one({"_id": commit.name})

    async def _count(self, name: str) -> int:
        row = await self._attempts.find_one_and_update(
            {"_id": name}, {"$inc": {"attempts": 1}}, upsert=True, return_document=ReturnDocument.AFTER
        )
        assert row
        return int(row["attempts"])
