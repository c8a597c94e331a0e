"""Reading the log as it grows: one loop's worth of looking, shared by all who follow it."""

import asyncio
from collections.abc import Sequence
from typing import Any

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import PyMongoError

from shared.eventsourcing.decider import Commit
from shared.eventsourcing.log import MAX_BATCH_COMMITS, Log

LOOK_EVERY = 1.0


class Tail:
    """What projector, relay and effects read from. A page that several want is read once.

    `wake` tells it of a new position; without being told it looks once a second.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._page: Sequence[Commit] = ()
        self._end = -1  # nothing stood behind this position at the last look; -1: there may be more
        self._told = 0
        self._woken = asyncio.Event()
        self._looking = asyncio.Lock()

    def wake(self, position: int = 0) -> None:
        """There is (or may be) something new up to `position`."""
        self._told = max(self._told, position)
        woken, self._woken = self._woken, asyncio.Event()
        woken.set()

    async def read(self, after: int) -> Sequence[Commit]:
        """The commits behind `after`, a page at most. Waits up to a second for some; may come back empty."""
        if after >= self._end >= 0 and self._told <= after:
            await self._wait()
        async with self._looking:
            if page := self._remembered(after):
                return page
            page = await self._log.page(after)
            full = len(page) == MAX_BATCH_COMMITS
            self._end = -1 if full else page[-1].position if page else after
            if page:
                self._page = page
            elif self._told > after:
                await asyncio.sleep(0.01)  # told, and not yet readable by a majority read
            return page

    async def listen(self, commits: AsyncCollection[dict[str, Any]]) -> None:
        """Lets a change stream wake this tail to what other processes write. It is a wake-up, never the record."""
        inserts: list[dict[str, Any]] = [{"$match": {"operationType": "insert"}}, {"$project": {"documentKey": 1}}]
        while True:
            try:
                async with await commits.watch(inserts) as stream:
                    async for change in stream:
                        self.wake(change["documentKey"]["_id"])
            except PyMongoError:
                await asyncio.sleep(LOOK_EVERY)

    def _remembered(self, after: int) -> Sequence[Commit]:
        if not self._page or self._page[0].position > after + 1:
            return ()
        return self._page[max(0, after + 1 - self._page[0].position) :]

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await self._woken.wait()
        except TimeoutError:
            pass
