"""The primary dies with commits that nobody else has: what was acknowledged stays, and no follower is overtaken."""

import asyncio
import itertools
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern

from services.embedded.mongod import Mongod
from shared.errors import Unavailable
from shared.eventsourcing.tail import Tail
from tests.support.eventually import eventually, running
from tests.support.ledger import Follower, acknowledged, check
from tests.support.mongo import ReplicaSet, replica_set
from tests.support.process import process
from tests.support.toy import Toy, put

CALLERS = 8


class Writer:
    """Commands without end; one that is not answered is repeated until it is."""

    def __init__(self, toy: Toy, name: str) -> None:
        self._toy = toy
        self._name = name
        self._numbers = itertools.count(1)
        self.acked: dict[str, int] = {}
        self.unanswered = 0
        self.ending = False
        self.may_begin = asyncio.Event()
        self.may_begin.set()

    async def run(self) -> None:
        """Writes until `ending`."""
        await asyncio.gather(*(self._call() for _ in range(CALLERS)))

    def restart(self) -> None:
        """Goes on knowing nothing, as a process that has just begun."""
        self._toy = Toy(self._toy.database)
        self.may_begin.set()

    async def _call(self) -> None:
        while not self.ending:
            await self.may_begin.wait()
            n = next(self._numbers)
            id_ = f"{self._name}-{n}"
            while id_ not in self.acked:
                try:
                    outcome = await self._toy.handler.handle(put(f"box_{self._name}{n % 50}", n, id=id_))
                    self.acked[id_] = outcome.position
                except (Unavailable, PyMongoError):
                    self.unanswered += 1
            await asyncio.sleep(0.002)


class TailFollower(Follower):
    """Follows by the Tail, as projector and relay do."""

    def __init__(self, tail: Tail) -> None:
        async def page(after: int) -> list[tuple[int, str]]:
            try:
                return [(commit.position, commit.command_id) for commit in await tail.read(after)]
            except PyMongoError:
                await asyncio.sleep(0.1)
                return []

        super().__init__(page)


async def test_a_primary_that_dies_with_commits_nobody_else_has(tmp_path: Path) -> None:
    async with replica_set(tmp_path) as members, AsyncExitStack() as stack:
        toys = [Toy(await _database(stack, members)) for _ in range(3)]
        await toys[0].log.prepare()
        writers = [Writer(toys[0], "a"), Writer(toys[1], "b")]
        follower = TailFollower(toys[2].tail)
        async with running(follower.run()):
            writing = [asyncio.create_task(writer.run()) for writer in writers]
            await eventually(lambda: all(len(w.acked) > 100 for w in writers), "both write")
            lost = await _kill_with_unreplicated(members, writers, tmp_path / "third")
            before = [len(writer.acked) for writer in writers]
            await members.primary()
            await eventually(
                lambda: all(len(w.acked) > n + 100 for w, n in zip(writers, before, strict=True)),
                "both write again",
                within=30,
            )
            await lost.launch()  # it comes back, rolls back what nobody else had, and leads again
            await eventually(lambda: _leads(members, lost), "the old primary leads again", within=90)
            before = [len(writer.acked) for writer in writers]
            await eventually(
                lambda: all(len(w.acked) > n + 50 for w, n in zip(writers, before, strict=True)),
                "both write again",
                within=30,
            )
            for writer in writers:
                writer.ending = True
            await asyncio.gather(*writing)
            commits = await toys[2].commits()
            await eventually(lambda: follower.position >= len(commits), "the follower reaches the end")
        check(commits, writers[0].acked | writers[1].acked, [follower])


async def _kill_with_unreplicated(members: ReplicaSet, writers: Sequence[Writer], file: Path) -> Mongod:
    """A third process writes what nobody else has, the two try to write on, and the third dies with the primary."""
    primary = await members.primary()
    for writer in writers:
        writer.may_begin.clear()
    await asyncio.sleep(0.3)
    async with _left_behind([member for member in members.members if member is not primary]):
        async with AsyncMongoClient[dict[str, Any]](primary.url) as client:
            commits = client["failover"]["commits"]

            async def ahead() -> bool:
                local = await commits.find_one({}, sort=[("_id", -1)])
                with_others = await _majority(client).find_one({}, sort=[("_id", -1)])
                return bool(local and with_others and local["_id"] > with_others["_id"])

            async with process("tests.support.writer", members.url, "failover", "c", 100, file) as third:
                await eventually(ahead, "the primary has what nobody else has")
                for writer in writers:
                    writer.restart()
                await asyncio.sleep(1)
                third.send(signal.SIGKILL)
                await third.finished()
        await primary.kill()
    assert acknowledged(file) == {}
    return primary


def _majority(client: AsyncMongoClient[dict[str, Any]]) -> Any:
    return client["failover"].get_collection("commits", read_concern=ReadConcern("majority"))


@asynccontextmanager
async def _left_behind(members: list[Mongod]) -> AsyncIterator[None]:
    """They vote, and fetch nothing. (Stopped processes would find what they missed in their sockets.)"""
    for member in members:
        await _replicate(member, "alwaysOn")
    try:
        yield
    finally:
        for member in members:
            await _replicate(member, "off")


async def _replicate(member: Mongod, mode: str) -> None:
    async with AsyncMongoClient[dict[str, Any]](member.url) as client:
        await client.admin.command("configureFailPoint", "stopReplProducer", mode=mode)


async def _leads(members: ReplicaSet, member: Mongod) -> bool:
    return await members.primary() is member


async def _database(stack: AsyncExitStack, members: ReplicaSet) -> AsyncDatabase[dict[str, Any]]:
    client = await stack.enter_async_context(AsyncMongoClient[dict[str, Any]](members.url, tz_aware=True))
    return client["failover"]
