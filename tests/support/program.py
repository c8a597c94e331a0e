"""`pomegranate …` in a process of its own, to be killed and started again."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.eventually import eventually

PROGRAM = Path(sys.executable).with_name("pomegranate")


class Program:
    """One command line; what it says goes to `log`."""

    def __init__(self, log: Path, *arguments: str, **environment: str) -> None:
        self._log = log
        self._command = [str(PROGRAM), *arguments]
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._seen = 0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        """What it ended with; minus the signal that ended it."""
        return self._process.poll() if self._process else None

    async def start(self) -> None:
        """Starts it (again)."""
        self._seen = self._log.stat().st_size if self._log.exists() else 0
        kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220 - it returns at once
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=kept | {"LOG_LEVEL": "WARNING", **self._environment},
                start_new_session=True,
            )

    def said(self) -> str:
        """What it has said since it was last started."""
        with self._log.open("rb") as log:
            log.seek(self._seen)
            return log.read().decode(errors="replace")

    async def says(self, words: str, within: float = 90.0) -> str:
        """All it has said, once `words` are among it; fails when it ended before."""

        def look() -> str:
            said = self.said()
            if words in said:
                return said
            self.assert_runs()
            return ""

        return await eventually(look, f"{self._command} says {words!r}", within)

    def assert_runs(self) -> None:
        """Fails with what it said last if it has ended."""
        assert self.pid, f"{self._command} ended with {self.exit_code}: {self.said()[-2000:]}"

    async def interrupt(self, within: float = 10.0) -> float:
        """Ctrl-C; gives the seconds it took to end."""
        return await self._end(signal.SIGINT, within)

    async def kill(self, within: float = 5.0) -> None:
        """kill -9, which has to hit a living process."""
        assert self.pid, f"nothing to kill: it ended with {self.exit_code}"
        await self._end(signal.SIGKILL, within)
        assert self.exit_code == -signal.SIGKILL

    async def _end(self, number: signal.Signals, within: float) -> float:
        assert self._process
        self._process.send_signal(number)
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            await asyncio.to_thread(self._process.wait, within)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        return loop.time() - began

    async def stop(self) -> None:
        """Makes sure it is gone."""
        if self.pid:
            await self._end(signal.SIGKILL, 5)
