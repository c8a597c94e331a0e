"""Callers inside a measured process, each beginning anew when it is done."""

import asyncio
import time
from collections.abc import Awaitable, Callable


async def calling(callers: int, seconds: float, one: Callable[[int, int], Awaitable[None]]) -> int:
    """Has `callers` call `one(caller, n)` for `seconds`; gives how often it was done."""
    until = time.perf_counter() + seconds

    async def call(caller: int) -> int:
        n = 0
        while time.perf_counter() < until:
            await one(caller, n)
            n += 1
        return n

    return sum(await asyncio.gather(*map(call, range(callers))))
