"""The stage: servers, the product's processes, and what load and oracle need of them."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import httpx2
from pydantic import SecretStr
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from services.catalogue import SERVICES
from services.embedded.mongod import HOST, any_free_port
from shared.http.issuer import Issuer
from shared.messaging.parked import PARKED
from shared.runtime import jobs
from shared.runtime.installation import Installation, installed
from shared.runtime.service import utc_now
from shared.runtime.settings import Settings
from tests.chaos.poison import MARKS
from tests.chaos.servers import Servers, serve
from tests.chaos.town import Process, Processes
from tests.support.eventually import eventually

APIS = {"registry": 2, "matching": 2, "evaluation": 1, "notify": 1}
WORKERS = {"registry": 2, "matching": 2, "evaluation": 1, "notify": 1}
READY_WITHIN = 120.0
RETRIED_WITHIN = 120.0
SELF = "rig"


class Town(Protocol):
    """What the load client and the oracle get to see."""

    addresses: Mapping[str, Sequence[str]]
    issuer: Issuer
    installation: Installation
    poisoned: set[str]


@dataclass
class Stage:
    """A `Town`, and all that stands behind it. `prefix` names its databases, exchanges and queues."""

    directory: Path
    prefix: str
    servers: Servers
    installation: Installation
    issuer: Issuer
    processes: Processes
    addresses: dict[str, list[str]]
    poisoned: set[str] = field(default_factory=lambda: set(MARKS))
    took: float = 0.0
    """Seconds until it was ready."""

    async def ready(self, service: str = "") -> None:
        """Returns when every API (of `service`) has what it needs."""
        async with httpx2.AsyncClient(trust_env=False, timeout=5) as client:
            wanted = [a for name, found in self.addresses.items() if service in ("", name) for a in found]
            await asyncio.gather(*(_answers(client, address) for address in wanted))

    async def answers(self, process: Process) -> None:
        """Returns when this API has what it needs."""
        async with httpx2.AsyncClient(trust_env=False, timeout=5) as client:
            await _answers(client, f"http://{HOST}:{process.port}")

    def database(self, service: str) -> AsyncDatabase[dict[str, Any]]:
        """The database of a service."""
        return self.installation.client[f"{self.prefix}_{service}"]

    async def retry_parked(self) -> None:
        """Asks every service to take in what it has parked; returns when all have tried."""
        asked = [(name, await jobs.submit(self.database(name), "retry_parked", utc_now())) for name in SERVICES]
        async with asyncio.timeout(RETRIED_WITHIN):
            for name, job in asked:
                while not await self._is_done(name, job):
                    await asyncio.sleep(0.2)

    async def _is_done(self, service: str, job: str) -> bool:
        try:
            return (await jobs.look(self.database(service), job))["state"] in ("done", "failed")
        except PyMongoError:
            return False

    async def parked(self) -> int:
        """How many commits are parked, in all services."""
        return sum([await self.database(name)[PARKED].count_documents({}) for name in SERVICES])

    async def mend(self) -> None:
        """Undoes whatever faults have left, starts what is dead, and returns when everything answers."""
        self.tell("poison", "")
        for service in SERVICES:
            self.tell(f"clock-{service}", "0")
        self.servers.wires.heal_all()
        await self.servers.mend()
        for process in self.processes.all:
            process.signal(signal.SIGCONT)
        await self.processes.start()
        await self.ready()

    def tell(self, file: str, text: str) -> None:
        """Writes what the processes look for, all of it or nothing."""
        new = self.directory / f".{file}"
        new.write_text(text)
        new.replace(self.directory / file)


async def _answers(client: httpx2.AsyncClient, address: str) -> None:
    async def look() -> bool:
        try:
            return (await client.get(f"{address}/readyz")).is_success
        except httpx2.TransportError:
            return False

    await eventually(look, f"{address} is ready", READY_WITHIN)  # type: ignore[arg-type]


@asynccontextmanager
async def staged(directory: Path) -> AsyncIterator[Stage]:
    """Servers and a stage upon them, in `directory`."""
    async with serve(directory) as servers, played(directory, servers, "chaos") as stage:
        yield stage


@asynccontextmanager
async def played(directory: Path, servers: Servers, prefix: str, plant: str = "") -> AsyncIterator[Stage]:
    """The product's processes upon running servers, over databases of their own; ended afterwards."""
    here = directory / prefix
    here.mkdir()
    settings = _settings(here, servers, prefix)
    issuer = Issuer.open(here)
    async with installed(settings, servers.mongo.url_of(SELF)) as installation:
        environment = _environment(here, prefix, plant)
        processes = [p async for p in _processes(here, servers, environment)]
        addresses = {
            name: [f"http://{HOST}:{p.port}" for p in processes if (p.role, p.service) == ("serve", name)]
            for name in SERVICES
        }
        stage = Stage(here, prefix, servers, installation, issuer, Processes(processes), addresses)
        began = time.monotonic()
        try:
            await stage.processes.start()
            await stage.ready()
            stage.took = time.monotonic() - began
            yield stage
        finally:
            await stage.processes.stop()


def _settings(directory: Path, servers: Servers, prefix: str) -> Settings:
    return Settings(
        state_dir=directory,
        mongo_url=SecretStr(servers.mongo.url),
        amqp_url=SecretStr(servers.broker.url),
        database_prefix=prefix,
        amqp_prefix=prefix,
    )


def _environment(directory: Path, prefix: str, plant: str) -> dict[str, str]:
    return {
        "STATE_DIR": str(directory),
        "CHAOS_DIR": str(directory),
        "DATABASE_PREFIX": prefix,
        "AMQP_PREFIX": prefix,
        "RATE_LIMIT": "1000000/minute",
        "LOG_LEVEL": "INFO",
        "PLANT": plant,
    }


async def _processes(directory: Path, servers: Servers, environment: Mapping[str, str]) -> AsyncIterator[Process]:
    for role, counts in (("work", WORKERS), ("serve", APIS)):
        for service, count in counts.items():
            for number in range(1, count + 1):
                name = f"{role}-{service}-{number}"
                port = any_free_port() if role == "serve" else 0
                own = {
                    "MONGO_URL": servers.mongo.url_of(name),
                    "AMQP_URL": await servers.broker_url(name),
                    "WORKER_ID": name,
                    "PORT": str(port),
                }
                yield Process(directory, name, role, service, port, {**environment, **own})
