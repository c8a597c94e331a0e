"""Running it: the API server, the workers, and an orderly end."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from shared.runtime.garbage import spare_what_stands

GRACE = 5
KEEP_ALIVE = 150
"""Seconds an idle connection is kept: longer than by proxies, which else send into one that closes."""
DRAIN = 0.2
"""Seconds in which what has connected may still say what it wants."""


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Closes the door first: uvicorn would cut off who is in and has not been heard yet."""
        for server in self.servers:
            server.close()
        await asyncio.sleep(DRAIN)
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The signals are ours: workers have to end with it."""
        yield


@asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int, proxies: str = "127.0.0.1") -> AsyncIterator[int]:
    """Answers on `host`; gives the port once it does (`port` 0: any). Finishes what is in flight at the end.

    `proxies` are believed when they say who calls. Raises OSError when the port is taken.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="on",
        forwarded_allow_ips=proxies,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=KEEP_ALIVE,
    )
    server = _Server(config)
    listening = _bind(host, port)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started and not task.done():
            await asyncio.sleep(0.01)
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        await asyncio.shield(task)


def _bind(host: str, port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    return listening


@asynccontextmanager
async def working(*loops: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs `loops` in the background until the end; one that fails ends everything, with its error."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(loop) for loop in loops]
        yield
        for task in tasks:
            task.cancel()


async def until_told(first: Coroutine[Any, Any, None] | None = None) -> None:
    """Does what is to be done `first`, once all has started, and returns at SIGTERM or SIGINT, done with it or not."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    spare_what_stands()
    async with asyncio.TaskGroup() as group:
        doing = group.create_task(first) if first else None
        await told.wait()
        if doing:
            doing.cancel()
