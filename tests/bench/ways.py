"""The ways a question can go from A to B, and what each must have in its books afterwards."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aio_pika
from pymongo.asynchronous.collection import AsyncCollection

from shared.eventsourcing.documents import ROWS
from tests.bench.harness import Ground
from tests.bench.place import Place
from tests.bench.spawn import Broken, Spawned, spawned

VISIBLE_WITHIN = 120.0
SHOWN_WITHIN = 10.0
KINDS = {"asking": "asked", "taking": "taken"}
Collection = AsyncCollection[dict[str, Any]]


@dataclass(frozen=True)
class Way:
    """One variant of the pipeline: its processes, the path it answers at, and whether it keeps logs."""

    name: str
    module: str
    roles: tuple[str, ...]
    path: str = "/questions"
    logs: bool = True


OURS = Way("ours", "tests.bench.ours", ("worker-b", "worker-a", "api"), "/api/asking/v1/questions")
REFERENCE = Way("reference", "tests.bench.reference.pipeline", ("worker-b", "worker-a", "api"))
NAIVE = Way("naive", "tests.bench.naive.pipeline", ("worker-b", "api"), logs=False)
WAYS = (OURS, REFERENCE, NAIVE)


@dataclass
class Stage:
    """A way at work in a place of its own."""

    way: Way
    ground: Ground
    place: Place
    processes: dict[str, Spawned]
    had: int = 0
    """How many commits A had before."""

    async def shown(self, service: str, name: str) -> Collection:
        """The documents called `name` of a service."""
        database = self.ground.database(self.place, service)
        if self.way is not OURS:
            return database[name]
        row = await database[ROWS].find_one({"_id": f"{name}.v1"})
        assert row
        return database[row["collection"]]

    def log(self, service: str) -> Collection:
        """The log of a service."""
        return self.ground.database(self.place, service)["commits"]

    async def visible(self, count: int, but: int = 0) -> None:
        """Waits until B shows `count` questions. Raises Broken when it never does."""
        shown = await self.shown("taking", "taken")
        give_up = time.monotonic() + VISIBLE_WITHIN
        while (seen := await shown.estimated_document_count()) < count:
            if time.monotonic() > give_up:
                raise Broken(f"{self.way.name}: {count} acknowledged, {seen} visible")
            await asyncio.sleep(0.05)

    async def wrong(self, acknowledged: int) -> list[str]:
        """Whatever does not add up: acknowledged = stored = published = visible, and no gap."""
        await self._shown_by_a(acknowledged)
        asked = await self.wrong_in("asking", "questions", acknowledged)
        return asked + await self.wrong_in("taking", "taken", acknowledged)

    async def _shown_by_a(self, count: int) -> None:
        """Waits until A shows so many new ones, if it ever does: nothing makes B the last to show them."""
        questions = await self.shown("asking", "questions")
        give_up = time.monotonic() + SHOWN_WITHIN
        while time.monotonic() < give_up:
            if await questions.count_documents({"position": {"$gt": self.had}} if self.way.logs else {}) >= count:
                return
            await asyncio.sleep(0.05)

    async def wrong_in(self, service: str, name: str, expected: int) -> list[str]:
        """Whatever does not add up in one service: its documents called `name`, and its log if it has one."""
        had = self.had if service == "asking" else 0
        new = {"position": {"$gt": had}} if self.way.logs else {}
        counts = {"shown": await (await self.shown(service, name)).count_documents(new)}
        wrong = []
        if self.way.logs:
            kind = {"_id": {"$gt": had}, "events.type": KINDS[service]}
            counts["stored"] = await self.log(service).count_documents(kind)
            wrong = await _gaps(self.log(service), service, had)
        return wrong + [f"{service}: {n} {what} of {expected}" for what, n in counts.items() if n != expected]


async def _gaps(log: Collection, service: str, had: int) -> list[str]:
    last = await log.find_one({}, {"_id": 1}, sort=[("_id", -1)])
    highest, count = (last["_id"] if last else had), await log.count_documents({"_id": {"$gt": had}})
    return [f"{service}: {count} commits from position {had} to {highest}"] if had + count != highest else []


@asynccontextmanager
async def stage(
    ground: Ground,
    way: Way,
    kept: Place | None = None,
    roles: tuple[str, ...] | None = None,
    more: Mapping[str, Mapping[str, str]] | None = None,
) -> AsyncIterator[Stage]:
    """A way at work (or only some `roles` of it), with nothing left of it afterwards but what was `kept` there before;
    `more` is environment by role."""
    place = kept or ground.place()
    try:
        async with spawned(way.module, roles or way.roles, place, more) as processes:
            yield Stage(way, ground, place, processes)
    finally:
        if kept is None:
            await ground.clear(place)
        await _delete_queues(place)


async def _delete_queues(place: Place) -> None:
    names = (".asking.0.to.taking", ".asking.replay", ".asking.to.taking")
    async with await aio_pika.connect(place.amqp) as connection:
        channel = await connection.channel()
        for name in names:
            await channel.queue_delete(f"{place.prefix}{name}")
        await channel.exchange_delete(f"{place.prefix}.asking")
