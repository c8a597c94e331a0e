"""PyMongo's face on a `Store`: every operation travels there and back, and may be lost or late either way."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pymongo import _csot
from pymongo.errors import AutoReconnect, BulkWriteError, NetworkTimeout
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from tests.simulation.chance import Chance
from tests.simulation.process import Dead, Process
from tests.simulation.query import Document
from tests.simulation.store import Store, Written

TRIP = (0.0002, 0.003)
SLOW = (0.2, 8.0)
REPLICATION = (0.0001, 0.004)
LOST_NOTICED = (0.001, 0.5)
LOST_WAITING = 0.3

Operation = Callable[[], Any]
Order = str | Sequence[tuple[str, int]]


class Server:
    """A replica set's primary: does what arrives, and answers a write once a majority has it."""

    def __init__(self, name: str, store: Store, chance: Chance) -> None:
        self.name = name
        self.store = store
        self._chance = chance
        self._term = 0
        self._cut_off = False
        self._waiting: list[Callable[[], None]] = []

    def cut_off(self) -> None:
        """The others don't hear the primary any more: no majority has what it writes from now on."""
        self._cut_off = True
        self._chance.note("cut_off", self.name)

    def elect(self, same: bool) -> None:
        """The primary is heard again and is the `same`; else another leads, and what it had not got is gone."""
        self._cut_off = False
        if same:
            self._chance.note("heard_again", self.name)
        else:
            self._fail_over()
        waiting, self._waiting = self._waiting, []
        for acknowledge in waiting:
            acknowledge()

    def _fail_over(self) -> None:
        self._term += 1
        lost = self.store.roll_back()
        self._chance.note("failover", f"{self.name}, {lost} changes rolled back")
        self._chance.counts["rolled_back"] += lost

    async def call(self, process: Process | None, what: str, operation: Operation, writes: bool) -> Any:
        """Sends `operation` and waits for its outcome; within `pymongo.timeout`, where that is set."""
        if process is not None and not process.alive:
            raise Dead
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        self._send(answer, f"{what} of {process.name if process else 'nobody'}", operation, writes)
        within = _csot.remaining()
        timer = loop.call_later(max(0.0, within), _settle, answer, NetworkTimeout("no answer")) if within else None
        try:
            return await answer
        finally:
            if timer:
                timer.cancel()

    def _send(self, answer: "asyncio.Future[Any]", what: str, operation: Operation, writes: bool) -> None:
        loop, chance, odds = asyncio.get_running_loop(), self._chance, self._chance.odds
        if chance.strikes(odds.lost, f"lost before: {what}"):
            chance.counts["lost_request"] += 1
            loop.call_later(chance.pause(*LOST_NOTICED), _settle, answer, AutoReconnect("lost on the way there"))
            return
        trip = chance.pause(*TRIP)
        if chance.strikes(odds.slow, f"slow: {what}"):
            chance.counts["slow"] += 1
            trip = chance.pause(*SLOW)
        loop.call_later(trip, self._arrive, answer, what, operation, writes)

    def _arrive(self, answer: "asyncio.Future[Any]", what: str, operation: Operation, writes: bool) -> None:
        if answer.done() and writes:
            self._chance.note("landed_late", what)
        try:
            outcome = operation()
        except (NotImplementedError, TypeError, KeyError, AttributeError) as defect:
            raise SystemExit(f"the stand-in can't do {what}: {defect!r}") from defect
        except Exception as error:
            outcome = error
        wait = self._chance.pause(*REPLICATION) if writes else 0.0
        until = self.store.written if writes else 0
        asyncio.get_running_loop().call_later(wait, self._acknowledge, answer, what, outcome, until, self._term)

    def _acknowledge(self, answer: "asyncio.Future[Any]", what: str, outcome: Any, until: int, term: int) -> None:
        loop, chance = asyncio.get_running_loop(), self._chance
        if until and term != self._term:
            outcome = self._doubt(outcome)
        elif until and self._cut_off:
            self._waiting.append(lambda: self._acknowledge(answer, what, outcome, until, term))
            if chance.strikes(LOST_WAITING, f"lost while it waits: {what}"):
                loop.call_later(chance.pause(*LOST_NOTICED), _settle, answer, AutoReconnect("lost while it waits"))
            return
        elif until:
            self.store.secure(until)
        if chance.strikes(chance.odds.unanswered, f"lost after: {what}"):
            chance.counts["lost_answer"] += 1
            loop.call_later(chance.pause(*LOST_NOTICED), _settle, answer, AutoReconnect("lost on the way back"))
        else:
            loop.call_later(chance.pause(*TRIP), _settle, answer, outcome)

    def _doubt(self, outcome: Any) -> Exception:
        if not isinstance(outcome, BulkWriteError | Written) or self._chance.dice.random() < 0.5:
            return AutoReconnect("not primary any more")
        details = outcome.details if isinstance(outcome, BulkWriteError) else None
        self._chance.counts["write_concern_error"] += 1
        doubts = [{"code": 91, "errmsg": "stepped down"}]
        return BulkWriteError((details or {"writeErrors": []}) | {"writeConcernErrors": doubts})


def _settle(answer: "asyncio.Future[Any]", outcome: Any) -> None:
    if answer.done():
        return
    if isinstance(outcome, Exception):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)


class Database:
    """One process's handle on a database."""

    def __init__(self, server: Server, process: Process | None = None) -> None:
        self.server = server
        self.process = process

    def __getitem__(self, name: str) -> "Collection":
        return Collection(self, name)

    async def list_collection_names(self) -> list[str]:
        """Those that were used."""
        names: list[str] = await self.call("list", lambda: list(self.server.store.tables), writes=False)
        return names

    async def drop_collection(self, name: str) -> None:
        """Without this one."""
        await self.call(f"drop {name}", lambda: self.server.store.drop(name))

    async def call(self, what: str, operation: Operation, writes: bool = True) -> Any:
        """Asks the server."""
        return await self.server.call(self.process, what, operation, writes)


class Collection:
    """The methods of PyMongo's that the kernel uses, with the arguments it uses."""

    def __init__(self, database: Database, name: str, majority: bool = False) -> None:
        self._database = database
        self._store = database.server.store
        self._name = name
        self._majority = majority

    def with_options(
        self, *, write_concern: WriteConcern | None = None, read_concern: ReadConcern | None = None
    ) -> "Collection":
        """All writes are by majority; reads only with the read concern of that name."""
        if write_concern is not None and write_concern.document.get("w") != "majority":
            raise NotImplementedError(write_concern)
        return Collection(self._database, self._name, read_concern is not None and read_concern.level == "majority")

    # --- reads

    def find(self, query: Mapping[str, Any] | None = None, fields: Mapping[str, Any] | None = None) -> "Cursor":
        """What fits."""
        return Cursor(self._read, query or {}, fields)

    async def find_one(
        self,
        query: Mapping[str, Any] | None = None,
        fields: Mapping[str, Any] | None = None,
        sort: Sequence[tuple[str, int]] = (),
    ) -> Document | None:
        """The first that fits."""
        found = await self._read(query or {}, fields, sort, 1)
        return found[0] if found else None

    async def distinct(self, name: str, query: Mapping[str, Any]) -> list[Any]:
        """The different values of a field."""
        return list(dict.fromkeys(document[name] for document in await self._read(query, None, (), 0)))

    async def count_documents(self, query: Mapping[str, Any]) -> int:
        """How many fit."""
        return len(await self._read(query, None, (), 0))

    async def _read(
        self, query: Mapping[str, Any], fields: Mapping[str, Any] | None, order: Any, limit: int
    ) -> list[Document]:
        found: list[Document] = await self._database.call(
            f"find {self._name}",
            lambda: self._store.find(self._name, query, fields, order, limit, self._majority),
            writes=False,
        )
        return found

    # --- writes

    async def insert_many(self, documents: Sequence[Document], *, ordered: bool) -> Any:
        """In order only."""
        if not ordered:
            raise NotImplementedError("insert_many, unordered")
        return await self._write("insert", lambda: self._store.insert_many(self._name, documents))

    async def bulk_write(self, requests: Sequence[Any], *, ordered: bool) -> Any:
        """Without order only."""
        if ordered:
            raise NotImplementedError("bulk_write, ordered")
        return await self._write("bulk", lambda: self._store.bulk_write(self._name, requests))

    async def update_one(self, query: Mapping[str, Any], update: Mapping[str, Any], *, upsert: bool = False) -> Any:
        """The first that fits."""
        return await self._write("update", lambda: self._store.update(self._name, query, update, upsert))

    async def update_many(self, query: Mapping[str, Any], update: Mapping[str, Any]) -> Any:
        """All that fit."""
        return await self._write("update all", lambda: self._store.update(self._name, query, update, many=True))

    async def replace_one(self, query: Mapping[str, Any], document: Document, *, upsert: bool = False) -> Any:
        """The first that fits."""
        return await self._write("replace", lambda: self._store.replace(self._name, query, document, upsert))

    async def find_one_and_update(
        self,
        query: Mapping[str, Any],
        update: Mapping[str, Any],
        *,
        upsert: bool = False,
        return_document: bool = False,
    ) -> Document | None:
        """The first that fits, before or after."""
        found: Document | None = await self._write(
            "find and update",
            lambda: self._store.find_one_and_update(self._name, query, update, upsert, bool(return_document)),
        )
        return found

    async def delete_one(self, query: Mapping[str, Any]) -> Any:
        """The first that fits."""
        return await self._write("delete", lambda: self._store.delete_one(self._name, query))

    async def create_index(self, keys: Sequence[tuple[str, int]], *, unique: bool = False) -> None:
        """Takes effect at once."""
        await self._write("index", lambda: self._store.create_index(self._name, keys, unique))

    async def _write(self, what: str, operation: Operation) -> Any:
        return await self._database.call(f"{what} {self._name}", operation)


class Cursor:
    """Reads when it is asked to, all at once."""

    def __init__(self, read: Callable[..., Any], query: Mapping[str, Any], fields: Mapping[str, Any] | None) -> None:
        self._read = read
        self._query = query
        self._fields = fields
        self._order: Sequence[tuple[str, int]] = ()
        self._limit = 0
        self._found: Iterator[Document] | None = None

    def sort(self, order: Order, direction: int = 1) -> "Cursor":
        """By one field, or by several."""
        self._order = [(order, direction)] if isinstance(order, str) else order
        return self

    def limit(self, limit: int) -> "Cursor":
        """At most so many."""
        self._limit = limit
        return self

    async def to_list(self) -> list[Document]:
        """All of them."""
        found: list[Document] = await self._read(self._query, self._fields, self._order, self._limit)
        return found

    def __aiter__(self) -> "Cursor":
        return self

    async def __anext__(self) -> Document:
        if self._found is None:
            self._found = iter(await self.to_list())
        for document in self._found:
            return document
        raise StopAsyncIteration
