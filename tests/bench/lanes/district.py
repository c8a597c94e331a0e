"""Fifty questions a second, which is more than a district has: how long until answered, until visible elsewhere."""

from typing import Any

from tests.bench.harness import Ground, generator
from tests.bench.lane import Aim, Lane, Measure
from tests.bench.measure import Sample
from tests.bench.ways import NAIVE, OURS, REFERENCE, Stage, Way, stage

RATE, WARM, UNWATCHED, WATCHED, CALLERS = 50, 1.0, 6.0, 12.0, 16


async def measure(ground: Ground, way: Way) -> Sample:
    """First unwatched, for the CPU, since a watcher makes work for mongod; then watched, for the latencies."""
    async with stage(ground, way) as at_work, generator() as load:
        tokens = ground.tokens(CALLERS)
        job = {"kind": "open", "port": at_work.processes["api"].port, "path": way.path, "tokens": tokens, "rate": RATE}
        total = (await load.ask({**job, "run": "warm", "seconds": WARM}))["acknowledged"]
        await at_work.visible(total)
        meter = ground.meter(at_work.processes, outside=[load.pid])
        meter.start()
        told = await load.ask({**job, "run": "unwatched", "seconds": UNWATCHED})
        total += told["acknowledged"]
        await at_work.visible(total)
        sample = meter.stop(told["acknowledged"])
        meter.start()
        seen = await load.ask({**job, "run": "watched", "seconds": WATCHED, "watch": await _where(at_work)})
        sample.foreign = max(sample.foreign, meter.stop(1).foreign)
        total += seen["acknowledged"]
        await at_work.visible(total)
        sample.wrong = await at_work.wrong(total)
        if told["refused"] + seen["refused"]:
            sample.wrong.append(f"refused with {told['statuses']} {seen['statuses']}")
    sample.figures = {name: seen[name] for name in ("p50", "p99", "visible_p50", "visible_p99")}
    return sample


async def _where(at_work: Stage) -> dict[str, Any]:
    shown = await at_work.shown("taking", "taken")
    return {"url": at_work.ground.mongo_url, "database": shown.database.name, "collection": shown.name}


def _variant(way: Way) -> Measure:
    return lambda ground: measure(ground, way)


def _latency(text: str, figure: str, bound: float) -> Aim:
    return Aim(text, lambda r: r[OURS.name].figures[figure], bound, unit=" ms")


LANE = Lane(
    name="open",
    title=f"open loop at {RATE}/s: answered, visible elsewhere (latencies count from when a question was due)",
    variants={way.name: _variant(way) for way in (OURS, REFERENCE, NAIVE)},
    aims=(
        _latency("answered, p50", "p50", 5),
        _latency("answered, p99", "p99", 12),
        _latency("visible elsewhere, p50", "visible_p50", 8),
        _latency("visible elsewhere, p99", "visible_p99", 20),
        Aim(
            "CPU per command, of naive's",
            lambda r: r[OURS.name].micros / r[NAIVE.name].micros,
            1.5,
            needs=(OURS.name, NAIVE.name),
        ),
    ),
)
