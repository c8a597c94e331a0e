"""All four services in this process, over a real mongod and the bus inside the process, spoken to over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
from pydantic import SecretStr

from services.catalogue import SERVICES
from services.founding import found
from services.running import door
from shared.eventsourcing.ids import derived_id
from shared.http.issuer import Issuer
from shared.http.passes import make_pass
from shared.runtime.installation import Installation, installed
from shared.runtime.server import working
from shared.runtime.service import Service, utc_now
from shared.runtime.settings import Settings
from shared.runtime.worker import Worker
from tests.support.eventually import eventually

UNLIMITED = "1000000/minute"


class Clock:
    """What the services take for now; a test can move it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


@dataclass
class Speaker:
    """Whoever speaks to the services at the other end of `client`: people with tokens, and nobody."""

    client: httpx2.AsyncClient
    issuer: Issuer
    tokens: dict[str, str] = field(default_factory=dict)
    positions: dict[str, str] = field(default_factory=dict)
    """The Position of the latest write to each service."""

    def sign_in(self, who: str, role: str, **claims: str | None) -> str:
        """Makes a token for `who`, and keeps it."""
        life = timedelta(days=2000)
        self.tokens[who] = self.issuer.token(role, who, now=datetime.now(UTC), lifetime=life, **claims)
        return who

    def headers(self, who: str) -> dict[str, str]:
        """What `who` sends along; nobody sends nothing."""
        return {"Authorization": f"Bearer {self.tokens[who]}"} if who in self.tokens else {}

    async def send(
        self, who: str, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> httpx2.Response:
        """One request, whatever comes of it; `path` begins with the service, `body` may be raw bytes.

        Where it was written to is remembered.
        """
        content: dict[str, Any] = {} if body is None else {"json": body}
        named = {**self.headers(who), **(headers or {})}
        if isinstance(body, bytes):
            content = {"content": body}
            named = {"Content-Type": "application/json", **named}
        answer = await self.client.request(method, f"/api{path}", headers=named, **content)
        if answer.is_success and (position := answer.headers.get("Position")):
            service = path.split("/")[1]
            # of several sent at once the first may be answered last, and what is repeated is answered as it was
            self.positions[service] = max(self.positions.get(service, position), position, key=_number)
        return answer

    async def write(
        self, who: str, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """A write that has to be taken."""
        answer = await self.send(who, method, path, body, headers)
        assert answer.is_success, f"{who} {method} {path}: {answer.status_code} {answer.text}"
        receipt: dict[str, Any] = answer.json()
        return receipt

    async def post(self, who: str, path: str, headers: Mapping[str, str] | None = None, **body: Any) -> dict[str, Any]:
        """A POST that has to be taken."""
        return await self.write(who, "POST", path, body, headers)

    async def read(self, who: str, path: str, after: str | None = None) -> Any:
        """What `path` shows once it shows all that was written to its service, or to the service `after`."""
        position = self.positions.get(after or path.split("/")[1])
        joint = "&" if "?" in path else "?"
        full = f"{path}{joint}min_position={position}" if position else path

        async def seen() -> httpx2.Response | None:
            answer = await self.send(who, "GET", full)
            return None if answer.status_code == 503 else answer

        answer = await eventually(seen, f"{path} shows {position}")
        assert answer.is_success, f"{who} GET {full}: {answer.status_code} {answer.text}"
        return answer.json()

    async def items(self, who: str, path: str) -> list[Any]:
        """All pages of a list, which other tests may have made a long one."""
        joint = "&" if "?" in path else "?"
        page = await self.read(who, f"{path}{joint}limit=100")
        items = list(page["items"])
        while cursor := page["next_cursor"]:
            page = await self.read(who, f"{path}{joint}limit=100&cursor={cursor}")
            items += page["items"]
        return items


def _number(position: str) -> int:
    return int(position.partition(":")[2])


@dataclass
class System(Speaker):
    """The four services with their workers, beside whoever speaks to them."""

    installation: Installation = field(kw_only=True)
    services: dict[str, Service] = field(kw_only=True)
    clock: Clock = field(kw_only=True)

    async def took(self, prefix: str) -> bool:
        """Whether any service has recorded anything of requests whose id begins with `prefix`."""
        wanted = {"correlation": {"$regex": f"^{prefix}"}}
        return any([await service.log.holds(wanted) for service in self.services.values()])

    @property
    def environment(self) -> dict[str, str]:
        """With this a `pomegranate` in a process of its own is a part of the same system."""
        settings = self.installation.settings
        assert settings.mongo_url
        return {
            "MONGO_URL": settings.mongo_url.get_secret_value(),
            "AMQP_URL": settings.amqp_url.get_secret_value() if settings.amqp_url else "",
            "DATABASE_PREFIX": settings.database_prefix,
            "AMQP_PREFIX": settings.amqp_prefix,
            "STATE_DIR": str(settings.state_dir),
            "RATE_LIMIT": UNLIMITED,
        }

    async def restarted(self) -> Speaker:
        """The same people before new service objects that share nothing with the old ones but what is stored."""
        services = [await self.installation.service(part) for part in SERVICES.values()]
        return Speaker(_client(services), self.issuer, self.tokens, self.positions)


def _client(services: list[Service]) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(door(services))
    return httpx2.AsyncClient(transport=transport, base_url="http://door", timeout=30)


@asynccontextmanager
async def running_system(
    mongo_url: str, directory: Path, amqp_url: str | None = None, **more: Any
) -> AsyncIterator[System]:
    """The system with `more` settings, ready and empty; its databases are dropped at the end."""
    prefix = f"test_{uuid4().hex[:12]}"
    settings = Settings(
        state_dir=directory,
        database_prefix=prefix,
        amqp_prefix=prefix,
        mongo_url=SecretStr(mongo_url),
        amqp_url=SecretStr(amqp_url) if amqp_url else None,
        oidc_jwks=None,
        rate_limit=UNLIMITED,
        **more,
    )
    issuer, clock = Issuer.open(directory), Clock()
    async with installed(settings, mongo_url) as installation:
        services = [await installation.service(part) for part in SERVICES.values()]
        for service in services:
            service.now = clock
        workers = [Worker(service, installation.bus, "tests") for service in services]
        async with working(*(worker.run() for worker in workers)), _client(services) as client:
            for service in services:
                while await service.ready():
                    await asyncio.sleep(0.02)
            named = {service.name: service for service in services}
            yield System(client, issuer, installation=installation, services=named, clock=clock)
        for name in await installation.client.list_database_names():
            if name.startswith(prefix):
                await installation.client.drop_database(name)


@dataclass
class Town:
    """A district with one subdistrict and two communities in it; organizations and people in both."""

    district: str
    street: str
    home: str
    far: str
    school: str = ""
    station: str = ""
    far_shop: str = ""
    li: str = ""
    wang: str = ""
    zhao: str = ""


SOMEBODY = {"name": "李某某", "phone": "13800138000", "address": "某某北里1号楼", "consent": "in_person"}


async def found_town(speaker: Speaker, installation: Installation) -> Town:
    """Founds the town through the API, and signs its people in."""
    district = await found(installation, "西城区", "district")
    speaker.sign_in("district", "staff", node=district)
    await eventually(lambda: _knows(speaker, district), "the district is known")
    street = await _node(speaker, district, "广安门内街道", "subdistrict")
    home = await _node(speaker, street, "核桃园社区", "community")
    far = await _node(speaker, street, "海棠里社区", "community")
    town = Town(district, street, home, far)
    for who, community in (("school", home), ("station", home), ("far_shop", far)):
        body = {"community": community, "name": f"单位{who}", "kind": "other", "peer_class": "other", "account": True}
        setattr(town, who, (await speaker.post("district", "/registry/v1/organizations", **body))["id"])
    for who, community in (("li", home), ("wang", home), ("zhao", far)):
        body = {**SOMEBODY, "community": community, "account": True}
        setattr(town, who, (await speaker.post("district", "/registry/v1/persons", **body))["id"])
    _sign_all_in(speaker, town)
    other = derived_id("req", "of another wish")
    speaker.tokens["holder"] = make_pass(installation.secret, other, utc_now() + timedelta(days=2000))
    for service in ("matching", "evaluation", "notify"):
        await eventually(lambda service=service: _caught_up(speaker, service), f"{service} knows the town", 20)
    return town


async def _knows(speaker: Speaker, node: str) -> bool:
    return (await speaker.send("district", "GET", f"/registry/v1/communities/{node}")).is_success


async def _node(speaker: Speaker, parent: str, name: str, level: str) -> str:
    made = await speaker.post("district", "/registry/v1/communities", parent=parent, name=name, level=level)
    await speaker.read("district", "/registry/v1/tree")
    return str(made["id"])


async def _caught_up(speaker: Speaker, service: str) -> bool:
    list_of = {"matching": "requests", "evaluation": "schemes", "notify": "notices"}[service]
    path = f"/{service}/v1/{list_of}?min_position={speaker.positions['registry']}"
    return (await speaker.send("district", "GET", path)).is_success


def _sign_all_in(speaker: Speaker, town: Town) -> None:
    speaker.sign_in("street", "staff", node=town.street)
    speaker.sign_in("staff", "staff", node=town.home)
    speaker.sign_in("far_staff", "staff", node=town.far)
    speaker.sign_in("homeless_staff", "staff")
    speaker.sign_in("school", "contact", node=town.home, organization=town.school)
    speaker.sign_in("station", "contact", node=town.home, organization=town.station)
    speaker.sign_in("far_shop", "contact", node=town.far, organization=town.far_shop)
    speaker.sign_in("unbound_contact", "contact", node=town.home)
    speaker.sign_in("li", "resident", node=town.home, person=town.li)
    speaker.sign_in("wang", "resident", node=town.home, person=town.wang)
    speaker.sign_in("zhao", "resident", node=town.far, person=town.zhao)
    speaker.sign_in("unbound_resident", "resident", node=town.home)
    speaker.sign_in("city", "service", node=town.district)
    speaker.sign_in("far_city", "service", node=town.far)
