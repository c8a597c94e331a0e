"""Another Python process of ours, whose lines can be read and which can be stopped and killed."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.support.eventually import eventually


class Process:
    """`lines` is what it has said so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.lines: list[str] = []

    @property
    def ended(self) -> bool:
        """Whether it runs no more."""
        return self._process.returncode is not None

    def send(self, number: signal.Signals) -> None:
        """Sends it a signal."""
        self._process.send_signal(number)

    async def says(self, word: str, within: float = 20.0) -> str:
        """The first line that begins with `word`, once it is there."""
        return await eventually(
            lambda: next((line for line in self.lines if line.startswith(word)), None),
            f"the process says {word} (so far: {self.lines[-5:]})",
            within,
        )

    async def finished(self, within: float = 60.0) -> None:
        """Waits for its end."""
        async with asyncio.timeout(within):
            await self._process.wait()

    async def read(self) -> None:
        """Takes in what it says."""
        assert self._process.stdout
        async for line in self._process.stdout:
            self.lines.append(line.decode().strip())


@asynccontextmanager
async def process(module: str, *arguments: object) -> AsyncIterator[Process]:
    """`python -m module arguments…`, killed at the end of the block."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *map(str, arguments), stdout=asyncio.subprocess.PIPE
    )
    ours = Process(started)
    reading = asyncio.create_task(ours.read())
    try:
        yield ours
    finally:
        if not ours.ended:
            ours.send(signal.SIGKILL)
        await started.wait()
        await reading
