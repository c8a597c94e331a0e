"""Appending to a log: a group in one insert, or an insert each."""

import asyncio

from tests.bench.harness import Ground
from tests.bench.lane import Aim, Lane, Measure
from tests.bench.measure import Sample
from tests.bench.spawn import start

CALLERS, SECONDS, WARM = 64, 2.0, 0.3
OURS, EACH = "tests.bench.ours.store", "tests.bench.naive.store"


async def measure(ground: Ground, module: str, writers: int, numbered: bool) -> Sample:
    """`writers` processes append to one log; `numbered`: it must have no gap."""
    place = ground.place()
    processes = {f"writer {n}": await start(module, module, "writer", place.told()) for n in range(1, writers + 1)}
    try:
        for process in processes.values():
            await process.ready()
        job = {"kind": "append", "callers": CALLERS // writers}

        async def together(seconds: float, name: str) -> int:
            asked = [
                process.ask({**job, "seconds": seconds, "name": f"{name} {writer}"})
                for writer, process in processes.items()
            ]
            return sum(await asyncio.gather(*asked))

        warm = await together(WARM, "warm")
        meter = ground.meter(processes)
        meter.start()
        done = await together(SECONDS, "run")
        sample = meter.stop(done)
    finally:
        await asyncio.gather(*(process.end() for process in processes.values()))
    sample.wrong = await _wrong(ground, place.prefix, warm + done, numbered)
    await ground.clear(place)
    return sample


async def _wrong(ground: Ground, prefix: str, acknowledged: int, numbered: bool) -> list[str]:
    commits = ground.client[f"{prefix}_asking"]["commits"]
    count = await commits.count_documents({})
    wrong = [f"{acknowledged} acknowledged, {count} stored"] if count != acknowledged else []
    if numbered and (last := await commits.find_one({}, sort=[("_id", -1)])) and last["_id"] != count:
        wrong.append(f"{count} commits up to position {last['_id']}")
    return wrong


def _variant(module: str, writers: int, numbered: bool) -> Measure:
    return lambda ground: measure(ground, module, writers, numbered)


def _aim(writers: int) -> Aim:
    ours, each = (f"{way}, {writers} writer{'s' * (writers > 1)}" for way in ("ours", "insert_one"))
    text = f"appends/s, {writers} writing process{'es' * (writers > 1)}, of insert_one each"
    return Aim(text, lambda r: r[ours].rate / r[each].rate, 6, at_least=True, needs=(ours, each))


LANE = Lane(
    name="append",
    title="appending commits by 64 callers in one process, and by 32 in each of two; majority and journaled",
    variants={
        "ours, 1 writer": _variant(OURS, 1, True),
        "insert_one, 1 writer": _variant(EACH, 1, False),
        "ours, 2 writers": _variant(OURS, 2, True),
        "insert_one, 2 writers": _variant(EACH, 2, False),
    },
    aims=(_aim(1), _aim(2)),
    per="commit",
)
