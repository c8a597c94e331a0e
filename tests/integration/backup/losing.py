"""An installation over RabbitMQ and MongoDB that is loaded, lost, put back and loaded again, with one ledger."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from services.catalogue import SERVICES
from services.embedded.mongod import any_free_port
from shared.http.issuer import Issuer
from shared.runtime.installation import Installation, installed
from shared.runtime.settings import Settings
from tests.chaos.ledger import Ledger
from tests.chaos.load import load
from tests.integration.faults.short_run import Town
from tests.support.eventually import eventually
from tests.support.program import Program
from tests.support.system import UNLIMITED

RATE = 25.0


@dataclass
class Site:
    """Where the installation lives; it may be started again and again."""

    directory: Path
    mongo_url: str
    amqp_url: str
    prefix: str

    @property
    def environment(self) -> dict[str, str]:
        """The same for all its processes."""
        return {
            "MONGO_URL": self.mongo_url,
            "AMQP_URL": self.amqp_url,
            "DATABASE_PREFIX": self.prefix,
            "AMQP_PREFIX": self.prefix,
            "STATE_DIR": str(self.directory),
            "RATE_LIMIT": UNLIMITED,
        }

    @property
    def settings(self) -> Settings:
        """What the processes read of it."""
        return Settings(**{name.lower(): value for name, value in self.environment.items()})

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Running"]:
        """With a process for all APIs and one for all workers, killed at the end of the block wherever they are."""
        port = any_free_port()
        api = Program(self.directory / "serve.log", "serve", "all", **self.environment, PORT=str(port))
        worker = Program(self.directory / "work.log", "work", "all", **self.environment)
        addresses = {name: [f"http://127.0.0.1:{port}"] for name in SERVICES}
        async with installed(self.settings, self.mongo_url) as installation:
            try:
                for program in (worker, api):
                    await program.start()
                await eventually(lambda: _is_ready(addresses["registry"][0], worker, api), "all is ready", 120)
                yield Running(Town(addresses, Issuer.open(self.directory), installation))
            finally:
                for program in (worker, api):
                    await program.stop()

    async def command(self, *arguments: str) -> str:
        """What `pomegranate …` says in a process of its own, which has to end well."""
        program = Program(self.directory / "commands.log", *arguments, **self.environment)
        await program.start()
        await eventually(lambda: program.exit_code is not None, f"{arguments} ends", 120)
        assert program.exit_code == 0, program.said()
        return program.said()

    async def destroy(self) -> None:
        """All databases are gone; what is in the queues stays."""
        async with installed(self.settings, self.mongo_url) as installation:
            for name in await installation.client.list_database_names():
                if name.startswith(self.prefix):
                    await installation.client.drop_database(name)


@dataclass
class Running:
    """An installation at work."""

    town: Town

    @property
    def installation(self) -> Installation:
        """What reads its logs."""
        return self.town.installation

    @asynccontextmanager
    async def loaded(self, ledger: Ledger, seed: int) -> AsyncIterator[None]:
        """While many people work with it."""
        stop = asyncio.Event()
        loading = asyncio.create_task(load(self.town, ledger, seed, RATE, stop))
        try:
            yield
        finally:
            stop.set()
            await loading


async def _is_ready(address: str, *programs: Program) -> bool:
    for program in programs:
        program.assert_runs()
    async with httpx2.AsyncClient() as client:
        try:
            return (await client.get(f"{address}/readyz")).is_success
        except httpx2.TransportError:
            return False


def forget(ledger: Path, tips: Mapping[str, int]) -> int:
    """Takes out of the ledger what was acknowledged and is not in the backup: nobody knows of it now; says how many."""
    lines = [json.loads(line) for line in ledger.read_text().splitlines()]
    service = {line["number"]: line["service"] for line in lines if line["is"] == "sent"}
    kept = [line for line in lines if not _is_lost(line, service, tips)]
    ledger.write_text("".join(json.dumps(line) + "\n" for line in kept))
    return len(lines) - len(kept)


def _is_lost(line: Mapping[str, object], service: Mapping[object, str], tips: Mapping[str, int]) -> bool:
    if line["is"] != "told" or line["kind"] != "acknowledged":
        return False
    return int(str(line["position"])) > tips[service[line["number"]]]


async def ahead(installation: Installation) -> Sequence[str]:
    """Who stands in another's log behind its end, and what was made of commits that are not there."""
    found: list[str] = []
    logs = {name: installation.client[f"{installation.settings.database_prefix}_{name}"] for name in SERVICES}
    there = {name: {(c["stream"], c["version"]) async for c in log["commits"].find()} for name, log in logs.items()}
    for name, log in logs.items():
        async for row in log["positions"].find({"_id": {"$regex": "^inbox"}}):
            source = row["_id"].removeprefix("inbox.")
            if row["position"] > len(there[source]):  # its positions have no gaps: the oracle looks
                found.append(f"{name} has taken in {row['position']} of {source}, which has {len(there[source])}")
        async for commit in log["commits"].find({"causation": {"$ne": ""}}):
            source, *where = commit["causation"].split("/")
            if source in there and (where[0], int(where[1])) not in there[source]:
                found.append(f"{name}:{commit['_id']} was made of {commit['causation']}, which is not there")
    return found
