"""The processes of the product, as the rig runs them."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.support.program import Program

END_BY = 10.0
END_WITHIN = 30.0


class Process(Program):
    """One API or worker, with the name by which its links are known. `busy` while a fault has it."""

    def __init__(
        self, directory: Path, name: str, role: str, service: str, port: int, environment: Mapping[str, str]
    ) -> None:
        super().__init__(directory / f"{name}.log", role, service, **environment)
        self._command = [sys.executable, "-m", "tests.chaos.program", role, service]
        self.name = name
        self.role = role
        self.service = service
        self.port = port
        self.busy = False

    @property
    def stopped(self) -> bool:
        """Whether a SIGSTOP holds it."""
        try:
            return self.pid is not None and psutil.Process(self.pid).status() == psutil.STATUS_STOPPED
        except psutil.NoSuchProcess:
            return False

    def signal(self, number: signal.Signals) -> None:
        """Sends it a signal, if it lives."""
        if self.pid:
            os.kill(self.pid, number)

    async def terminate(self) -> float:
        """SIGTERM; gives the seconds it took to end. Raises TimeoutExpired, and then it is killed."""
        return await self._end(signal.SIGTERM, END_WITHIN)


@dataclass(frozen=True)
class Own:
    """A process that ended by itself."""

    name: str
    exit_code: int | None
    last_words: str


class Processes:
    """All of them. Those that end by themselves are started again and counted in `ended`; `slowly` names
    who took its time to end when it was told to."""

    def __init__(self, processes: list[Process]) -> None:
        self.all = processes
        self.ended: list[Own] = []
        self.slowly: list[str] = []

    def of(self, role: str, service: str = "") -> list[Process]:
        """Those of a role (`serve`, `work`, or any for an empty one), free for a fault."""
        return [p for p in self.all if role in ("", p.role) and service in ("", p.service) and not p.busy]

    def slow(self, process: Process, seconds: float) -> None:
        """Remembers who took too long to end in good order."""
        if seconds > END_BY:
            self.slowly.append(f"{process.name} took {seconds:.1f} s to end")

    @contextmanager
    def taken(self, *processes: Process) -> Iterator[None]:
        """Keeps them from other faults."""
        for process in processes:
            process.busy = True
        try:
            yield
        finally:
            for process in processes:
                process.busy = False

    async def start(self) -> None:
        """Starts those that don't run."""
        for process in self.all:
            if process.pid is None:
                await process.start()

    async def stop(self) -> None:
        """Ends all at once."""
        await asyncio.gather(*(process.stop() for process in self.all))

    async def supervise(self) -> None:
        """Starts anew what has ended by itself, as a cluster does; for ever."""
        while True:
            for process in self.all:
                if process.pid is None and not process.busy:
                    self.ended.append(Own(process.name, process.exit_code, _last_line(process.said())))
                    await process.start()
            await asyncio.sleep(0.5)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1][:160]
