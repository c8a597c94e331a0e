"""What a command costs when there is more of everything: commits in the log, events behind a queue, callers."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial

from tests.bench.grown import bind, grow
from tests.bench.harness import Ground
from tests.bench.lane import Aim, Lane, Measure, Round
from tests.bench.lanes import pipeline
from tests.bench.measure import Sample
from tests.bench.sending import take_backlog
from tests.bench.spawn import Broken
from tests.bench.ways import OURS, stage

LOGS = (10_000, 100_000, 1_000_000)
QUEUES = (10, 1_000, 100_000)
CALLERS = (1, 64, 256)
SECONDS = 3.0
START_WITHIN = 5.0

Sized = Callable[[Ground, int], Awaitable[Sample]]


async def _log(ground: Ground, count: int) -> Sample:
    place = await grow(ground, count)
    async with stage(ground, OURS, kept=place) as at_work:
        at_work.had = count
        return await pipeline.drive(at_work, 64, seconds=SECONDS)


async def _queue(ground: Ground, count: int) -> Sample:
    async with stage(ground, OURS, roles=("worker-b",)) as at_work:
        return await take_backlog(at_work, count, standing=False)


async def _callers(ground: Ground, count: int) -> Sample:
    return await pipeline.measure(ground, OURS, count, seconds=SECONDS)


async def _cold(ground: Ground) -> Sample:
    """From nothing to an API and a worker that are ready."""
    place = await grow(ground, LOGS[-1])
    await bind(place)
    meter = ground.meter({})
    meter.start()
    async with stage(ground, OURS, kept=place, roles=("worker-a", "api")) as at_work:
        await _until_ready(at_work.processes["api"].port)
        return meter.stop(1, {role: process.pid for role, process in at_work.processes.items()})


async def _until_ready(port: int) -> None:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /readyz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        if answer.startswith(b"HTTP/1.1 200"):
            return
        await asyncio.sleep(0.01)
    raise Broken("the API does not become ready")


def _variants(sizes: tuple[int, ...], measure: Sized, of: str) -> dict[str, Measure]:
    return {f"{size:,} {of}": partial(_sized, measure, size) for size in sizes}


async def _sized(measure: Sized, size: int, ground: Ground) -> Sample:
    return await measure(ground, size)


def _memory(each: Round, most: str, least: str) -> float:
    """The greatest growth of one of our processes; the servers keep caches by their own rules."""
    grown = each[most].figures.items()
    servers = ("MiB mongod", "MiB broker")
    return max(n / each[least].figures[name] for name, n in grown if name.startswith("MiB ") and name not in servers)


def _lane(name: str, title: str, variants: dict[str, Measure]) -> Lane:
    *smaller, most = variants
    least = smaller[0]
    needs = tuple(variants)

    def grown(each: Round) -> float:
        return each[most].micros / min(each[name].micros for name in smaller)

    cost = Aim(f"CPU each, {most} against the cheapest of the others", grown, 1.3, needs=needs)
    memory = Aim(f"memory, {most} against {least}", lambda r: _memory(r, most, least), 1.3, needs=needs)
    return Lane(name, title, variants, (cost, memory))


LOG = _lane("growth-log", "the pipeline after so many commits (64 callers)", _variants(LOGS, _log, "commits"))
QUEUE = _lane("growth-queue", "so many events behind a queue, until taken in", _variants(QUEUES, _queue, "events"))
CALLING = _lane("growth-callers", "the pipeline with so many callers", _variants(CALLERS, _callers, "callers"))
COLD = Lane(
    name="cold",
    title=f"from the start of API and worker until both are ready, {LOGS[-1]:,} commits in the log",
    variants={"ours": _cold},
    aims=(Aim("seconds until ready", lambda r: r["ours"].seconds, START_WITHIN, unit=" s"),),
    per="start",
)
