"""Waiting for what other tasks, processes and servers do: with a deadline, and with a message that helps."""

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from shared.eventsourcing.ending import stoppable

T = TypeVar("T")


async def eventually(look: Callable[[], T | Awaitable[T]], what: str, within: float = 30.0) -> T:
    """Looks until something true is seen and gives it; fails saying `what` was waited for and what was seen last.

    The patience is for a machine that has much else to do: how long a thing takes is measured elsewhere.
    """
    give_up = time.monotonic() + within
    while True:
        seen = look()
        if inspect.isawaitable(seen):
            seen = await seen
        if seen:
            return seen  # type: ignore[return-value]
        if time.monotonic() > give_up:
            raise AssertionError(f"waited {within} s in vain: {what}; last seen: {seen!r}")
        await asyncio.sleep(0.01)


@asynccontextmanager
async def running(*loops: Coroutine[Any, Any, Any]) -> AsyncIterator[list["asyncio.Task[Any]"]]:
    """Runs `loops` beside the block, as a worker does, and ends them with it; what one of them died of is raised."""
    tasks = [asyncio.create_task(stoppable(lambda loop=loop: loop)) for loop in loops]
    await asyncio.sleep(0)  # let them begin
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        _, stuck = await asyncio.wait(tasks, timeout=10)
        assert not stuck, f"these do not end when they are told to: {[task.get_stack() for task in stuck]}"
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
