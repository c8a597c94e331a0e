"""Plain HTTP to the APIs: each attempt in the ledger before and after, what is unknown tried again with its key."""

import asyncio
import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx2

from shared.http.issuer import Issuer
from shared.runtime.installation import Installation
from tests.chaos.ledger import Kind, Ledger, Sent, Told

ANSWERED_WITHIN = 12.0
PAUSE = (0.2, 2.0)
GIVEN_UP = 0.02
REPEATED = 0.06
HANGS_UP = 0.04
LIFETIME = timedelta(days=30)


class Town(Protocol):
    """What the load needs of the stage it plays on."""

    @property
    def addresses(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def issuer(self) -> Issuer: ...
    @property
    def installation(self) -> Installation: ...
    @property
    def poisoned(self) -> set[str]: ...


class Over(Exception):
    """The load is told to stop."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who speaks. `name` is a person's id, or `sub:` and a subject."""

    name: str
    token: str


@dataclass(frozen=True, slots=True)
class Command:
    """A write request."""

    key: str
    operation: str
    caller: Caller
    method: str
    path: str
    body: bytes | None
    query: str
    version: int | None
    idle: bool
    media: str = "application/json"
    link: str = ""

    @property
    def service(self) -> str:
        """The service it goes to: `/api/<service>/v1/…`."""
        return self.path.split("/")[2]

    def headers(self) -> dict[str, str]:
        """What goes with it."""
        headers = {"Authorization": f"Bearer {self.caller.token}", "Idempotency-Key": self.key}
        if self.version is not None:
            headers["If-Match"] = f'"{self.version}"'
        if self.body is not None:
            headers["Content-Type"] = self.media
        return headers


def sign_in(issuer: Issuer, role: str, subject: str, **claims: str | None) -> Caller:
    """A caller with a token."""
    token = issuer.token(role, subject, now=datetime.now(UTC), lifetime=LIFETIME, **claims)
    return Caller(claims.get("person") or f"sub:{subject}", token)


def encoded(body: Mapping[str, Any] | bytes | None) -> bytes | None:
    """The body as it is sent, the same each time; a file as it is."""
    if body is None or isinstance(body, bytes):
        return body
    return json.dumps(body, ensure_ascii=False, sort_keys=True).encode()


class Client:
    """Speaks to every API process of the town. Raises Over once `stop` is set."""

    def __init__(self, town: Town, ledger: Ledger, stop: asyncio.Event) -> None:
        self._town = town
        self._ledger = ledger
        self._stop = stop
        limits = httpx2.Limits(max_connections=400, max_keepalive_connections=40)
        self._http = httpx2.AsyncClient(timeout=ANSWERED_WITHIN, limits=limits, trust_env=False)

    async def close(self) -> None:
        """Lets go of the connections."""
        await self._http.aclose()

    async def carry_out(self, command: Command, chance: random.Random) -> Told:
        """Sends `command` until the outcome is known, or is given up; now and then once more."""
        while True:
            if self._stop.is_set():
                raise Over
            told = await self.attempt(command, chance, hang_up=chance.random() < HANGS_UP)
            if told.kind != "unknown":
                break
            if chance.random() < GIVEN_UP:
                return told
            await self.pause(chance.uniform(*PAUSE))
        if told.kind == "acknowledged" and chance.random() < REPEATED:
            await self.attempt(command, chance)
        return told

    async def attempt(self, command: Command, chance: random.Random, hang_up: bool = False) -> Told:
        """One attempt, to any API process of the service, written down before and after."""
        sent = Sent(
            number=self._ledger.next_number(),
            key=command.key,
            operation=command.operation,
            service=command.service,
            caller=command.caller.name,
            method=command.method,
            path=command.path,
            query=command.query,
            digest=hashlib.sha256(command.body or b"").hexdigest()[:32],
            idle=command.idle,
            link=command.link,
        )
        await self._ledger.sent(sent)
        patience = chance.uniform(0.002, 0.05) if hang_up else ANSWERED_WITHIN + 1
        told = await self._answer(command, sent.number, chance, patience)
        await self._ledger.told(told)
        return told

    async def read(self, caller: Caller, path: str, chance: random.Random, **query: Any) -> httpx2.Response | None:
        """What `path` shows; None when there is no good answer."""
        if self._stop.is_set():
            raise Over
        url = chance.choice(self._town.addresses[path.split("/")[2]]) + path
        try:
            headers = {"Authorization": f"Bearer {caller.token}"}
            answer = await self._http.get(url, headers=headers, params=query)
        except (httpx2.TransportError, httpx2.DecodingError):
            return None
        return answer if answer.is_success else None

    async def pause(self, seconds: float) -> None:
        """Waits, and raises Over as soon as the load is told to stop."""
        try:
            async with asyncio.timeout(seconds):
                await self._stop.wait()
        except TimeoutError:
            return
        raise Over

    async def _answer(self, command: Command, number: int, chance: random.Random, patience: float) -> Told:
        url = chance.choice(self._town.addresses[command.service]) + command.path
        url += f"?{command.query}" if command.query else ""
        try:
            async with asyncio.timeout(patience):
                answer = await self._http.request(command.method, url, headers=command.headers(), content=command.body)
        except TimeoutError:
            return Told(number, "unknown", code="hung_up")
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            return Told(number, "unknown", code=type(error).__name__)
        return read_answer(number, answer)


def read_answer(number: int, answer: httpx2.Response) -> Told:
    """What an answer says: a receipt, several things that became something each by itself, or a file with a receipt in
    its headers only."""
    try:
        is_file = not answer.headers["Content-Type"].partition(";")[0].endswith("json")
        said: dict[str, Any] = {} if is_file else answer.json()
        if not answer.is_success:
            return Told(number, _kind(answer.status_code), answer.status_code, code=said["code"])
        if "items" in said and said["position"] is None:
            return Told(number, "refused", answer.status_code, code="each_refused")
        return Told(
            number,
            "acknowledged",
            answer.status_code,
            id=said.get("id", ""),
            position=int(answer.headers["Position"].partition(":")[2]),
            version=0 if "items" in said else int(answer.headers["ETag"].strip('"')),
            token=said.get("token", ""),
        )
    except (ValueError, KeyError, TypeError) as error:
        return Told(number, "unknown", answer.status_code, code=f"unreadable: {type(error).__name__}")


def _kind(status: int) -> Kind:
    return "unknown" if status >= 500 or status == 429 else "refused"


def query_of(**query: str) -> str:
    """A query string, as the services see it too."""
    return urlencode(query)
