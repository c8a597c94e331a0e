"""Documents as they stood at a moment of the past: folded anew from the log, for one question."""

import time
from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any, Generic

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase

from shared.errors import Malformed
from shared.eventsourcing.documents import Documents, Reads
from shared.eventsourcing.fold import Fold
from shared.eventsourcing.log import Log
from shared.eventsourcing.projection import D, OfStream, Projection

PAST = "past."
"""How the collections begin that hold what was folded. Each lasts as long as its question; its name says since when."""

FORGOTTEN_AFTER = 300
"""Seconds: what is there longer was left by a process that ended."""


async def folded(database: AsyncDatabase[dict[str, Any]]) -> list[str]:
    """The collections that hold what was folded for questions."""
    return await database.list_collection_names(filter={"name": {"$regex": f"^{PAST}"}})


async def drop_folded(database: AsyncDatabase[dict[str, Any]], before: float) -> None:
    """Drops what was folded for questions before that time (seconds of the epoch)."""
    for name in await folded(database):
        if int(name.split(".")[1]) < before:
            await database.drop_collection(name)


class Past:
    """What the documents of a service said at the moment `at`."""

    def __init__(self, reads: Reads, log: Log, database: AsyncDatabase[dict[str, Any]], at: datetime) -> None:
        self.reads = reads
        self.log = log
        self.database = database
        self.at = at
        self._made: list[str] = []

    def documents(self, projection: Projection[D], communities: Sequence[str] = ()) -> "PastDocuments[D]":
        """Those of one projection: any single one, and lists of them in `communities`."""
        return PastDocuments(self, projection, communities)

    def collection(self) -> str:
        """The name of another collection for this question."""
        self._made.append(f"{PAST}{int(time.time())}.{token_hex(8)}")
        return self._made[-1]

    async def forget(self) -> None:
        """Drops what was folded."""
        while self._made:
            await self.database.drop_collection(self._made.pop())


class PastDocuments(Documents[D], Generic[D]):
    """The documents of one projection, each of which is of one stream or of a part of it, at a moment."""

    def __init__(self, past: Past, projection: Projection[D], communities: Sequence[str]) -> None:
        super().__init__(past.reads, projection)
        self._past = past
        self._communities = communities
        self._folded: AsyncCollection[dict[str, Any]] | None = None

    async def get(self, id: str) -> D | None:  # noqa: A002
        """The document called `id`, folded from the stream it stands in."""
        document: D | None = None
        for commit in await self._past.log.load(id.partition(".")[0]):
            for recorded in commit if commit.at <= self._past.at else ():
                if id in self._projection.keys(recorded):
                    document = self._projection.apply(document, recorded)
                    moved = {"position": commit.position, "version": commit.version}
                    document = document.model_copy(update=moved)
        return document

    async def _collection(self) -> AsyncCollection[dict[str, Any]]:
        if not self._communities:
            raise Malformed(field="community", reason_zh="请注明社区。", reason_en="Say which community.")
        if self._folded is None:
            name = self._past.collection()
            await self._fold(name)
            self._folded = self._past.database[name]
        return self._folded

    async def _fold(self, name: str) -> None:
        keys = self._projection.keys
        assert isinstance(keys, OfStream), "a document of several streams has no past of its own"
        fold = Fold(self._past.database, self._projection, name, fresh=True)
        async for commits in self._past.log.past(keys.prefix, self._communities, self._past.at):
            await fold.take(commits)
        await fold.flush()
