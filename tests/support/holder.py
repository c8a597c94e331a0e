"""Holds a lease until it is told otherwise: `python -m tests.support.holder <url> <database> <name> <ttl>`.

Says `held <epoch> <time>` when it has it, `working <time>` while it has it, and `fenced <time>` when it stopped itself.
"""

import asyncio
import sys
import time
from typing import Any

from pymongo import AsyncMongoClient

from shared.eventsourcing.projector import Fenced
from shared.runtime import lease as module
from shared.runtime.lease import Lease


async def hold(url: str, database: str, name: str, ttl: float) -> None:
    """Acquires, works, and says so."""
    module.TTL, module.RENEW_EVERY, module.STOP_BEFORE = ttl, ttl * 0.3, ttl * 0.1
    async with AsyncMongoClient[dict[str, Any]](url) as client:
        lease = Lease(client[database], name)
        epoch = await lease.acquire()
        print(f"held {epoch} {time.time()}", flush=True)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(lease.keep())
                tasks.create_task(_work())
        except* Fenced:
            print(f"fenced {time.time()}", flush=True)


async def _work() -> None:
    while True:
        print(f"working {time.time()}", flush=True)
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(hold(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])))
