"""The benchmark's pipelines carry every command, its questions are answered, and its books notice what is amiss."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from services.embedded.mongod import Mongod
from tests.bench.city.asked import CITY, filled
from tests.bench.city.facts import DISTRICT
from tests.bench.harness import Ground, ground
from tests.bench.lane import Measure
from tests.bench.lanes import plan, search, sheets, suggestions, wall
from tests.bench.lanes.pipeline import drive
from tests.bench.measure import brokers
from tests.bench.ways import WAYS, Way, stage

WARM, COUNT, CALLERS = 10, 50, 8
SHARE, ASKED = 100, 20
"""So small a part of the district is enough to see that all is answered and counted."""


@pytest.fixture(scope="module")
async def on(mongod: Mongod, amqp_url: str) -> AsyncIterator[Ground]:
    async with ground(mongod, amqp_url) as on:
        yield on


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
async def test_every_command_is_counted(on: Ground, way: Way) -> None:
    async with stage(on, way) as at_work:
        sample = await drive(at_work, CALLERS, warm=WARM, count=COUNT)
        assert sample.wrong == []
        assert sample.commands == COUNT
        assert set(way.roles) <= set(sample.cpu)
        assert sum(sample.cpu.values()) > 0

        await (await at_work.shown("taking", "taken")).delete_one({})
        assert await at_work.wrong(WARM + COUNT) == [f"taking: {WARM + COUNT - 1} shown of {WARM + COUNT}"]
        if way.logs:
            await at_work.log("asking").delete_one({"_id": 5})
            assert any("commits from position" in text for text in await at_work.wrong(WARM + COUNT))


async def test_what_a_node_starts_for_a_moment_is_not_measured(on: Ground, tmp_path: Path) -> None:
    beam = shutil.copy("/bin/sleep", tmp_path / "beam.smp")
    passing = await asyncio.create_subprocess_exec(beam, "60")
    try:
        assert passing.pid not in brokers(0)
        assert set(on.servers["broker"]) <= set(brokers(0))
    finally:
        passing.kill()
        await passing.wait()


MEASURED: dict[str, Measure] = {
    "every offer": partial(suggestions.looked_through, count=ASKED),
    "index": partial(suggestions.kept_up, CITY, count=COUNT),
    "index, straight": partial(suggestions.kept_up, suggestions.STRAIGHT_KEEPER, count=COUNT),
    "search": partial(search.found, DISTRICT, count=ASKED),
    "every name": partial(search.tried, count=ASKED),
    "wall": partial(wall.shown, count=ASKED),
    "unchanged": partial(wall.unchanged, count=ASKED),
    "straight": partial(wall.straight, count=ASKED),
}


@pytest.fixture(scope="module")
async def small(on: Ground) -> Ground:
    for district in ("matching", "planned", "registry"):
        await filled(on, district, SHARE)
    await suggestions.prepare(on)
    await plan.prepare(on)
    return on


@pytest.mark.parametrize("measure", [sheets.brought, partial(sheets.brought, kind="offers"), sheets.one_by_one])
async def test_every_row_of_a_file_is_there_at_the_end(on: Ground, measure: Measure) -> None:
    sample = await measure(on, count=ASKED)
    assert sample.wrong == []
    assert sum(sample.cpu.values()) > 0


@pytest.mark.parametrize("name", MEASURED)
async def test_whatever_a_district_is_asked_is_answered(small: Ground, name: str) -> None:
    sample = await MEASURED[name](small)
    assert sample.wrong == []
    assert sum(sample.cpu.values()) > 0


async def test_nobody_suggests_better_than_who_looks_at_every_offer(small: Ground) -> None:
    await suggestions.prepare(small)  # the index's changes are among the best by now
    sample = await suggestions.suggested(small, ASKED)
    assert sample.wrong == []
    assert sample.figures["of the best there are"] == 100


async def test_a_plan_costs_no_more_than_one_made_one_by_one_and_a_dearer_one_is_noticed(small: Ground) -> None:
    ours, theirs = await plan.planned(small), await plan.one_by_one(small)
    assert ours.wrong == theirs.wrong == []
    assert ours.figures["cost"] <= theirs.figures["cost"]
    costs = small.kept[plan.COSTS]
    nobody = [costs.shape[1] - 1] * len(costs)
    assert plan.wrong_of(costs, nobody, plan.NOBODY * len(costs)) == ["there is a cheaper plan"]
    assert plan.wrong_of(costs, nobody[1:], 0) == [f"{len(costs) - 1} lines of {len(costs)}"]
