"""Bugs where commands become commits."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pymongo
from pymongo import ReturnDocument
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.eventsourcing import handle, log
from shared.eventsourcing.decider import Commit, Envelope
from shared.eventsourcing.handle import Handler, Outcome
from shared.eventsourcing.log import Log
from tests.chaos.plants.plant import plant, put

_under_way: set[asyncio.Task[Any]] = set()


@plant("ack-before-write", "kill an api", "kill a worker")
def ack_before_write() -> None:
    """The answer goes out, and half a second later the commit."""
    plain = Log.append
    claimed: dict[int, int] = {}

    async def later(self: Log, commits: Sequence[Commit], lanes: Sequence[str]) -> None:
        await asyncio.sleep(0.5)
        await plain(self, commits, lanes)

    async def append(
        self: Log, commits: Sequence[Commit], lanes: Sequence[str] = (), read_at: float | None = None
    ) -> list[Commit]:
        first = max(await self.tip(), claimed.get(id(self), 0)) + 1
        claimed[id(self)] = first + len(commits) - 1
        task = asyncio.create_task(later(self, commits, lanes))
        _under_way.add(task)
        task.add_done_callback(_under_way.discard)
        return [replace(commit, position=first + n) for n, commit in enumerate(commits)]

    put(Log, "append", append)


@plant("ack-by-one", "kill a primary that is ahead")
def ack_by_one() -> None:
    """A commit counts as written once the primary has it."""
    plain = Log.__init__

    def begin(self: Log, commits: Any, codec: Any) -> None:
        plain(self, commits, codec)
        self._commits = self._commits.with_options(write_concern=WriteConcern(1, j=True))

    put(Log, "__init__", begin)


@plant("command-id-unchecked", "kill an api", "lose the answer to an insert", "cut a link to MongoDB")
def command_id_unchecked() -> None:
    """A command that comes again is carried out again, under an id of its own."""
    plain = Log.append

    async def append(
        self: Log, commits: Sequence[Commit], lanes: Sequence[str] = (), read_at: float | None = None
    ) -> list[Any]:
        known = await asyncio.gather(*(self.find(commit.command_id) for commit in commits))
        fresh = [
            replace(commit, command_id=f"{commit.command_id}~{uuid4().hex}") if found else commit
            for commit, found in zip(commits, known, strict=True)
        ]
        return list(await plain(self, fresh, lanes))

    _remember_nothing()
    put(Log, "append", append)


@plant("duplicate-decision", "kill an api", "lose the answer to an insert", "cut a link to MongoDB")
def duplicate_decision() -> None:
    """A command that was carried out, and comes again, is refused."""
    _remember_nothing()


@plant("reserved-number", "kill an api", "slow a link to MongoDB")
def reserved_number() -> None:
    """A commit gets its number from a counter, and is inserted a moment later."""

    async def place_some(self: Log, drafts: list[Any], batch: list[int], places: dict[int, Any]) -> None:
        row = await self._commits.database["counters"].find_one_and_update(
            {"_id": "position"}, {"$inc": {"n": len(batch)}}, upsert=True, return_document=ReturnDocument.AFTER
        )
        assert row
        self._tip = row["n"] - len(batch)
        await asyncio.sleep(random.uniform(0, 0.3))
        try:
            await plain(self, drafts, batch, places)
        finally:
            self._tip = None

    plain = Log._place_some
    put(Log, "_place_some", place_some)


@plant("local-tip", "kill a primary that is ahead")
def local_tip() -> None:
    """A writer numbers on from what the primary has, be it acknowledged by a majority or not."""
    plain = Log._place_some

    async def tip(self: Log) -> int:
        with pymongo.timeout(log.READ_WITHIN):
            local = self._commits.with_options(read_concern=ReadConcern("local"))
            last = await local.find_one({}, {"_id": 1}, sort=[("_id", -1)])
        await asyncio.sleep(random.uniform(0, 1))
        return int(last["_id"]) if last else 0

    async def place_some(self: Log, drafts: list[Any], batch: list[int], places: dict[int, Any]) -> None:
        self._tip = None
        await plain(self, drafts, batch, places)

    put(Log, "tip", tip)
    put(Log, "_place_some", place_some)


def _remember_nothing() -> None:
    plain = handle._Turn.take

    def take(self: Any, envelope: Envelope) -> Commit | Outcome:
        self.commits.pop(envelope.id, None)
        return plain(self, envelope)

    async def certain(
        self: Handler, todo: dict[int, Envelope], results: dict[int, Any], lost: set[str]
    ) -> dict[int, Any]:
        return {i: result for i, result in results.items() if todo[i].stream not in lost or _placed(result)}

    put(handle._Turn, "take", take)
    put(Handler, "_certain", certain)


def _placed(result: Any) -> bool:
    return isinstance(result, Outcome) and result.commit is not None
