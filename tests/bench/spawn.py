"""The other side of `child`: starting the processes that are measured, and talking with the generator."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from tests.bench.place import Place

START_WITHIN = 60.0
END_WITHIN = 10.0
LONGEST_LINE = 64 * 1024 * 1024


class Broken(Exception):
    """A process of a sample ended or stayed silent: the harness failed, not a measurement."""


class Spawned:
    """A running process; what it says is JSON or plain words, line by line."""

    def __init__(self, name: str, process: asyncio.subprocess.Process) -> None:
        self.name = name
        self._process = process
        self.port = 0

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    async def ready(self) -> None:
        """Waits until it has said so. Raises Broken."""
        while not (line := await self._line()).startswith("ready"):
            print(f"{self.name}: {line}", file=sys.stderr)
        self.port = int(line.split()[2])

    async def ask(self, job: Mapping[str, Any]) -> Any:
        """Sends `job` and gives the answer. Raises Broken."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(job).encode() + b"\n")
        await self._process.stdin.drain()
        return json.loads(await self._line(within=600))

    def send(self, number: signal.Signals) -> None:
        """Sends it a signal."""
        self._process.send_signal(number)

    async def end(self) -> None:
        """Asks it to end, and makes it when it does not."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), END_WITHIN)
            except TimeoutError:
                self._process.kill()
        await self._process.wait()

    async def _line(self, within: float = START_WITHIN) -> str:
        assert self._process.stdout
        try:
            async with asyncio.timeout(within):
                line = await self._process.stdout.readline()
        except TimeoutError:
            raise Broken(f"{self.name} says nothing") from None
        if not line:
            raise Broken(f"{self.name} has ended with {await self._process.wait()}")
        return line.decode().strip()


async def start(name: str, module: str, *arguments: str, **environment: str) -> Spawned:
    """Starts `python -m module arguments`; it is not ready yet."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
        env={**os.environ, "PYTHONWARNINGS": "ignore", **environment},
    )
    return Spawned(name, process)


@asynccontextmanager
async def spawned(
    module: str, roles: tuple[str, ...], place: Place, environments: Mapping[str, Mapping[str, str]] | None = None
) -> AsyncIterator[dict[str, Spawned]]:
    """The processes of a variant, by role, all ready; they are ended with the block."""
    more = environments or {}
    running = {
        role: await start(f"{module} {role}", module, role, place.told(), **more.get(role, {})) for role in roles
    }
    try:
        for process in running.values():
            await process.ready()
        yield running
    finally:
        await asyncio.gather(*(process.end() for process in running.values()))
