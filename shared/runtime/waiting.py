"""Waiting with a limit, as PyMongo does it on Python 3.11, mended.

Before Python 3.12 `asyncio.wait_for` waits in a task of its own. If whoever waits for a condition is cancelled twice,
that task takes the condition's lock again when nobody is left to give it back. PyMongo then waits for ever in every
call of the process (seen: a worker stood still for good after its MongoDB had been replaced).
"""

import asyncio
import sys
from collections.abc import Awaitable
from typing import TypeVar

import pymongo.lock

T = TypeVar("T")


async def wait_for(awaited: Awaitable[T], seconds: float | None) -> T:
    """What `awaited` gives, in this very task, as from Python 3.12 on. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        return await awaited


def mend_pymongo() -> None:
    """Lets PyMongo wait like that where Python does not."""
    if sys.version_info < (3, 12):
        pymongo.lock.wait_for = wait_for  # type: ignore[assignment, attr-defined]
