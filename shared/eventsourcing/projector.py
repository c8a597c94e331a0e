"""From the log into documents, and the rebuilding of them while reads and writes go on."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from pymongo import UpdateOne
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError, PyMongoError

from shared.eventsourcing.decider import Commit
from shared.eventsourcing.documents import ROWS
from shared.eventsourcing.fold import Fold
from shared.eventsourcing.log import Log
from shared.eventsourcing.projection import Projection
from shared.eventsourcing.tail import Tail
from shared.runtime.metrics import SHOWN_AFTER

KEEP_REPLACED = timedelta(minutes=1)
TRY_AGAIN_AFTER = 0.5

Progress = Callable[[int, int], None]
"""Told how many positions are done, of how many."""

logger = structlog.get_logger()


class Fenced(Exception):
    """Another worker has taken over; what this one would write is stale."""


@dataclass(slots=True)
class _Live:
    """One projection as this worker keeps it."""

    projection: Projection[Any]
    collection: str
    position: int
    fold: Fold[Any]
    failure: Exception | None = None


class Projector:
    """Keeps all read models of a service. `epoch` is the lease under which it writes its rows."""

    def __init__(
        self,
        database: AsyncDatabase[dict[str, Any]],
        log: Log,
        tail: Tail,
        projections: Sequence[Projection[Any]],
        epoch: int,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._rows = database[ROWS]
        self._log = log
        self._tail = tail
        self._projections = projections
        self._epoch = epoch
        self._now = now
        self._live: list[_Live] = []
        self._unbuilt: dict[str, Exception] = {}
        self._turn = asyncio.Lock()
        self._moved = asyncio.Event()
        self.switches = 0
        """How often documents were built anew and took the place of others."""

    @property
    def position(self) -> int:
        """How far the slowest projection has come."""
        return 0 if self._unbuilt else min((live.position for live in self._live), default=0)

    @property
    def failures(self) -> dict[str, Exception]:
        """The projections that stand still, and why."""
        return self._unbuilt | {live.projection.row: live.failure for live in self._live if live.failure}

    async def reached(self, position: int) -> None:
        """Waits until every projection has taken in `position`."""
        while self.position < position:
            await self._moved.wait()

    async def prepare(self, progress: Progress = lambda done, total: None) -> None:
        """Takes the rows over, builds what has no row yet, and clears away unfinished builds."""
        names = [projection.row for projection in self._projections]
        await self._rows.update_many(
            {"_id": {"$in": names}, "epoch": {"$lt": self._epoch}}, {"$set": {"epoch": self._epoch}}
        )
        rows = await self._find_rows(names)
        for projection in self._projections:
            if row := rows.get(projection.row):
                self._live.append(self._begin(projection, row["collection"], row["position"]))
            else:
                await self._build(projection, progress)
        # Only now, since a missing row fences nobody off: an older worker might still point it to what we had dropped.
        await self._drop_unnamed(await self._find_rows(names))

    async def run(self) -> None:
        """Follows the log for ever. Raises Fenced when another worker has taken over."""
        while True:
            try:
                standing = [live for live in self._live if live.failure is None]
                if not standing:
                    await asyncio.sleep(TRY_AGAIN_AFTER)
                elif commits := await self._tail.read(min(live.position for live in standing)):
                    await self._take(commits)
            except PyMongoError as error:
                logger.warning("projector_retries", reason=type(error).__name__)
                await asyncio.sleep(TRY_AGAIN_AFTER)

    async def rebuild(self, projection: Projection[Any], progress: Progress = lambda done, total: None) -> None:
        """Folds the whole log into a new collection, catches up, and moves the row to it."""
        collection = f"{projection.row}.{self._epoch}.{secrets.token_hex(4)}"
        for index in projection.indexes:
            await self._database[collection].create_index(list(index))
        fold = Fold(self._database, projection, collection, fresh=True)
        position, total = 0, await self._log.tip()
        while commits := await self._log.page(position):
            await fold.take(commits)
            position = commits[-1].position
            progress(position, max(position, total))
        await fold.flush()
        async with self._turn:
            await self._switch(projection, collection, position)

    async def drop_replaced(self) -> None:
        """Drops the collections whose readers have had time to follow the row elsewhere, and what a worker that was
        paused for longer than its lease has written to one that was gone."""
        async for row in self._rows.find({"replaced.until": {"$lt": self._now()}}):
            await self._database.drop_collection(row["replaced"]["collection"])
            await self._rows.update_one({"_id": row["_id"]}, {"$unset": {"replaced": 1}})
        await self._drop_unnamed(await self._find_rows([projection.row for projection in self._projections]))

    async def prune(self) -> list[str]:
        """Removes the rows and documents of projections that no code names; gives their names."""
        names = {projection.row for projection in self._projections}
        old = [row async for row in self._rows.find({"_id": {"$nin": sorted(names)}})]
        for row in old:
            for kept in (row, row.get("replaced")):
                if kept:
                    await self._database.drop_collection(kept["collection"])
            await self._rows.delete_one({"_id": row["_id"]})
        return [row["_id"] for row in old]

    async def _build(self, projection: Projection[Any], progress: Progress) -> None:
        try:
            await self.rebuild(projection, progress)
        except (Fenced, PyMongoError):
            raise
        except Exception as error:
            self._unbuilt[projection.row] = error  # the others go on without it
            logger.exception("projection_not_built", projection=projection.row)

    async def _take(self, commits: Sequence[Commit]) -> None:
        async with self._turn:
            first, last = commits[0].position, commits[-1].position
            # one that was mended while these were read may stand further back: it must not skip
            moved = [live for live in self._live if not live.failure and first - 1 <= live.position < last]
            # side by side, since most of the time is waiting for MongoDB; all end before the first of them may retry
            ended = await asyncio.gather(*(self._project(live, commits) for live in moved), return_exceptions=True)
            for failure in filter(None, ended):
                raise failure
            await self._save([live for live in moved if not live.failure], last)
            SHOWN_AFTER.observe((self._now() - commits[0].at).total_seconds())

    async def _project(self, live: _Live, commits: Sequence[Commit]) -> None:
        try:
            await live.fold.take(commit for commit in commits if commit.position > live.position)
            await live.fold.flush()
        except PyMongoError:
            live.fold = Fold(self._database, live.projection, live.collection)
            raise
        except Exception as error:
            live.failure = error  # it stands alone, at its position, until it is mended; it never skips
            logger.exception("projection_failed", projection=live.projection.row, position=live.position)

    async def _save(self, moved: Sequence[_Live], position: int) -> None:
        if not moved:
            return
        result = await self._rows.bulk_write(
            [
                UpdateOne(
                    {"_id": live.projection.row, "position": live.position, "epoch": self._epoch},
                    {"$set": {"position": position}},
                )
                for live in moved
            ],
            ordered=False,
        )
        if result.matched_count < len(moved):
            raise Fenced
        for live in moved:
            live.position = position
        self._tell()

    def _begin(self, projection: Projection[Any], collection: str, position: int) -> _Live:
        return _Live(projection, collection, position, Fold(self._database, projection, collection))

    def _tell(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def _switch(self, projection: Projection[Any], collection: str, position: int) -> None:
        """Catches up with the collection in use and moves the row."""
        live = next((live for live in self._live if live.projection.row == projection.row), None)
        fold = Fold(self._database, projection, collection)
        while (live is None or position < live.position) and (commits := await self._log.page(position)):
            await fold.take(commits)
            await fold.flush()
            position = commits[-1].position
        await self._point(projection, live, collection, position)
        if live is None:
            self._live.append(self._begin(projection, collection, position))
        else:
            live.collection, live.position, live.fold, live.failure = collection, position, fold, None
        self._unbuilt.pop(projection.row, None)
        self.switches += 1
        self._tell()

    async def _point(self, projection: Projection[Any], live: _Live | None, collection: str, position: int) -> None:
        row = {"collection": collection, "position": position, "epoch": self._epoch}
        if live is None:
            older = {"_id": projection.row, "epoch": {"$lt": self._epoch}}
            try:
                await self._rows.replace_one(older, row, upsert=True)
            except DuplicateKeyError:
                raise Fenced from None
            return
        replaced = {"collection": live.collection, "until": self._now() + KEEP_REPLACED}
        result = await self._rows.update_one(
            {"_id": projection.row, "epoch": self._epoch, "collection": live.collection},
            {"$set": row | {"replaced": replaced}},
        )
        if not result.matched_count:
            raise Fenced

    async def _find_rows(self, names: Sequence[str]) -> dict[str, Any]:
        return {row["_id"]: row async for row in self._rows.find({"_id": {"$in": names}})}

    async def _drop_unnamed(self, rows: dict[str, Any]) -> None:
        named = {row["collection"] for row in rows.values()}
        named |= {row["replaced"]["collection"] for row in rows.values() if "replaced" in row}
        for collection in await self._database.list_collection_names():
            row, _, build = collection.rpartition(".")[0].rpartition(".")
            if row in rows and collection not in named and int(build) < self._epoch:
                await self._database.drop_collection(collection)
