"""A server of our own: it dies with this process, and one left over is ended before the next begins."""

import asyncio
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PATIENCE = 10.0
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class DidNotStart(RuntimeError):
    """A server ended, or stayed silent, before it was of use."""


class Child:
    """One server process with a pid file and a log file in `directory`.

    `mark` is an argument on its command line by which a survivor is known. Start it from a thread that
    lives on: Linux ends a child with the thread that made it.
    """

    def __init__(self, directory: Path, name: str, mark: str) -> None:
        self.name = name
        self.log = directory / f"{name}.log"
        self._pid_file = directory / f"{name}.pid"
        self._mark = mark
        self._sweep: Sequence[str] = ()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        """What it ended with; None while it runs or before it was started."""
        return self._process.poll() if self._process else None

    async def start(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None, sweep: Sequence[str] = ()
    ) -> None:
        """Ends a survivor, then starts `command`; its output goes to the log file.

        `sweep` is a command that clears away what the process can't take with it, before and after.
        """
        await self.end_survivor()
        self._sweep = sweep
        await self._clear()
        self._process = self._spawn(command, environment)
        self._pid_file.write_text(f"{self._process.pid}\n")

    async def end_survivor(self) -> bool:
        """Ends what an earlier process left running under the same pid file; says whether there was something."""
        pid = _read_pid(self._pid_file)
        found = False
        for means in (signal.SIGTERM, signal.SIGKILL):
            if pid is None or self._mark not in _arguments(pid):
                break
            found = True
            with suppress(ProcessLookupError):
                os.kill(pid, means)
            await until(lambda: _has_ended(pid), PATIENCE)
        return found

    async def stop(self, patience: float = PATIENCE) -> None:
        """Asks it to end, and makes it when it does not within `patience` seconds."""
        if self._process is None:
            return
        self._process.terminate()
        if not await until(lambda: self.pid is None, patience):
            self._process.kill()
        await self._ended()

    async def kill(self) -> None:
        """Ends it at once, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            await self._ended()

    def said(self, lines: int = 5) -> str:
        """The last lines of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""

    def _spawn(self, command: Sequence[str], environment: Mapping[str, str] | None) -> "subprocess.Popen[bytes]":
        parent = os.getpid()
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - the command is ours
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.log.parent,
                env=environment,
                start_new_session=True,  # Ctrl-C is for us; it goes when we are done with it
                preexec_fn=lambda: _die_with(parent),
            )

    async def _ended(self) -> None:
        assert self._process is not None
        await asyncio.to_thread(self._process.wait)
        await self._clear()
        self._pid_file.unlink(missing_ok=True)

    async def _clear(self) -> None:
        if self._sweep:
            await asyncio.to_thread(subprocess.run, self._sweep, capture_output=True, check=False)


def _die_with(parent: int) -> None:
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _read_pid(file: Path) -> int | None:
    text = file.read_text().strip() if file.exists() else ""
    return int(text) if text.isdigit() else None


def _arguments(pid: int) -> list[str]:
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            return []
    shown = subprocess.run(  # noqa: S603
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout.split()


def _has_ended(pid: int) -> bool:
    """Whether it is gone, its ports and files with it; its command line goes earlier."""
    if sys.platform != "linux":
        return not _arguments(pid)
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


async def until(met: Callable[[], bool], patience: float) -> bool:
    """Waits for `met`, `patience` seconds at most; says whether it came."""
    give_up = asyncio.get_running_loop().time() + patience
    while not met():
        if asyncio.get_running_loop().time() > give_up:
            return False
        await asyncio.sleep(0.02)
    return True
