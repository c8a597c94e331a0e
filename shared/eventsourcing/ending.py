"""Ending what runs for ever.

`asyncio.wait_for` of Python 3.11, which PyMongo and others use, now and then swallows a cancellation (one in twenty,
measured on a loop of `find_one`): the loop then goes on, and whoever waits for its end waits for ever.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

INSIST_EVERY = 1.0


async def stoppable(loop: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs `loop()`; once cancelled, cancels it again and again until it has ended."""
    task = asyncio.create_task(loop())
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            task.cancel()
            await asyncio.wait([task], timeout=INSIST_EVERY)
        if not task.cancelled():
            task.result()
        raise
