"""`pomegranate dev` in a state directory of its own, as a person starts it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from services.embedded.mongod import any_free_port
from tests.support.eventually import eventually
from tests.support.program import Program

READY = "Ctrl-C"


class Dev(Program):
    """The embedded default; what it says goes to a file beside `state`."""

    def __init__(self, state: Path, log: str = "dev.log", **environment: str) -> None:
        self.state = state
        self.port = any_free_port()
        super().__init__(state.parent / log, "dev", STATE_DIR=str(state), PORT=str(self.port), **environment)

    @property
    def address(self) -> str:
        """Where all of it is."""
        return f"http://127.0.0.1:{self.port}"

    async def ready(self) -> str:
        """All it said until it was ready."""
        return await self.says(READY)

    def children(self) -> list[psutil.Process]:
        """The processes it has started."""
        return psutil.Process(self.pid).children(recursive=True)


@asynccontextmanager
async def started(state: Path, **environment: str) -> AsyncIterator[Dev]:
    """A start in `state`, which is over at the end."""
    dev = Dev(state, **environment)
    await dev.start()
    try:
        yield dev
    finally:
        children = dev.children() if dev.pid else []
        await dev.stop()
        await gone(children)


async def gone(processes: list[psutil.Process]) -> None:
    """Waits until none of `processes` is left."""
    await eventually(lambda: not any(process.is_running() for process in processes), "no process is left", 5)
