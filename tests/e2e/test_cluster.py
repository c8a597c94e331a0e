"""The story over RabbitMQ with a process for each API and each worker, and with everything killed in turn."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from demo.client import Client
from demo.facts import facts
from demo.story import Stage, tell
from demo.table import Table, read_table
from services.catalogue import SERVICES
from services.embedded.mongod import Mongod
from services.founding import found
from shared.http.issuer import Issuer
from shared.runtime.installation import Installation
from tests.e2e.expected import assert_right
from tests.support.broker import Broker
from tests.support.cluster import Cluster, running_cluster

Kill = Callable[[], Awaitable[None]]
"""Kills something that lives, and starts it again."""
IN_FLIGHT = 0.004
"""Seconds after the named step began: its request is under way."""
DOWN = 0.3


class Kills:
    """Strikes while the story goes on, at the steps named; each once, and on what has recovered from the last one."""

    def __init__(self, at: Mapping[str, Kill]) -> None:
        self._at = dict(at)
        self._struck: list[asyncio.Task[None]] = []
        self._one_by_one = asyncio.Lock()

    async def before(self, step: str) -> None:
        """The story is about to take `step`."""
        if kill := self._at.pop(step, None):
            async with self._one_by_one:
                await asyncio.gather(*self._struck)
                self._struck.append(asyncio.create_task(self._strike(kill)))

    async def finished(self) -> int:
        """How many hit; raises what one of them found."""
        assert not self._at, f"the story never came to {sorted(self._at)}"
        await asyncio.gather(*self._struck)
        return len(self._struck)

    async def _strike(self, kill: Kill) -> None:
        await asyncio.sleep(IN_FLIGHT)
        await kill()


async def play(cluster: Cluster, installation: Installation, issuer: Issuer, kills: Kills) -> Table:
    """The whole story, told to the cluster."""
    services = {name: await installation.service(part) for name, part in SERVICES.items()}

    async def tips() -> Mapping[str, int]:
        return {name: await service.log.tip() for name, service in services.items()}

    async with Client(cluster.addresses, kills.before) as client:
        stage = Stage(client, issuer)
        stage.ids["root"] = await found(installation, **facts("story")["places"]["root"])
        client.positions["registry"] = f"registry:{(await tips())['registry']}"
        await tell(stage)
        return await read_table(stage, tips)


def programs(cluster: Cluster, kind: str, steps: Mapping[str, str]) -> dict[str, Kill]:
    """Kills of the API or worker of a service at a step."""

    def of(name: str) -> Kill:
        program = getattr(cluster, kind)[name]

        async def kill() -> None:
            await program.kill()
            await program.start()

        return kill

    return {step: of(name) for step, name in steps.items()}


def servers(server: Mongod | Broker, steps: Sequence[str]) -> dict[str, Kill]:
    """Kills of MongoDB or the broker at each of `steps`."""

    async def kill() -> None:
        assert await _answers(server.url), "nothing to kill"
        await server.kill()
        assert not await _answers(server.url)
        await asyncio.sleep(DOWN)
        await server.start()

    return dict.fromkeys(steps, kill)


async def _answers(url: str) -> bool:
    where = urlsplit(url)
    try:
        _, writer = await asyncio.open_connection(where.hostname, where.port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


async def _played(
    directory: Path, mongo_url: str, amqp_url: str, prefix: str, kills: Callable[[Cluster], Mapping[str, Kill]]
) -> int:
    async with running_cluster(directory, mongo_url, amqp_url, prefix[:20]) as (cluster, installation, issuer):
        striking = Kills(kills(cluster))
        began = time.monotonic()
        table = await play(cluster, installation, issuer, striking)
        print(f"played in {time.monotonic() - began:.1f} s")
        hits = await striking.finished()
    assert_right(table)
    return hits


@pytest.mark.timeout(240)
async def test_the_story_over_rabbitmq_in_separate_processes(
    tmp_path: Path, mongo_url: str, broker: Broker, prefix: str
) -> None:
    assert await _played(tmp_path, mongo_url, broker.url, prefix, lambda _: {}) == 0


@pytest.mark.timeout(240)
async def test_the_same_table_when_apis_and_workers_are_killed(
    tmp_path: Path, mongo_url: str, broker: Broker, prefix: str
) -> None:
    apis = {"publish.dumplings": "registry", "claim.night_lights.power": "matching", "told.wish_fulfilled": "notify"}
    workers = {"wish.lamp": "registry", "confirm.quilt": "matching", "confirm.training": "evaluation"}

    def kills(cluster: Cluster) -> Mapping[str, Kill]:
        return {**programs(cluster, "apis", apis), **programs(cluster, "workers", workers)}

    assert await _played(tmp_path, mongo_url, broker.url, prefix, kills) == 6


@pytest.mark.timeout(240)
async def test_the_same_table_when_mongodb_and_the_broker_are_killed(
    tmp_path: Path, mongod: Mongod, broker: Broker, prefix: str
) -> None:
    databases = ("wish.glasses", "deliver.night_lights.tower.2", "scheme")
    brokers = ("list.hall", "accept.haircut.station", "confirm.tricycle")

    def kills(_: Cluster) -> Mapping[str, Kill]:
        return {**servers(mongod, databases), **servers(broker, brokers)}

    assert await _played(tmp_path, mongod.url, broker.url, prefix, kills) == 6
