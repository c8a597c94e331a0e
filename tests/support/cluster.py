"""The four services as they run in a cluster: an API and a worker process each, over MongoDB and RabbitMQ."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
from pydantic import SecretStr

from services.catalogue import SERVICES
from services.embedded.mongod import any_free_port
from shared.http.issuer import Issuer
from shared.runtime.installation import Installation, installed
from shared.runtime.settings import Settings
from tests.support.eventually import eventually
from tests.support.program import Program


class Cluster:
    """`apis` and `workers` by service, and where the APIs answer."""

    def __init__(self, directory: Path, environment: Mapping[str, str]) -> None:
        ports = {name: any_free_port() for name in SERVICES}
        self.addresses = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
        self.apis = {
            name: Program(directory / f"serve-{name}.log", "serve", name, **environment, PORT=str(ports[name]))
            for name in SERVICES
        }
        self.workers = {
            name: Program(directory / f"work-{name}.log", "work", name, **environment, WORKER_ID=f"worker-{name}")
            for name in SERVICES
        }

    async def start(self) -> None:
        """Starts all processes and waits until every API has what it needs."""
        for program in (*self.workers.values(), *self.apis.values()):
            await program.start()
        async with httpx2.AsyncClient() as client:
            await asyncio.gather(*(self._ready(client, name) for name in SERVICES))

    async def stop(self) -> None:
        """Ends all processes."""
        for program in (*self.workers.values(), *self.apis.values()):
            await program.stop()

    async def _ready(self, client: httpx2.AsyncClient, name: str) -> None:
        async def look() -> bool:
            for program in (self.apis[name], self.workers[name]):
                program.assert_runs()
            try:
                return (await client.get(f"{self.addresses[name]}/readyz")).is_success
            except httpx2.TransportError:
                return False

        try:
            await eventually(look, f"{name} is ready", 60)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.apis[name].said()}\n{self.workers[name].said()}") from None


@asynccontextmanager
async def running_cluster(
    directory: Path, mongo_url: str, amqp_url: str, prefix: str
) -> AsyncIterator[tuple[Cluster, Installation, Issuer]]:
    """A running cluster, what reads its logs, and who signs its tokens; its databases are dropped at the end."""
    environment = {
        "STATE_DIR": str(directory),
        "MONGO_URL": mongo_url,
        "AMQP_URL": amqp_url,
        "DATABASE_PREFIX": prefix,
        "AMQP_PREFIX": prefix,
    }
    settings = Settings(
        state_dir=directory,
        mongo_url=SecretStr(mongo_url),
        amqp_url=SecretStr(amqp_url),
        database_prefix=prefix,
        amqp_prefix=prefix,
    )
    issuer = Issuer.open(directory)
    async with installed(settings, mongo_url) as installation:
        cluster = Cluster(directory, environment)
        try:
            await cluster.start()
            yield cluster, installation, issuer
        finally:
            await cluster.stop()
            await _drop(installation.client, prefix)


async def _drop(client: Any, prefix: str) -> None:
    for name in await client.list_database_names():
        if name.startswith(prefix):
            await client.drop_database(name)
