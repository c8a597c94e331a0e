"""A short run of the rig's load without faults: all services in this process, their API behind one real port."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
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
from tests.chaos.oracle import Verdict, Witness, judge
from tests.chaos.oracle.books import database_of
from tests.integration.faults.copies import Copy
from tests.support.eventually import eventually
from tests.support.system import UNLIMITED, Clock

RATE = 40.0
ENOUGH = 170
ENOUGH_WITHIN = 240.0
HAPPENED: tuple[dict[str, str], ...] = (
    *({"events.type": each} for each in ("request_claimed", "delivery_confirmed", "claim_overdue")),
    *({"events.type": each} for each in ("booking_made", "suggestion_accepted")),
    {"events.type": "history_redacted", "events.data.service": "matching"},
)
QUIET_WITHIN = 60.0


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
        services, clock = [await installation.service(part) for part in SERVICES.values()], Clock()
        for service in services:
            service.now = clock
        workers = [Worker(service, installation.bus, "tests") for service in services]
        async with working(*(worker.run() for worker in workers)), serving(door(services), "127.0.0.1", 0) as port:
            for service in services:
                while await service.ready():
                    await asyncio.sleep(0.02)
            addresses = {name: [f"http://127.0.0.1:{port}"] for name in SERVICES}
            witness = Witness(installation)
            with Ledger(directory / "ledger") as ledger:
                watching = asyncio.create_task(witness.watch())
                await _play(Town(addresses, issuer, installation), ledger)
                clock.ahead = timedelta(hours=-1)  # so that no deadline falls due between the verdict and the end
                verdict = await judge(installation, ledger, QUIET_WITHIN, witness)
                watching.cancel()
        yield await Copy.of(installation, directory / "ledger", witness), verdict
        for name in await installation.client.list_database_names():
            if name.startswith(prefix):
                await installation.client.drop_database(name)


async def _play(town: Town, ledger: Ledger) -> None:
    stop = asyncio.Event()
    loading = asyncio.create_task(load(town, ledger, seed=4, rate=RATE, stop=stop))
    try:

        async def enough() -> bool:
            await asyncio.sleep(0.25)  # a look reads the ledger and the log, in the loop that does the work
            return await _enough(town.installation, ledger)

        await eventually(enough, f"enough was done, {HAPPENED} among it", ENOUGH_WITHIN)  # type: ignore[arg-type]
    finally:
        stop.set()
        await loading


async def _enough(installation: Installation, ledger: Ledger) -> bool:
    """Whether everything has happened that the tests want to spoil."""
    counts = ledger.counts()
    if counts["acknowledged"] < ENOUGH or not counts["refused"]:
        return False
    commits = database_of(installation, "matching")["commits"]
    return all([await commits.find_one(happened) for happened in HAPPENED])
