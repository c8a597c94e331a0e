"""Read models as their readers see them: plain MongoDB filters in, typed documents out."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase

from shared.errors import Unavailable
from shared.eventsourcing.projection import D, Document, Index, Projection
from shared.runtime import clock

ROWS = "projections"
"""One row per projection: `{_id: <name>.v<n>, collection, position, epoch}`."""

POINTER_KEPT = 5.0
"""How long a reader trusts the pointer it read, in seconds; a replaced collection is kept much longer."""

AT_ONCE = 10_000
"""So many rows MongoDB may send at once, since all are read: by itself it sends 101 and waits to be asked for more."""


def to_stored(document: Document) -> dict[str, Any]:
    """`document` as MongoDB keeps it."""
    stored = document.model_dump()
    return {"_id": stored.pop("id"), **stored}


def from_stored(kind: type[D], stored: Mapping[str, Any]) -> D:
    """The document that `to_stored` kept."""
    fields = dict(stored)
    return kind.model_validate({"id": fields.pop("_id"), **fields})


class Documents(Generic[D]):
    """The documents of one projection."""

    def __init__(self, reads: "Reads", projection: Projection[D]) -> None:
        self._reads = reads
        self._projection = projection

    async def get(self, id: str) -> D | None:  # noqa: A002
        """The document called `id`."""
        found = await (await self._collection()).find_one({"_id": id})
        return from_stored(self._projection.document, found) if found else None

    async def find(
        self,
        query: Mapping[str, Any],
        *,
        sort: Index = (("_id", 1),),
        limit: int = 200,
        collation: Mapping[str, Any] | None = None,
    ) -> list[D]:
        """The first `limit` documents that fit `query`, in the order of `sort`; `collation` says how texts compare."""
        cursor = (await self._collection()).find(query, collation=collation).sort(list(sort)).limit(limit)
        return [from_stored(self._projection.document, found) for found in await cursor.to_list()]

    async def count(self, query: Mapping[str, Any]) -> int:
        """How many documents fit `query`."""
        return await (await self._collection()).count_documents(query)

    async def aggregate(self, pipeline: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The rows that `pipeline` makes of the documents."""
        cursor = await (await self._collection()).aggregate(pipeline, batchSize=AT_ONCE)
        return await cursor.to_list()

    async def _collection(self) -> AsyncCollection[dict[str, Any]]:
        return await self._reads.collection(self._projection)


class Reads:
    """All read models of a service: `reads(WISHES).get("wish_…")`."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], projections: Sequence[Projection[Any]]) -> None:
        self._database = database
        self._rows = [projection.row for projection in projections]
        self._pointers: dict[str, tuple[str, float]] = {}

    def __call__(self, projection: Projection[D]) -> Documents[D]:
        return Documents(self, projection)

    async def position(self) -> int:
        """How far the slowest projection has come. Raises Unavailable while one is not built."""
        return min((await self.positions()).values(), default=0)

    async def positions(self) -> dict[str, int]:
        """How far each projection has come, by its row. Raises Unavailable while one is not built."""
        asked_at = clock.passed()
        rows = await self._database[ROWS].find({"_id": {"$in": self._rows}}, {"collection": 1, "position": 1}).to_list()
        for row in rows:
            self._point(row, asked_at)
        if len(rows) < len(self._rows):
            raise Unavailable(retry_after=1)
        return {row["_id"]: int(row["position"]) for row in rows}

    async def collection(self, projection: Projection[Any]) -> AsyncCollection[dict[str, Any]]:
        """Where the projection's documents stand now. Raises Unavailable when it is not built."""
        name, read_at = self._pointers.get(projection.row, ("", 0.0))
        asked_at = clock.passed()
        if not name or asked_at - read_at > POINTER_KEPT:
            row = await self._database[ROWS].find_one({"_id": projection.row}, {"collection": 1})
            if row is None:
                raise Unavailable(retry_after=1)
            name = self._point(row, asked_at)
        return self._database[name]

    def _point(self, row: Mapping[str, Any], asked_at: float) -> str:
        """Where `row` points to, unless somebody has asked later and heard already."""
        present = self._pointers.get(row["_id"])
        if present is None or present[1] <= asked_at:
            self._pointers[row["_id"]] = present = (row["collection"], asked_at)
        return present[0]
