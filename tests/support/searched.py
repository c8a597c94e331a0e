"""The services as in a cluster, on a MongoDB and a RabbitMQ whose files can be searched; they log all they can, and
whatever anybody is answered is remembered."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
from pydantic import SecretStr
from pymongo import AsyncMongoClient

from services.embedded.mongod import Mongod, any_free_port
from shared.http.issuer import Issuer
from shared.runtime.installation import Installation, installed
from shared.runtime.settings import Settings
from tests.support.broker import Broker
from tests.support.eventually import eventually
from tests.support.leaks import UNCOMPRESSED, new_control, plant_in_broker, plant_in_mongo
from tests.support.program import Program
from tests.support.system import UNLIMITED, Speaker, Town, found_town

Heard = tuple[str, str]
"""Who asked for what, and the answer."""


@dataclass
class Listening(Speaker):
    """Remembers what everybody was answered."""

    heard: list[Heard] = field(default_factory=list)

    async def send(
        self, who: str, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> httpx2.Response:
        answer = await super().send(who, method, path, body, headers)
        said = [value for name, value in answer.headers.items() if name != "idempotency-key"]  # that one is given back
        self.heard.append((f"{who} {method} {path.partition('?')[0]}", " ".join([*said, answer.text])))
        return answer


@dataclass
class Cluster:
    """Everything that keeps something, and where."""

    speaker: Listening
    installation: Installation
    mongod: Mongod
    programs: list[Program]
    logs: Path
    town: Town


@asynccontextmanager
async def cluster(directory: Path, broker: Broker) -> AsyncIterator[Cluster]:
    """All of it, with a town founded, below `directory`."""
    mongod = Mongod(directory / "mongod", options=UNCOMPRESSED)
    async with AsyncExitStack() as stack:
        await mongod.start()
        stack.push_async_callback(mongod.stop)
        prefix, port = f"erase_{uuid4().hex[:8]}", any_free_port()
        settings = Settings(
            mongo_url=SecretStr(mongod.url),
            amqp_url=SecretStr(broker.url),
            database_prefix=prefix,
            amqp_prefix=prefix,
            state_dir=directory / "state",
        )
        issuer = Issuer.open(settings.state_dir)
        installation = await stack.enter_async_context(installed(settings, mongod.url))
        logs = directory / "logs"
        logs.mkdir()
        programs = [await _started(stack, settings, logs, kind, port) for kind in ("serve", "work")]
        client = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30)
        await stack.enter_async_context(client)
        await eventually(lambda: _ready(client, programs), "the services answer", 60)
        speaker = Listening(client, issuer)
        town = await found_town(speaker, installation)
        yield Cluster(speaker, installation, mongod, programs, logs, town)


async def _started(stack: AsyncExitStack, settings: Settings, logs: Path, kind: str, port: int) -> Program:
    assert settings.mongo_url
    assert settings.amqp_url
    environment = {
        "MONGO_URL": settings.mongo_url.get_secret_value(),
        "AMQP_URL": settings.amqp_url.get_secret_value(),
        "DATABASE_PREFIX": settings.database_prefix,
        "AMQP_PREFIX": settings.amqp_prefix,
        "STATE_DIR": str(settings.state_dir),
        "RATE_LIMIT": UNLIMITED,
        "LOG_LEVEL": "DEBUG",
        "PORT": str(port),
    }
    program = Program(logs / f"{kind}.log", kind, "all", **environment)
    await program.start()
    stack.push_async_callback(program.stop)
    return program


async def _ready(client: httpx2.AsyncClient, programs: list[Program]) -> bool:
    for program in programs:
        assert program.pid, program.said()[-3000:]
    try:
        return (await client.get("/readyz")).is_success
    except httpx2.TransportError:
        return False


async def plant(made: Cluster, broker: Broker) -> dict[str, str]:
    """A control in each place, by the way everything else gets there."""
    speaker, logged = made.speaker, f"control-{uuid4().hex}"
    headers = {"Authorization": "Bearer nothing", "X-Request-ID": logged}
    await speaker.send("-", "GET", "/registry/v1/tree", headers=headers)
    said = f"对照{uuid4().hex[:8]}"
    body = {"community": made.town.home, "text": said}
    wish = await speaker.post("staff", "/registry/v1/wishes", **body)
    await speaker.read("street", f"/registry/v1/wishes/{wish['id']}")
    stored, queued = new_control(), new_control()
    await plant_in_broker(broker.url, queued, f"planted_{uuid4().hex}")
    async with AsyncMongoClient[dict[str, Any]](made.mongod.url) as client:
        await plant_in_mongo(client["planted"], stored)
    return {"log": logged, "answer": said, "broker": queued, "mongod": stored}
