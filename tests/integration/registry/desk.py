"""Registry on a real MongoDB, with its projector and effects, as people reach it: over HTTP with a token."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI
from pymongo.asynchronous.database import AsyncDatabase

from services.registry.commands import Follow, FoundCommunity
from services.registry.effects import sweep
from services.registry.events import Followed
from services.registry.main import REGISTRY
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Actor
from shared.eventsourcing.projector import Projector
from shared.http.admission import Admission
from shared.http.app import make_app
from shared.http.auth import Keys, Verifier
from shared.http.issuer import AUDIENCE, ISSUER, Issuer, key_file
from shared.messaging.positions import Positions
from shared.privacy.master import MasterKeys
from shared.privacy.vault import Vault
from shared.runtime.effects import run_effects
from shared.runtime.service import Service
from tests.support.eventually import eventually, running

ROOT = "/api/registry/v1"
SECRET = b"a secret of at least thirty-two bytes"
DISTRICT = derived_id("community", "xicheng")
SYSTEM = Actor(id="system:test")


class Clock:
    """The service's clock, which a test can move."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Desk:
    """The service, and whoever speaks to it."""

    service: Service
    client: httpx2.AsyncClient
    issuer: Issuer
    clock: Clock
    database: AsyncDatabase[dict[str, Any]]
    position: str = "registry:0"
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)

    def sign_in(self, name: str, role: str, **claims: str) -> None:
        """Makes a token for `name`."""
        life = timedelta(days=2000)
        token = self.issuer.token(role, name, now=datetime.now(UTC), lifetime=life, **claims)
        self.tokens[name] = {"Authorization": f"Bearer {token}"}

    async def write(
        self, who: str, method: str, path: str, body: Any = None, status: int = 200, **headers: str
    ) -> dict[str, Any]:
        """Sends a write, checks its status, and remembers its position."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self.client.request(method, ROOT + path, json=body, headers=self.tokens.get(who, {}) | named)
        assert answer.status_code == status, answer.text
        self.position = answer.headers.get("Position", self.position)
        found: dict[str, Any] = answer.json()
        return found

    async def post(self, who: str, path: str, body: Any, status: int = 201, **headers: str) -> dict[str, Any]:
        """Sends a POST."""
        return await self.write(who, "POST", path, body, status, **headers)

    async def read(self, who: str, path: str, status: int = 200, **headers: str) -> httpx2.Response:
        """Reads, once all that was written shows."""
        joint = "&" if "?" in path else "?"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        url, told = f"{ROOT}{path}{joint}min_position={self.position}", self.tokens.get(who, {}) | named

        async def seen() -> httpx2.Response | None:
            answer = await self.client.get(url, headers=told)
            return None if answer.status_code == 503 else answer

        answer = await eventually(seen, f"{path} shows {self.position}")
        assert answer.status_code == status, answer.text
        return answer

    async def get(self, who: str, path: str, status: int = 200) -> dict[str, Any]:
        """Reads a document."""
        found: dict[str, Any] = (await self.read(who, path, status)).json()
        return found

    async def follow(self, stream: str, fact: Followed) -> None:
        """Records what matching would tell."""
        command = Follow(at=self.clock(), actor=SYSTEM, fact=fact)
        outcome = await self.service.handler.handle(Envelope(stream, command, id=f"{stream}/{fact!r}"))
        self.position = f"registry:{outcome.position}"

    async def shown(self) -> None:
        """Waits until all that was written shows, for what says of no position that it waits for it."""
        written = int(self.position.partition(":")[2])

        async def reached() -> bool:
            return await self.service.reads.position() >= written

        await eventually(reached, f"{self.position} is shown")

    async def sweep(self) -> None:
        """The chore, which looks for what it has to do in what is shown; so once all that was written is."""
        await self.shown()
        await sweep(self.service)

    async def found_root(self) -> None:
        """The first node, as `found-root` does it."""
        command = FoundCommunity(at=self.clock(), actor=SYSTEM, name="西城区", level="district", path=(DISTRICT,))
        outcome = await self.service.handler.handle(Envelope(DISTRICT, command, id="root"))
        self.position = f"registry:{outcome.position}"


@dataclass
class Town:
    """核桃园社区 with a neighbour community, a school, a care station, and two residents."""

    desk: Desk
    home: str
    other: str
    school: str
    station: str
    li: str
    wang: str


_APPS: list[FastAPI] = []


def _app_of(service: Service) -> FastAPI:
    """The one app of all tests, with `service` behind it: the first request to a new one takes most of a second of
    work, for its routes."""
    if not _APPS:
        _APPS.append(make_app(service, REGISTRY.router, REGISTRY.policy, REGISTRY.title))
    _APPS[0].state.admission = Admission(service, REGISTRY.policy)
    return _APPS[0]


@asynccontextmanager
async def opened(database: AsyncDatabase[dict[str, Any]], directory: Path) -> AsyncIterator[Desk]:
    """Registry with its projector and effects, founded, with the district's staff signed in as `district`."""
    issuer, clock = Issuer.open(directory), Clock()
    keys = Keys(str(key_file(directory)))
    verifier = Verifier(keys, issuer=ISSUER, audience=AUDIENCE, secret=SECRET)
    key_database = database.client[f"{database.name}_keys"]
    vault = Vault(database["vault"], key_database["keys"], MasterKeys(bytes(32)))
    service = Service(REGISTRY, database, verifier, SECRET, vault, now=clock)
    await service.prepare()
    await vault.prepare()
    app = _app_of(service)
    projector = Projector(database, service.log, service.tail, REGISTRY.projections, epoch=1, now=clock)
    await projector.prepare()
    effects = run_effects(service, projector, Positions(database, epoch=1))
    transport = httpx2.ASGITransport(app)
    async with (
        running(projector.run(), effects),
        httpx2.AsyncClient(transport=transport, base_url="http://desk") as client,
    ):
        desk = Desk(service, client, issuer, clock, database)
        await desk.found_root()
        desk.sign_in("district", "staff", node=DISTRICT)
        yield desk
    await database.client.drop_database(key_database.name)
