"""POST -> A's log -> document in A and message -> B's log -> document in B."""

from typing import Any

from tests.bench.harness import Ground, generator
from tests.bench.lane import Aim, Lane, Measure
from tests.bench.measure import Sample
from tests.bench.profile import VARIABLE, Profile
from tests.bench.ways import NAIVE, OURS, REFERENCE, Stage, Way, stage

CALLERS = 64
SECONDS = 6.0
WARM = 200


async def measure(ground: Ground, way: Way, callers: int = CALLERS, **how: Any) -> Sample:
    """One sample in processes of its own."""
    async with stage(ground, way) as at_work:
        return await drive(at_work, callers, **how)


async def drive(at_work: Stage, callers: int, warm: int = WARM, **how: Any) -> Sample:
    """A closed loop of `callers` until the last question is visible in B. `how`: `seconds` or `count`."""
    async with generator() as load:
        job = {
            "kind": "closed",
            "port": at_work.processes["api"].port,
            "path": at_work.way.path,
            "tokens": at_work.ground.tokens(callers),
            **(how or {"seconds": SECONDS}),
        }
        before = (await load.ask({**job, "run": "warm", "count": warm}))["acknowledged"]
        await at_work.visible(before)
        meter = at_work.ground.meter(at_work.processes, outside=[load.pid])
        meter.start()
        told = await load.ask({**job, "run": "run"})
        await at_work.visible(before + told["acknowledged"])
        sample = meter.stop(told["acknowledged"])
    sample.figures = {"p50": told["p50"], "p99": told["p99"]}
    sample.figures |= {f"MiB {role}": used for role, used in meter.memory().items()}
    sample.wrong = await at_work.wrong(before + told["acknowledged"])
    if told["refused"]:
        sample.wrong.append(f"{told['refused']} refused, with {told['statuses']}")
    return sample


async def profiles(ground: Ground) -> dict[str, Profile]:
    """Where each of our processes spends its time: a round that is not measured."""
    files = {role: ground.state / f"{role}.profile" for role in OURS.roles}
    more = {role: {VARIABLE: str(file)} for role, file in files.items()}
    async with stage(ground, OURS, more=more) as at_work:
        sample = await drive(at_work, CALLERS)
    return {role: Profile.read(file, 1e6 * sample.cpu[role] / sample.commands) for role, file in files.items()}


def _variant(way: Way) -> Measure:
    return lambda ground: measure(ground, way)


LANE = Lane(
    name="pipeline",
    title="POST → taken into another service's log → visible there (64 callers, quorum queue, majority writes)",
    variants={way.name: _variant(way) for way in (OURS, REFERENCE, NAIVE)},
    aims=(
        Aim(
            "CPU per command, of the reference's",
            lambda r: r["ours"].micros / r["reference"].micros,
            1.15,
            needs=("ours", "reference"),
        ),
        Aim(
            "CPU per command, naive's of ours",
            lambda r: r["naive"].micros / r["ours"].micros,
            5,
            at_least=True,
            needs=("ours", "naive"),
        ),
    ),
)
