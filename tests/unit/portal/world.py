"""The portal with a few people to sign in, a folder of built pages, and a browser that keeps cookies."""

import gzip
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

from services.portal.main import portal
from services.portal.pages import Pages
from services.portal.signin.person import Person
from services.portal.signin.provider import Provider
from shared.http.issuer import Issuer
from shared.runtime.settings import Settings

ORIGIN = "http://127.0.0.1:8080"
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
NODE = "community_" + "a" * 26
PERSON = "person_" + "b" * 26
DESK = Person("desk", "社区服务站（核桃园社区）", "核桃园社区", "staff", NODE)
ZHAO = Person("zhao", "居民（赵<某>）", "核桃园社区", "resident", NODE, person=PERSON)
VERIFIER = "v" * 64


def challenge(verifier: str = VERIFIER) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


REQUEST = {
    "response_type": "code",
    "client_id": "pomegranate",
    "redirect_uri": f"{ORIGIN}/desk/return",
    "scope": "openid profile",
    "state": "s1",
    "nonce": "n1",
    "code_challenge": challenge(),
    "code_challenge_method": "S256",
}


@dataclass
class World:
    client: httpx2.AsyncClient
    issuer: Issuer
    built: Path
    people: list[Person]
    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        return NOW + self.ahead

    async def authorize(self, **changed: str | None) -> httpx2.Response:
        asked = {name: value for name, value in {**REQUEST, **changed}.items() if value is not None}
        return await self.client.get("/oidc/authorize", params=asked)

    async def choose(self, page: httpx2.Response, person: str, **headers: str) -> httpx2.Response:
        """Presses the button of `person` on the chooser."""
        action = re.search(r'action="([^"]+)"', page.text)
        assert action, page.text
        return await self.client.post(unescape(action[1]), data={"person": person}, headers=headers)

    async def code(self, person: str = "desk", **changed: str | None) -> str:
        return answered(await self.choose(await self.authorize(**changed), person))["code"]

    async def token(self, code: str, /, **changed: str) -> httpx2.Response:
        said = {
            "grant_type": "authorization_code",
            "client_id": "pomegranate",
            "redirect_uri": REQUEST["redirect_uri"],
            "code": code,
            "code_verifier": VERIFIER,
        }
        return await self.client.post("/oidc/token", data={**said, **changed})


def answered(answer: httpx2.Response) -> dict[str, Any]:
    """What was said to the page at its own address."""
    assert answer.status_code == 303, answer.text
    where = urlsplit(answer.headers["location"])
    assert f"{where.scheme}://{where.netloc}{where.path}" == REQUEST["redirect_uri"]
    said = {name: values[0] for name, values in parse_qs(where.query).items()}
    assert said["iss"] == f"{ORIGIN}/oidc"
    return said


def build(directory: Path) -> World:
    built = directory / "built"
    (built / "assets").mkdir(parents=True)
    for page in ("home", "wall", "meeting", "phone", "link", "office"):
        (built / f"{page}.html").write_text(f"<title>{page}</title>")
    (built / "assets" / "home-1a2b.js").write_text("plain")
    (built / "assets" / "home-1a2b.js.gz").write_bytes(gzip.compress(b"packed"))
    (built / "seed.svg").write_text("<svg/>")
    (built / "secret.json").write_text("{}")
    issuer = Issuer.open(directory / "state")
    settings = Settings(state_dir=directory / "state")
    people = [DESK, ZHAO]
    world = World(httpx2.AsyncClient(), issuer, built, people)
    signin = Provider(issuer, lambda: people, secret=b"s" * 32, client_id="pomegranate", now=world.now)
    world.client = client(portal(settings, signin, Pages(built)))
    return world


def client(app: Any) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=ORIGIN)
