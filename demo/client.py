"""An ordinary client of the four APIs: fixed Idempotency-Keys, the same request again when nobody knows whether it
was taken, and reads that have caught up with what was written."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx2

Before = Callable[[str], Awaitable[None]]
"""Told the key of each write before it goes out."""

MINE = "demo-"
"""How the request ids of the demonstration begin."""
PATIENCE = 60.0
_AGAIN = (429, 502, 503, 504)


class Unexpected(Exception):
    """An answer the demonstration is not prepared for."""

    def __init__(self, method: str, path: str, answer: httpx2.Response) -> None:
        super().__init__(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        self.status = answer.status_code


class NotInTime(Exception):
    """Something that was waited for did not come."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a write answered."""

    id: str
    version: int
    position: str

    @property
    def etag(self) -> str:
        """For If-Match."""
        return f'"{self.version}"'


async def _nothing(_: str) -> None: ...


class Client:
    """Speaks to the services at `addresses` (by name). Paths begin with the service: `/registry/v1/tree`."""

    def __init__(self, addresses: Mapping[str, str], before: Before = _nothing, patience: float = PATIENCE) -> None:
        self._addresses = addresses
        self._before = before
        self._patience = patience
        self._http = httpx2.AsyncClient(timeout=10)
        self.positions: dict[str, str] = {}
        """The furthest Position any write to a service has answered."""

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.__aexit__(kind, error, trace)

    async def write(
        self, token: str, key: str, method: str, path: str, body: Mapping[str, Any], etag: str | None = None
    ) -> Receipt:
        """Carries out one command, however often it has to be sent. Raises Unexpected when it is refused."""
        headers = {"If-Match": etag} if etag else {}
        return await self._write(token, key, method, path, headers, json=dict(body))

    async def hand_in(self, token: str, key: str, path: str, file: bytes) -> Receipt:
        """Sends a file, however often it has to be. Raises Unexpected when it is refused."""
        return await self._write(token, key, "POST", path, {}, content=file)

    async def _write(
        self, token: str, key: str, method: str, path: str, headers: Mapping[str, str], **content: Any
    ) -> Receipt:
        await self._before(key)
        named = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "X-Request-ID": f"{MINE}{key}"}
        answer = await self._send(method, path, headers={**named, **headers}, **content)
        said = answer.json()
        self._note(said["position"])
        return Receipt(said["id"], said["version"], said["position"])

    async def read(self, token: str, path: str, after: str | None = None, **query: Any) -> Any:
        """What `path` shows once it shows all that was written to it, and to the service `after`."""
        return (await self._get(token, path, after, query)).json()

    async def etag(self, token: str, path: str) -> str:
        """The version of what `path` shows, for If-Match."""
        return str((await self._get(token, path, None, {})).headers["etag"])

    async def items(self, token: str, path: str, **query: Any) -> list[Any]:
        """A whole list, page by page."""
        found: list[Any] = []
        cursor: dict[str, Any] = {}
        while True:
            page = await self.read(token, path, **query, **cursor, limit=200)
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            cursor = {"cursor": page["next_cursor"]}

    async def until(self, token: str, path: str, met: Callable[[Any], bool]) -> Any:
        """What `path` shows once that has `met` the condition. Raises NotInTime."""
        give_up = time.monotonic() + self._patience
        while not met(shown := await self.read(token, path)):
            if time.monotonic() > give_up:
                raise NotInTime(path)
            await asyncio.sleep(0.2)
        return shown

    def _note(self, position: str) -> None:
        service, _, number = position.partition(":")
        last = self.positions.get(service, f"{service}:0").partition(":")[2]
        self.positions[service] = f"{service}:{max(int(number), int(last))}"

    async def _get(self, token: str, path: str, after: str | None, query: Mapping[str, Any]) -> httpx2.Response:
        position = self.positions.get(after or _service(path))
        query = {"min_position": position, **query} if position else query
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await self._send("GET", path, headers=headers, params=query)

    async def _send(self, method: str, path: str, **request: Any) -> httpx2.Response:
        """Sends until there is an answer. Raises Unexpected, or the network's error when patience has run out."""
        url = f"{self._addresses[_service(path)]}/api{path}"
        give_up = time.monotonic() + self._patience
        pause = 0.1
        while True:
            try:
                answer = await self._http.request(method, url, **request)
            except httpx2.TransportError:
                if time.monotonic() > give_up:
                    raise
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1)
                continue
            if answer.status_code not in _AGAIN or time.monotonic() > give_up:
                return _expected(method, path, answer)
            await asyncio.sleep(float(answer.headers.get("retry-after", 1)))


def _service(path: str) -> str:
    return path.split("/", 2)[1]


def _expected(method: str, path: str, answer: httpx2.Response) -> httpx2.Response:
    if not answer.is_success:
        raise Unexpected(method, path, answer)
    return answer
