"""Processes that begin within milliseconds, forked off one that has imported everything: cheap enough to kill many."""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["pytest", "tests.integration.faults.lives"])

Life = Callable[..., Coroutine[Any, Any, None]]


class Fork:
    """One process that lives `life(*arguments)`; what it says goes to `log`."""

    def __init__(self, log: Path, life: Life, arguments: tuple[object, ...]) -> None:
        self._process: ForkServerProcess = FORKS.Process(target=_live, args=(log, life, arguments), daemon=True)

    async def start(self) -> None:
        """Begins."""
        await asyncio.to_thread(self._process.start)

    @property
    def exit_code(self) -> int | None:
        """What it ended with; minus the signal that ended it; None while it runs."""
        return self._process.exitcode

    def send(self, number: signal.Signals) -> None:
        """Sends it a signal, which has to find it alive."""
        assert self._process.pid
        assert self.exit_code is None, f"there is nothing to signal: it ended with {self.exit_code}"
        os.kill(self._process.pid, number)

    async def ended(self, within: float = 20.0) -> int:
        """Waits for its end; gives the exit code."""
        await asyncio.to_thread(self._process.join, within)
        assert self.exit_code is not None, f"it still runs after {within} s"
        return self.exit_code

    async def kill(self) -> None:
        """kill -9, which has to hit a living process."""
        self.send(signal.SIGKILL)
        assert await self.ended() == -signal.SIGKILL


class Nursery:
    """Starts forks and sees to it that none is left."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._forks: list[Fork] = []

    async def start(self, life: Life, *arguments: object) -> Fork:
        """A new process."""
        fork = Fork(self._log, life, arguments)
        self._forks.append(fork)
        await fork.start()
        return fork

    def said(self) -> str:
        """The end of what all of them said."""
        return self._log.read_text()[-3000:] if self._log.exists() else ""

    async def clear(self) -> None:
        """Ends what still runs."""
        for fork in self._forks:
            if fork.exit_code is None:
                await fork.kill()


def _live(log: Path, life: Life, arguments: tuple[object, ...]) -> None:
    with log.open("ab") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    asyncio.run(life(*arguments))
