"""What this machine can do at all, taken in the same run: the disk, MongoDB's inserts, a bare server."""

import asyncio
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
import uvloop

from tests.bench.child import ready, run
from tests.bench.generator import percentile
from tests.bench.harness import Ground, generator
from tests.bench.measure import Meter
from tests.bench.place import ASKED
from tests.bench.spawn import start

SYNCS, SECONDS, CALLERS = 300, 3.0, 64


@dataclass(frozen=True)
class Yardstick:
    """`value` in `unit`; `micros` of CPU for each, where that was measured."""

    name: str
    value: float
    unit: str
    micros: float = 0.0


def disk(directory: Path) -> list[Yardstick]:
    """How long the disk takes to keep 4 KiB, in milliseconds."""
    took = []
    with tempfile.NamedTemporaryFile(dir=directory) as file:
        for _ in range(SYNCS):
            began = time.perf_counter()
            os.write(file.fileno(), bytes(4096))
            os.fdatasync(file.fileno())
            took.append(1000 * (time.perf_counter() - began))
    return [Yardstick(f"fdatasync p{p}", percentile(took, p / 100), "ms") for p in (50, 99)]


async def inserts(ground: Ground) -> list[Yardstick]:
    """Raw inserts of one question, one at a time by 64 callers, and a hundred at a time by one."""
    place = ground.place()
    questions = ground.database(place, "raw")["questions"]

    async def one() -> int:
        await questions.insert_one(dict(ASKED))
        return 1

    async def hundred() -> int:
        await questions.insert_many([dict(ASKED) for _ in range(100)])
        return 100

    found = []
    for name, insert, callers in (("insert_one, 64 callers", one, CALLERS), ("insert_many(100)", hundred, 1)):
        meter = Meter({"own": [os.getpid()], "mongod": ground.servers["mongod"]})
        meter.start()
        until = time.perf_counter() + SECONDS

        async def call(insert: Any = insert, until: float = until) -> int:
            done = 0
            while time.perf_counter() < until:
                done += await insert()
            return done

        sample = meter.stop(sum(await asyncio.gather(*(call() for _ in range(callers)))))
        found.append(Yardstick(name, sample.rate, "/s", sample.micros))
    await ground.clear(place)
    return found


async def bare(ground: Ground) -> list[Yardstick]:
    """A server that only answers."""
    server = await start("bare", "tests.bench.yardsticks")
    await server.ready()
    try:
        async with generator() as load:
            job = {"kind": "closed", "path": "/", "port": server.port, "tokens": ground.tokens(CALLERS), "run": "bare"}
            meter = Meter({"bare": [server.pid]}, outside=[load.pid])
            meter.start()
            told = await load.ask({**job, "seconds": SECONDS})
            sample = meter.stop(told["acknowledged"])
    finally:
        await server.end()
    return [Yardstick("bare ASGI on uvicorn", sample.rate, "/s", sample.micros)]


async def measure(ground: Ground) -> list[Yardstick]:
    """All of them."""
    return [*await asyncio.to_thread(disk, ground.state), *await inserts(ground), *await bare(ground)]


async def _app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        continue
    headers = [(b"content-length", b"2"), (b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 201, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


async def _serve() -> None:
    server = uvicorn.Server(uvicorn.Config(_app, port=0, access_log=False, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    ready(server.servers[0].sockets[0].getsockname()[1])
    await serving


if __name__ == "__main__":
    run(lambda: uvloop.run(_serve()))
