"""Writes commands as fast as it can: `python -m tests.support.writer <url> <database> <name> <count> <file>`.

Every acknowledged command is a line `<command id> <position>` in the file; it may be killed at any moment.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient

from tests.support.toy import Toy, put

CALLERS = 32
BOXES = 40


async def write(url: str, database: str, name: str, count: int, file: Path) -> None:
    """Sends `count` commands, `CALLERS` at a time."""
    async with AsyncMongoClient[dict[str, Any]](url, tz_aware=True) as client:
        toy = Toy(client[database])
        numbers = iter(range(1, count + 1))
        with file.open("a", buffering=1) as acknowledged:

            async def call() -> None:
                for n in numbers:
                    outcome = await toy.handler.handle(put(f"box_{n % BOXES}", n, id=f"{name}-{n}"))
                    acknowledged.write(f"{name}-{n} {outcome.position}\n")

            print("writing", flush=True)
            await asyncio.gather(*(call() for _ in range(CALLERS)))
    print("written", flush=True)


if __name__ == "__main__":
    _, url, database, name, count, file = sys.argv
    asyncio.run(write(url, database, name, int(count), Path(file)))
