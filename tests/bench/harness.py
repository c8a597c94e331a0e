"""The servers of a run, and how a sample with processes of its own is taken on them."""

import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import aio_pika
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from services.embedded.mongod import Mongod
from shared.http.issuer import Issuer
from tests.bench.measure import Meter, Pids, brokers
from tests.bench.place import COMMUNITY, Place
from tests.bench.spawn import Spawned, start
from tests.support.broker import obtain

CACHE_MB = 1024
LIFE = timedelta(days=1)


@dataclass
class Ground:
    """One mongod and one RabbitMQ for a whole run; every sample has databases and queues of its own on them."""

    mongo_url: str
    amqp_url: str
    servers: Pids
    client: AsyncMongoClient[dict[str, Any]]
    state: Path
    issuer: Issuer
    rabbitmq: str = ""
    kept: dict[str, Any] = field(default_factory=dict)
    """What a lane has prepared once for all its rounds."""

    def place(self) -> Place:
        """A new place for one sample."""
        return Place(self.mongo_url, self.amqp_url, f"bench_{uuid4().hex[:12]}", str(self.state))

    def tokens(self, callers: int) -> list[str]:
        """A token for each caller."""
        now = datetime.now(UTC)
        return [
            self.issuer.token("staff", f"caller-{n}", now=now, lifetime=LIFE, node=COMMUNITY) for n in range(callers)
        ]

    def database(self, place: Place, service: str) -> AsyncDatabase[dict[str, Any]]:
        """The database of `service` in one sample."""
        return self.client[f"{place.prefix}_{service}"]

    def meter(self, processes: dict[str, Spawned], outside: Sequence[int] = (), servers: Pids | None = None) -> Meter:
        """Measures these processes and the servers: those of the run, or others."""
        roles: dict[str, Sequence[int]] = {role: [process.pid] for role, process in processes.items()}
        return Meter({**roles, **(self.servers if servers is None else servers)}, outside)

    async def clear(self, place: Place) -> None:
        """Drops what a sample has left in MongoDB; its queues hold nothing any more."""
        for name in await self.client.list_database_names():
            if name.startswith(place.prefix):
                await self.client.drop_database(name)


@asynccontextmanager
async def ground(mongod: Mongod | None = None, amqp_url: str | None = None) -> AsyncIterator[Ground]:
    """The servers: those given, else ones of our own that are gone afterwards."""
    began = time.time() - 1
    directory = Path(tempfile.mkdtemp(prefix="bench-"))
    mongod_of_ours = mongod is None
    mongod = mongod or Mongod(directory / "mongod", cache_mb=CACHE_MB)
    broker = None
    try:
        if mongod_of_ours:
            await mongod.start()
        if amqp_url is None:
            broker = await obtain(directory / "rabbitmq", print)
            amqp_url = broker.url
        assert mongod.pid
        pids = {"mongod": [mongod.pid], "broker": brokers(began if broker else 0)}
        async with AsyncMongoClient[dict[str, Any]](mongod.url, tz_aware=True, w="majority", journal=True) as client:
            version = await _rabbitmq(amqp_url)
            yield Ground(mongod.url, amqp_url, pids, client, directory, Issuer.open(directory), version)
    finally:
        if broker:
            await broker.stop()
        if mongod_of_ours:
            await mongod.stop()
        shutil.rmtree(directory, ignore_errors=True)


async def _rabbitmq(url: str) -> str:
    async with await aio_pika.connect(url) as connection:
        properties = connection.transport.connection.server_properties  # type: ignore[union-attr]
        return str(properties["version"])


@asynccontextmanager
async def generator() -> AsyncIterator[Spawned]:
    """The load generator in its own process."""
    process = await start("generator", "tests.bench.generator")
    try:
        await process.ready()
        yield process
    finally:
        await process.end()
