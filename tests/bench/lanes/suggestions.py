"""Suggestions for a need, and how fast what they are found by is kept up."""

import json
from functools import partial

from tests.bench.city.asked import CITY, STRAIGHT, desk, filled, got, headers
from tests.bench.city.facts import COMMUNITIES, NEEDS, OFFERS, name
from tests.bench.harness import Ground
from tests.bench.lane import Aim, Lane
from tests.bench.measure import Sample
from tests.bench.spawn import spawned

ASKED, LOOKED_AT = 600, 40
CHANGES = 10_000
AMONG = "suggestions best"
STRAIGHT_KEEPER = "tests.bench.reference.keeping"

ours = [f"/api/matching/v1/requests/{name('req', f'need {n % NEEDS}')}/suggestions" for n in range(ASKED)]
straight = [path.removeprefix("/api/matching/v1") for path in ours]


async def _fill(ground: Ground) -> None:
    await filled(ground, "matching")


async def prepare(ground: Ground) -> None:
    """Fills the district, and has the best told by who looks at every offer."""
    place = await filled(ground, "matching")
    async with desk(ground, place, STRAIGHT, "answers") as at_work:
        told = await at_work.ask(got(*straight[:LOOKED_AT]), {}, keep=True)
    ground.kept[AMONG] = [[each["weight"] for each in json.loads(body)] for body in told["bodies"]]


async def suggested(ground: Ground, count: int = ASKED) -> Sample:
    """The API of matching; what it suggests is held against the best there are."""
    place = await filled(ground, "matching")
    async with desk(ground, place, CITY, "matching") as at_work:
        sample = await at_work.sample(got(*ours[:count]), headers(ground))
        told = await at_work.ask(got(*ours[:LOOKED_AT]), headers(ground), keep=True)
    weights = [[each["weight"] for each in json.loads(body)["items"]] for body in told["bodies"]]
    sample.figures["of the best there are"] = _share(weights, ground.kept[AMONG])
    return sample


def _share(found: list[list[int]], best: list[list[int]]) -> float:
    """How many of the best are matched by one suggested that weighs no less than the last of them, in percent."""
    as_good = [min(sum(weight >= theirs[-1] for weight in mine), len(theirs)) for mine, theirs in _pairs(found, best)]
    return 100 * sum(as_good) / sum(len(theirs) for theirs in best)


def _pairs(found: list[list[int]], best: list[list[int]]) -> list[tuple[list[int], list[int]]]:
    """What was suggested for each request for which there is anything, beside the best."""
    return [(mine, theirs) for mine, theirs in zip(found, best, strict=True) if theirs]


async def looked_through(ground: Ground, count: int = ASKED // 6) -> Sample:
    """The straight handler, which looks at every offer that is open to the community."""
    async with desk(ground, await filled(ground, "matching"), STRAIGHT, "answers") as at_work:
        return await at_work.sample(got(*straight[:count]), {})


async def kept_up(module: str, ground: Ground, count: int = CHANGES) -> Sample:
    """Offers that say something else, from the log into the documents."""
    place = await filled(ground, "matching")
    turn = ground.kept["turn"] = ground.kept.get("turn", 1) + 1
    async with spawned(CITY, ("keeper",), place) as processes:
        tip = await processes["keeper"].ask({"kind": "change", "turn": turn, "count": count})
    async with spawned(module, ("keeper",), place) as processes:
        meter = ground.meter(processes)
        meter.start()
        reached = await processes["keeper"].ask({"kind": "follow", "to": tip, "epoch": turn})
        sample = meter.stop(count)
    if reached != tip:
        sample.wrong.append(f"{reached} taken in of {tip}")
    return sample


def _latency(text: str, figure: str, bound: float) -> Aim:
    return Aim(text, lambda r: r["ours"].figures[figure], bound, unit=" ms")


LANE = Lane(
    name="suggestions",
    title=f"suggestions for a need over {OFFERS:,} open offers in {COMMUNITIES} communities",
    variants={"ours": suggested, "every offer": looked_through},
    aims=(
        _latency("answered, p99", "p99", 50),
        Aim(
            "CPU each, of looking at every offer",
            lambda r: r["ours"].micros / r["every offer"].micros,
            0.5,
            needs=("ours", "every offer"),
        ),
        Aim(
            "of those suggested as good as the best there are",
            lambda r: r["ours"].figures["of the best there are"],
            95,
            at_least=True,
            unit=" %",
        ),
    ),
    prepare=prepare,
    per="request",
    notes=("Looked at one after the other are all offers that are open to the community, words, place and all.",),
)
INDEX = Lane(
    name="index",
    title=f"what suggestions are found by, kept up: {CHANGES:,} offers that say something else, into all documents",
    variants={"ours": partial(kept_up, CITY), "straight": partial(kept_up, STRAIGHT_KEEPER)},
    aims=(
        Aim("changes/s", lambda r: r["ours"].rate, 2_000, at_least=True, unit="/s"),
        Aim(
            "CPU each, of the straight keeper's",
            lambda r: r["ours"].micros / r["straight"].micros,
            1.5,
            needs=("ours", "straight"),
        ),
    ),
    prepare=_fill,
    per="change",
    notes=("The straight keeper does without a guard and writes the offers only.",),
)
