"""Reading the log as it grows: one loop's worth of looking, shared by all who follow it."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import PyMongoError

from shared.eventsourcing.decider import Commit
from shared.eventsourcing.log import MAX_BATCH_COMMITS, Log

LOOK_EVERY = 1.0


class Tail:
    """What projector, relay and effects read from. A page that several want is read once; what this process has
    written itself, or is shown by the change stream in its turn, need not be read at all.

    `wake` tells it of a new position; without being told it looks once a second.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._page: list[Commit] = []  # ends at `_end`, where that is known
        self._end = -1  # nothing stood behind this position at the last look; -1: there may be more
        self._told = 0
        self._woken = asyncio.Event()
        self._looking = asyncio.Lock()

    def written(self, commit: Commit) -> None:
        """A majority has `commit`. Where it follows on what is known here, nobody need read it."""
        if commit.position == self._end + 1 > 0:
            self._page.append(commit)
            del self._page[:-MAX_BATCH_COMMITS]
            self._end = commit.position
        self.wake(commit.position)

    def wake(self, position: int) -> None:
        """There is something up to `position`."""
        if position > self._told:
            self._told = position
            self.nudge()

    def nudge(self) -> None:
        """Whoever waits in `read` shall come back and look around."""
        woken, self._woken = self._woken, asyncio.Event()
        woken.set()

    async def read(self, after: int) -> Sequence[Commit]:
        """The commits behind `after`, a page at most. Waits up to a second for some; may come back empty."""
        if after >= self._end >= 0 and self._told <= after:
            await self._wait()
        async with self._looking:
            return self._remembered(after) or await self._look(after)

    async def listen(self, commits: AsyncCollection[dict[str, Any]]) -> None:
        """Lets a change stream tell this tail what other processes write. It is never the record: what does not follow
        on what is known here is read from the log.

        What has a cause was written by a worker, and that is this process, so the server need not tell us of it.
        """
        news = [{"$match": {"operationType": "insert", "fullDocument.causation": ""}}]
        while True:
            try:
                async with await commits.watch(news) as stream:
                    async for change in stream:
                        self._hear(change["fullDocument"])
            except PyMongoError:
                await asyncio.sleep(LOOK_EVERY)

    def _hear(self, stored: dict[str, Any]) -> None:
        if stored["_id"] == self._end + 1:
            with suppress(KeyError, ValueError):  # whoever reads it will say what is wrong with it
                self.written(self._log.decode(stored))
        self.wake(stored["_id"])

    def _remembered(self, after: int) -> Sequence[Commit]:
        if not self._page or self._page[0].position > after + 1:
            return ()
        return self._page[max(0, after + 1 - self._page[0].position) :]

    async def _look(self, after: int) -> Sequence[Commit]:
        page = await self._log.page(after)
        last = page[-1].position if page else after
        if last >= self._end:  # else this process has written meanwhile, and knows more
            if page or not self._page or self._page[-1].position != last:
                self._page = list(page)
            self._end = -1 if len(page) == MAX_BATCH_COMMITS else last
        if not page and self._told > after:
            await asyncio.sleep(0.01)  # told, and not yet readable by a majority read
        return page

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await self._woken.wait()
        except TimeoutError:
            pass
