"""The benchmark's pipelines carry every command, and its books notice one that is missing."""

from collections.abc import AsyncIterator

import pytest

from services.embedded.mongod import Mongod
from tests.bench.harness import Ground, ground
from tests.bench.lanes.pipeline import drive
from tests.bench.ways import WAYS, Way, stage

WARM, COUNT, CALLERS = 10, 50, 8


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
