"""People at work through the door, who count every answer that was not what they came for."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2

from tests.compose.town import Town

CALLERS = 6
PAUSE = 0.02


@dataclass
class Books:
    """What the callers were told."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    """The id of what was made, by its name."""
    answers: int = 0
    failed: list[str] = field(default_factory=list)
    longest: float = 0.0
    """Seconds the slowest answer took."""


@asynccontextmanager
async def load(town: Town) -> AsyncIterator[Books]:
    """Six callers write and read at all four services and open pages, from now until the block ends."""
    books, over, numbers = Books(), asyncio.Event(), itertools.count()
    node, token = town.played()["ids"]["hetaoyuan"], town.token("desk")
    paths = (
        f"/api/registry/v1/communities/{node}/wall",
        f"/api/matching/v1/requests?community={node}",
        f"/api/evaluation/v1/schemes?node={node}",
        "/api/notify/v1/notices/unread",
        "/desk",
    )

    async def call(caller: int) -> None:
        async with town.browser(token) as client:
            for turn in itertools.count(caller):
                if over.is_set():
                    return
                await _read(books, client, paths[turn % len(paths)])
                await _write(books, client, node, f"负载{next(numbers)}")
                await asyncio.sleep(PAUSE)

    calls = [asyncio.create_task(call(number)) for number in range(CALLERS)]
    try:
        yield books
    finally:
        over.set()
        await asyncio.gather(*calls)


async def _read(books: Books, client: httpx2.AsyncClient, path: str) -> None:
    await _answer(books, client, client.build_request("GET", path))


async def _write(books: Books, client: httpx2.AsyncClient, node: str, name: str) -> None:
    """One command, sent once: nobody tries again here."""
    body = {"community": node, "name": name, "kind": "shop", "peer_class": "shop"}
    answer = await _answer(books, client, client.build_request("POST", "/api/registry/v1/organizations", json=body))
    if answer:
        books.acknowledged[name] = answer.json()["id"]


async def _answer(books: Books, client: httpx2.AsyncClient, request: httpx2.Request) -> httpx2.Response | None:
    began = time.monotonic()
    try:
        answer = await client.send(request)
    except httpx2.TransportError as error:
        books.failed.append(f"{request.method} {request.url.path}: {error!r}")
        return None
    books.answers += 1
    books.longest = max(books.longest, time.monotonic() - began)
    if not answer.is_success:
        books.failed.append(f"{request.method} {request.url.path}: {answer.status_code} {answer.text[:200]}")
        return None
    return answer
