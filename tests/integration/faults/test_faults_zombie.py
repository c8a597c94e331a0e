"""A worker is paused for longer than its lease, another takes over, and the first one wakes up (T14)."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from pymongo import AsyncMongoClient

from tests.integration.faults.forks import Fork, Nursery
from tests.integration.faults.lives import COPIES, Place, work
from tests.support.eventually import eventually
from tests.support.line import Line, contents, events_of
from tests.support.toy import Toy, put

TTL = 2.0
ROUNDS = 3
BOXES = 5
ROWS = ("projections", "positions", "leases")
"""What says how far everything is: fenced by the epoch. A commit is not: its command id lets it in once."""


async def test_a_worker_that_wakes_up_too_late_changes_nothing(
    line: Line, peer: Toy, nursery: Nursery, mongo_url: str, amqp_url: str, prefix: str, say: Callable[[str], None]
) -> None:
    place = Place(mongo_url, peer.database.name, amqp_url, prefix)
    await _watch(peer)
    late: list[str] = []
    async with line.telling():
        workers = {name: await nursery.start(work, place, name, TTL) for name in ("a", "b")}
        async with _traffic(line):
            for _ in range(ROUNDS):
                late += await _a_round(peer, workers)
        await line.copied(within=30)
    assert await _documents(peer) == {stream: sum(n) for stream, n in (await contents(peer)).items()}
    assert await events_of(peer) == len(await line.teller.commits()), "an effect came twice"
    assert [where for where in late if where in ROWS] == []
    say(f"T14: {ROUNDS} workers woke up too late and moved no row; what else they still wrote: {late or 'nothing'}")


async def _a_round(peer: Toy, workers: dict[str, Fork]) -> list[str]:
    """Pauses who works until the other does, wakes it up; gives the collections it then changed."""
    name, epoch = await _holder(peer, after=0)
    await _grows(peer)
    workers[name].send(signal.SIGSTOP)
    other, _ = await _holder(peer, after=epoch)
    assert other != name
    taken = await _server_time(peer)
    workers[name].send(signal.SIGCONT)
    await eventually(lambda: _stands_by(peer, name, taken), "it stands by", within=15)
    await _grows(peer)
    return await _changed(peer, name, taken)


async def _holder(peer: Toy, after: int) -> tuple[str, int]:
    """Who holds the lease and has taken projection and position over, in a term later than `after`."""

    async def look() -> tuple[str, int] | None:
        lease = await peer.database["leases"].find_one({"_id": "worker"})
        row = await peer.database["projections"].find_one({"_id": COPIES.row})
        epochs = await peer.database["positions"].distinct("epoch")
        if not lease or not row or row["epoch"] <= after or {row["epoch"], *epochs} != {lease["epoch"]}:
            return None
        return str(lease["holder"]), int(lease["epoch"])

    return await eventually(look, "a worker is at work", within=20)


async def _grows(peer: Toy) -> None:
    """Waits until more has been copied."""
    tip = await peer.log.tip()

    async def more() -> bool:
        return await peer.log.tip() > tip + 5

    await eventually(more, "more is copied", within=20)


@asynccontextmanager
async def _traffic(line: Line) -> AsyncIterator[None]:
    going = [True]

    async def put_in() -> None:
        n = 0
        while going[0]:
            n += 1
            await line.teller.handler.handle(put(f"box_{n % BOXES}", n))
            await asyncio.sleep(0.02)

    putting = asyncio.create_task(put_in())
    try:
        yield
    finally:
        going[0] = False
        await putting


# --- what the server has seen: every operation carries the name of who sent it


async def _watch(peer: Toy) -> None:
    await peer.database.create_collection("system.profile", capped=True, size=64 * 1024 * 1024)
    await peer.database.command("profile", 2)


async def _server_time(peer: Toy) -> datetime:
    client: AsyncMongoClient[dict[str, Any]] = peer.database.client
    answer = await client.admin.command("hello")
    at: datetime = answer["localTime"]
    return at


async def _stands_by(peer: Toy, name: str, since: datetime) -> bool:
    """Whether it has looked at the lease since, and found it taken."""
    looked = {
        "appName": name,
        "ts": {"$gt": since},
        "ns": f"{peer.database.name}.leases",
        "command.findAndModify": "leases",
    }
    return await peer.database["system.profile"].count_documents(looked) > 1


async def _changed(peer: Toy, name: str, since: datetime) -> list[str]:
    """The collections in which an operation of `name` had an effect since."""
    effective = [{field: {"$gt": 0}} for field in ("ninserted", "nModified", "nUpserted", "ndeleted")]
    query = {"appName": name, "ts": {"$gt": since}, "$or": [*effective, {"upsert": True}]}
    found = await peer.database["system.profile"].find(query).to_list()
    return [entry["ns"].partition(".")[2] for entry in found]


async def _documents(peer: Toy) -> dict[str, int]:
    async def look() -> dict[str, int] | None:
        row = await peer.database["projections"].find_one({"_id": COPIES.row})
        if not row or row["position"] < await peer.log.tip():
            return None
        return {found["_id"]: found["total"] async for found in peer.database[row["collection"]].find()}

    return await eventually(look, "the documents are at the end of the log")
