"""A short run of the rig's load without faults: all services in this process, their API behind one real port."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from pydantic import SecretStr

from services.catalogue import SERVICES
from services.running import door
from shared.http.issuer import Issuer
from shared.runtime.installation import Installation, installed
from shared.runtime.server import serving, working
from shared.runtime.settings import Settings
from shared.runtime.worker import Worker
from tests.chaos.ledger import Ledger
from tests.chaos.load import load
from tests.chaos.oracle import Verdict, judge
from tests.integration.faults.copies import Copy
from tests.support.eventually import eventually
from tests.support.system import UNLIMITED

RATE = 40.0
ENOUGH = 170
QUIET_WITHIN = 20.0


@dataclass
class Town:
    """Where the load goes."""

    addresses: Mapping[str, Sequence[str]]
    issuer: Issuer
    installation: Installation
    poisoned: set[str] = field(default_factory=set)


@asynccontextmanager
async def short_run(mongo_url: str, directory: Path) -> AsyncIterator[tuple[Copy, Verdict]]:
    """What it left, once all workers have ended, and the verdict over it."""
    prefix = f"test_{uuid4().hex[:12]}"
    url = SecretStr(mongo_url)
    settings = Settings(state_dir=directory, database_prefix=prefix, mongo_url=url, rate_limit=UNLIMITED, amqp_url=None)
    issuer = Issuer.open(directory)
    async with installed(settings, mongo_url) as installation:
        services = [await installation.service(part) for part in SERVICES.values()]
        workers = [Worker(service, installation.bus, "tests") for service in services]
        async with working(*(worker.run() for worker in workers)), serving(door(services), "127.0.0.1", 0) as port:
            for service in services:
                while await service.ready():
                    await asyncio.sleep(0.02)
            addresses = {name: [f"http://127.0.0.1:{port}"] for name in SERVICES}
            with Ledger(directory / "ledger") as ledger:
                await _play(Town(addresses, issuer, installation), ledger)
                verdict = await judge(installation, ledger, QUIET_WITHIN)
        yield await Copy.of(installation, directory / "ledger"), verdict
        for name in await installation.client.list_database_names():
            if name.startswith(prefix):
                await installation.client.drop_database(name)


async def _play(town: Town, ledger: Ledger) -> None:
    stop = asyncio.Event()
    loading = asyncio.create_task(load(town, ledger, seed=4, rate=RATE, stop=stop))
    try:
        await eventually(lambda: ledger.counts()["acknowledged"] >= ENOUGH, "enough was acknowledged", 60)
    finally:
        stop.set()
        await loading
