"""What is to ail: MongoDB, RabbitMQ, a process for each API and each worker, and a town that writes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from pydantic import SecretStr

from services.catalogue import SERVICES
from services.embedded.mongod import HOST, Mongod, any_free_port
from shared.http.issuer import Issuer
from shared.runtime.installation import Installation, installed
from shared.runtime.settings import Settings
from tests.alarms.watch import Watch
from tests.support.eventually import eventually
from tests.support.node import Node
from tests.support.program import Program
from tests.support.system import UNLIMITED, Speaker, Town, found_town

PREFIX = "alarms"


class MeasuredNode(Node):
    """A RabbitMQ with its plugin for Prometheus."""

    metrics_port = 0

    def _prepare(self) -> None:
        super()._prepare()
        self.metrics_port = self.metrics_port or any_free_port()
        (self._directory / "enabled_plugins").write_text("[rabbitmq_prometheus].\n")
        with (self._directory / "rabbitmq.conf").open("a") as config:
            config.write(f"prometheus.tcp.ip = {HOST}\nprometheus.tcp.port = {self.metrics_port}\n")


class _ByService(httpx2.AsyncHTTPTransport):
    """Sends `/api/<service>/…` to the port of that service."""

    def __init__(self, ports: dict[str, int]) -> None:
        super().__init__()
        self._ports = ports

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.url = request.url.copy_with(port=self._ports[request.url.path.split("/")[2]])
        return await super().handle_async_request(request)


@dataclass
class Stage:
    """Everything at hand; `programs` by the name of their target (`registry-api`)."""

    mongod: Mongod
    broker: MeasuredNode
    programs: dict[str, Program]
    metrics: dict[str, int]
    installation: Installation
    speaker: Speaker
    town: Town
    watch: Watch
    written: int = 0

    async def write(self) -> None:
        """One more organization."""
        self.written += 1
        body = {"community": self.town.home, "name": f"单位{self.written}", "kind": "shop", "peer_class": "shop"}
        await self.speaker.post("district", "/registry/v1/organizations", **body)

    def database(self, service: str) -> Any:
        """The database of a service."""
        return self.installation.client[f"{PREFIX}_{service}"]

    async def fail(self, command: str, service: str, collection: str, **how: Any) -> None:
        """Lets MongoDB fail (or delay) one kind of command on one collection."""
        data = {"failCommands": [command], "namespace": f"{PREFIX}_{service}.{collection}", **how}
        await self.installation.client.admin.command(
            {"configureFailPoint": "failCommand", "mode": "alwaysOn", "data": data}
        )

    async def mend(self) -> None:
        """Lets MongoDB do everything again."""
        await self.installation.client.admin.command({"configureFailPoint": "failCommand", "mode": "off"})

    async def readyz(self, target: str) -> str:
        """What a process says of itself."""
        async with httpx2.AsyncClient(trust_env=False, timeout=5) as client:
            try:
                answer = await client.get(f"http://{HOST}:{self.metrics[target]}/readyz")
            except httpx2.TransportError as error:
                return type(error).__name__
        return f"{answer.status_code} {answer.text}"


@asynccontextmanager
async def staged(directory: Path) -> AsyncIterator[Stage]:
    """Starts everything; ends it all at the end."""
    async with AsyncExitStack() as stack:
        mongod = Mongod(directory / "mongod", options=("--setParameter", "enableTestCommands=1"))
        await mongod.start()
        stack.push_async_callback(mongod.stop)
        broker = MeasuredNode(directory / "rabbitmq")
        await broker.start()
        stack.push_async_callback(broker.stop)
        settings = Settings(
            state_dir=directory,
            mongo_url=SecretStr(mongod.url),
            amqp_url=SecretStr(broker.url),
            database_prefix=PREFIX,
            amqp_prefix=PREFIX,
        )
        issuer = Issuer.open(directory)
        installation = await stack.enter_async_context(installed(settings, mongod.url))
        ports = {name: any_free_port() for name in SERVICES}
        metrics = {f"{name}-{role}": any_free_port() for name in SERVICES for role in ("api", "worker")}
        programs = _programs(directory, settings, ports, metrics)
        for program in programs.values():
            await program.start()
            stack.push_async_callback(program.stop)
        client = httpx2.AsyncClient(transport=_ByService(ports), base_url=f"http://{HOST}", timeout=30)
        await stack.enter_async_context(client)
        await asyncio.gather(*(_ready(programs[f"{name}-api"], ports[name]) for name in SERVICES))
        speaker = Speaker(client, issuer)
        town = await found_town(speaker, installation)
        targets = {f"{name}:9090": f"{HOST}:{port}" for name, port in metrics.items()}
        watch = Watch(directory / "prometheus", targets | {"rabbitmq:15692": f"{HOST}:{broker.metrics_port}"})
        stack.push_async_callback(watch.stop)
        await watch.start()
        yield Stage(mongod, broker, programs, metrics, installation, speaker, town, watch)


def _programs(
    directory: Path, settings: Settings, ports: dict[str, int], metrics: dict[str, int]
) -> dict[str, Program]:
    assert settings.mongo_url
    assert settings.amqp_url
    environment = {
        "MONGO_URL": settings.mongo_url.get_secret_value(),
        "AMQP_URL": settings.amqp_url.get_secret_value(),
        "DATABASE_PREFIX": PREFIX,
        "AMQP_PREFIX": PREFIX,
        "STATE_DIR": str(directory),
        "RATE_LIMIT": UNLIMITED,
        "LOG_LEVEL": "INFO",
    }
    made: dict[str, Program] = {}
    for target, port in metrics.items():
        name, _, role = target.partition("-")
        verb = "serve" if role == "api" else "work"
        own = {"METRICS_PORT": str(port), "PORT": str(ports[name])}
        made[target] = Program(directory / f"{target}.log", verb, name, **environment, **own)
    return made


async def _ready(program: Program, port: int) -> None:
    async with httpx2.AsyncClient(trust_env=False) as client:

        async def look() -> bool:
            program.assert_runs()
            try:
                return (await client.get(f"http://{HOST}:{port}/readyz")).is_success
            except httpx2.TransportError:
                return False

        await eventually(look, "the API is ready", 90)
