"""What a proxy is believed, and for how long it may keep a connection."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from shared.runtime.server import serving

LONGER_THAN_USUAL = 5.5
"""Seconds; a server that nobody told otherwise has closed by then."""


async def _who(request: Request) -> Response:
    return PlainTextResponse(request.client.host if request.client else "-")


class Proxy:
    """One kept connection to the server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    async def asks(self, forwarded: str) -> str:
        self.writer.write(f"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {forwarded}\r\n\r\n".encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = next(line for line in head.splitlines() if line.startswith("content-length:")).split(":")[1]
        return (await self._reader.readexactly(int(length))).decode()


@pytest.fixture
async def proxy(request: pytest.FixtureRequest) -> AsyncIterator[Proxy]:
    """In the network that the test names."""
    app = Starlette(routes=[Route("/", _who)])
    async with serving(app, "127.0.0.1", 0, request.param) as port:
        proxy = Proxy(*await asyncio.open_connection("127.0.0.1", port))
        yield proxy
        proxy.writer.close()
        await proxy.writer.wait_closed()


@pytest.mark.parametrize("proxy", ["127.0.0.0/16"], indirect=True)
async def test_a_network_of_proxies_is_believed_about_the_caller_next_to_it(proxy: Proxy) -> None:
    assert await proxy.asks("203.0.113.9") == "203.0.113.9"
    assert await proxy.asks("203.0.113.9, 127.0.3.7") == "203.0.113.9"
    assert await proxy.asks("198.51.100.1, 203.0.113.9") == "203.0.113.9", "the caller's own header was believed"


@pytest.mark.parametrize("proxy", ["10.244.0.0/16"], indirect=True)
async def test_nobody_else_is_believed(proxy: Proxy) -> None:
    assert await proxy.asks("203.0.113.9") == "127.0.0.1"


@pytest.mark.parametrize("proxy", ["127.0.0.1"], indirect=True)
async def test_a_proxy_may_use_a_connection_again_after_a_while(proxy: Proxy) -> None:
    await proxy.asks("203.0.113.9")
    await asyncio.sleep(LONGER_THAN_USUAL)
    assert await proxy.asks("203.0.113.9") == "203.0.113.9"
