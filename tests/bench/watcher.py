"""Sees from outside when a document is there, by a change stream of its collection."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pymongo import AsyncMongoClient

from shared.eventsourcing.ending import stoppable


@asynccontextmanager
async def watching(where: dict[str, str] | None) -> AsyncIterator[dict[str, float]]:
    """When each document of a collection (`url`, `database`, `collection`) was first seen, by the rest of its id."""
    seen: dict[str, float] = {}
    if where is None:
        yield seen
        return
    joined = asyncio.Event()
    watcher = asyncio.create_task(stoppable(lambda: _watch(where, seen, joined)))
    await joined.wait()
    try:
        yield seen
    finally:
        watcher.cancel()
        await asyncio.wait([watcher])


async def _watch(where: dict[str, str], seen: dict[str, float], joined: asyncio.Event) -> None:
    async with AsyncMongoClient[dict[str, Any]](where["url"]) as client:
        documents = client[where["database"]][where["collection"]]
        async with await documents.watch([{"$project": {"documentKey": 1}}]) as changes:
            joined.set()
            async for change in changes:
                seen.setdefault(change["documentKey"]["_id"].partition("_")[2], time.perf_counter())
