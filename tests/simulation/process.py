"""Simulated processes: whatever their tasks do goes step by step, and before any step they may die or freeze."""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from contextvars import Context, ContextVar, copy_context
from typing import Any

from tests.simulation.chance import Chance

CURRENT: ContextVar["Process | None"] = ContextVar("process", default=None)
BURY_ATTEMPTS = 20
FREEZES_FIRST = 0.4


class Dead(BaseException):
    """Nobody is left to do this."""


class Process:
    """Runs tasks until it dies, which may be before any resume of any of them: its coroutines then go no further."""

    def __init__(self, name: str, chance: Chance) -> None:
        self.name = name
        self.alive = True
        self.frozen = False
        self.gone = asyncio.Event()
        self.still = asyncio.Event()
        """It has died, or stands still."""
        self.connections: list[Callable[[], None]] = []
        """How the broker learns that nobody answers any more."""
        self.at_death: list[Callable[[], None]] = []
        self._chance = chance
        self.at_freeze: list[Callable[[], None]] = []
        self._left = chance.life()
        self._freezes = chance.dice.random() < FREEZES_FIRST
        self._running: dict[_Steps, None] = {}
        self._thaws: list[asyncio.Future[None]] = []

    def spawn(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        """Begins `work` in this process."""
        context = copy_context()
        context.run(CURRENT.set, self)
        return asyncio.get_running_loop().create_task(work, context=context)

    def doom(self) -> None:
        """It dies before its next step."""
        self._left, self._freezes = 0, False

    def kill(self, why: str = "crashed") -> None:
        """The end, now. Nothing it had not sent yet will be sent."""
        if not self.alive:
            return
        self.alive = False
        self._chance.note(why, self.name)
        for steps in list(self._running):
            steps.bury()
        self._running.clear()
        self.thaw()
        self.gone.set()
        self.still.set()
        self.hang_up()
        for tell in self.at_death:
            tell()

    def hang_up(self) -> None:
        """Its connections break: it has died, or has missed its heartbeats."""
        connections, self.connections = self.connections, []
        for tell in connections:
            tell()

    def freeze(self) -> None:
        """It stands still, as under SIGSTOP."""
        self.frozen = True
        self._chance.note("frozen", self.name)
        self.still.set()
        for tell in self.at_freeze:
            tell()

    def thaw(self) -> None:
        """It goes on where it stood and knows nothing of the time between."""
        self.frozen = False
        thaws, self._thaws = self._thaws, []
        for thaw in thaws:
            if not thaw.done():
                thaw.set_result(None)

    # --- for the steps of its tasks

    def begin(self, steps: "_Steps") -> None:
        """One more coroutine runs in here."""
        self._running[steps] = None

    def end(self, steps: "_Steps") -> None:
        """It has ended by itself."""
        self._running.pop(steps, None)

    def step(self) -> None:
        """Another step is about to be taken; this is where the process may freeze or die."""
        if self._left is None or not self._chance.rough:
            return
        self._left -= 1
        if self._left < 0 and self._freezes:
            self._freezes, self._left = False, self._chance.life()
            self.freeze()
        elif self._left < 0:
            self.kill()

    def until_thawed(self) -> "asyncio.Future[None]":
        """What a frozen task waits for."""
        thaw = asyncio.get_running_loop().create_future()
        self._thaws.append(thaw)
        thaw._asyncio_future_blocking = True  # as if it had been awaited
        return thaw


class _Steps(Coroutine[Any, Any, Any]):
    """A coroutine that is driven on only while its process lives, and is not frozen."""

    def __init__(self, process: Process, work: Coroutine[Any, Any, Any]) -> None:
        self._process = process
        self._work = work
        self._kept: tuple[Any, ...] | None = None
        process.begin(self)

    def send(self, value: Any) -> Any:
        """One step."""
        return self._resume(())

    def throw(self, *error: Any) -> Any:
        """One step, beginning with an error."""
        return self._resume(error)

    def close(self) -> None:
        """Its process has buried it already."""

    def __await__(self) -> Generator[Any, Any, Any]:
        raise NotImplementedError

    def bury(self) -> None:
        """Takes its frames apart. What their `finally` would do has no effect: the process's handles are dead."""
        for _ in range(BURY_ATTEMPTS):
            try:
                return self._work.close()
            except RuntimeError:  # it awaited once more
                continue
            except BaseException:
                return None
        raise AssertionError(f"can't be buried: {self._work}")

    def _resume(self, error: tuple[Any, ...]) -> Any:
        process = self._process
        error = error or self._kept or ()
        if process.alive and not process.frozen:
            process.step()
        if not process.alive:
            raise StopIteration
        if process.frozen:
            self._kept = error
            return process.until_thawed()
        self._kept = None
        try:
            return self._work.throw(*error) if error else self._work.send(None)
        except BaseException:
            process.end(self)
            raise


def wrap(work: Any, context: Context | None) -> Any:
    """For the loop's task factory: tasks begun inside a process belong to it."""
    process = CURRENT.get() if context is None else context.get(CURRENT)
    if process is None:
        return work
    steps = _Steps(process, work)
    if not process.alive:
        steps.bury()
    return steps
