"""Virtual time: an event loop that never waits, and the clocks of the kernel moved along with it."""

import asyncio
import itertools
import random
import secrets
import selectors
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from shared.runtime import clock

BEGIN = 1000.0
LIVELOCK = 300_000


class Deadlock(Exception):
    """Nothing is ready and no timer runs, so nothing will ever happen again."""


class Livelock(Exception):
    """Tasks keep each other busy and time stands still."""


class _Jump(selectors.SelectSelector):
    """Instead of blocking until the next timer it moves the time on to it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self._idle = 0

    def select(self, timeout: float | None = None) -> list[Any]:
        """No file is ever ready. Raises Deadlock or Livelock."""
        if timeout is None:
            raise Deadlock
        self._idle = 0 if timeout > 0 else self._idle + 1
        if self._idle > LIVELOCK:
            raise Livelock
        self.now += max(0.0, timeout)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Runs minutes of virtual time in a fraction of a second."""

    def __init__(self) -> None:
        self._jump = _Jump()
        super().__init__(self._jump)
        self.set_exception_handler(self._complain)

    def _complain(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if "handle" in context:  # a callback of ours failed; the rest is about tasks whose process was killed
            raise SystemExit(f"{context['message']}: {context['exception']!r}") from context["exception"]

    def time(self) -> float:
        """The virtual time in seconds."""
        return self._jump.now


class Numbered(asyncio.Task[Any]):
    """A task that is hashed by its number: sets of tasks are walked through in the same order in every run."""

    def __init__(self, coro: Any, number: int, **more: Any) -> None:
        self._number = number
        super().__init__(coro, **more)

    def __hash__(self) -> int:
        return self._number


@contextmanager
def virtual(seed: int, wrap: Callable[[Any, Any], Any]) -> Iterator[VirtualLoop]:
    """A loop of its own, the kernel's clocks and all chance tied to it; `wrap(coroutine, context)` sees each task."""
    loop, numbers = VirtualLoop(), itertools.count()
    loop.set_task_factory(
        lambda loop, coro, context=None: Numbered(wrap(coro, context), next(numbers), loop=loop, context=context)
    )
    kept = time.monotonic, clock.passed, secrets.token_hex, random.getstate()
    names = random.Random(seed)
    random.seed(seed)
    time.monotonic = clock.passed = loop.time
    secrets.token_hex = lambda nbytes=None: names.randbytes(nbytes or 32).hex()
    try:
        yield loop
    finally:
        time.monotonic, clock.passed, secrets.token_hex = kept[:3]
        random.setstate(kept[3])
        loop.close()
