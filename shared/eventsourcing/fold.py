"""Folding commits into the documents of one collection."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Generic

from pymongo import ReplaceOne
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import BulkWriteError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.eventsourcing.decider import Commit, Recorded
from shared.eventsourcing.documents import from_stored, to_stored
from shared.eventsourcing.log import DUPLICATE_KEY
from shared.eventsourcing.projection import D, OfStream, Projection

SPILL_AT = 50_000
KEPT = 1000
WRITE_TOGETHER = 1000


class Fold(Generic[D]):
    """Takes commits into the documents of one collection: folded in memory, written together, guarded by position.

    What was folded last is kept, since it is likely to be touched again. After an error a fold is of no more use.
    """

    def __init__(
        self,
        database: AsyncDatabase[dict[str, Any]],
        projection: Projection[D],
        collection: str,
        fresh: bool = False,
    ) -> None:
        self._projection = projection
        # By majority, as the row that says how far we are: a failover between the two must not lose what it counts.
        # Reads too: what only the primary has, from a write whose answer was lost, would be taken for written.
        self._collection = database[collection].with_options(
            write_concern=WriteConcern("majority"), read_concern=ReadConcern("majority")
        )
        self._documents: dict[str, D] = {}
        self._unwritten: set[str] = set()
        self._fresh = fresh  # nothing is stored yet, so nothing need be loaded

    async def take(self, commits: Iterable[Commit]) -> None:
        """Folds `commits`; what a document has already is passed over."""
        touched: defaultdict[str, list[Recorded]] = defaultdict(list)
        for commit in commits:
            for recorded in commit:
                for key in self._projection.keys(recorded):
                    touched[key].append(recorded)
        await self._load([key for key, events in touched.items() if self._is_stored(key, events[0])])
        for key, events in touched.items():
            self._fold(key, events)
        if len(self._unwritten) > SPILL_AT:
            await self.flush()

    async def flush(self) -> None:
        """Writes what was folded. A refused guard means that the stored document is as new or newer, so it stays."""
        keys = list(self._unwritten)
        self._unwritten.clear()
        self._fresh = self._fresh and not keys
        for start in range(0, len(keys), WRITE_TOGETHER):
            # made a thousand at a time: all of them would hold the loop for seconds, and the lease would run out
            writes = [self._write(self._documents[key]) for key in keys[start : start + WRITE_TOGETHER]]
            try:
                await self._collection.bulk_write(writes, ordered=False)
            except BulkWriteError as error:
                if not _only_refused(error):
                    raise
        for key in list(self._documents)[:-KEPT]:
            del self._documents[key]

    def _write(self, document: D) -> ReplaceOne[dict[str, Any]]:
        guard = {"_id": document.id, "position": {"$lt": document.position}}
        return ReplaceOne(guard, to_stored(document), upsert=True)

    def _is_stored(self, key: str, first: Recorded) -> bool:
        """Whether there may be a document that is not in memory yet."""
        begun = isinstance(self._projection.keys, OfStream) and first.commit.version == 1
        return not (self._fresh or begun or key in self._documents)

    async def _load(self, keys: list[str]) -> None:
        if not keys:
            return
        for stored in await self._collection.find({"_id": {"$in": keys}}).to_list():
            self._documents[stored["_id"]] = from_stored(self._projection.document, stored)

    def _fold(self, key: str, events: Sequence[Recorded]) -> None:
        document = self._documents.pop(key, None)  # and put back as the latest
        known = document.position if document else 0
        for recorded in events:
            if recorded.commit.position > known:
                document = self._projection.apply(document, recorded)
        if document is None:
            return
        last = events[-1].commit
        if last.position > known:
            document = document.model_copy(update={"position": last.position, "version": last.version})
            self._unwritten.add(key)
        self._documents[key] = document


def _only_refused(error: BulkWriteError) -> bool:
    details = error.details or {}
    others = [refused for refused in details["writeErrors"] if refused["code"] != DUPLICATE_KEY]
    return not others and not details["writeConcernErrors"]
