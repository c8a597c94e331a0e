"""Long work asked for by a person at the command line and done by whoever holds the lease, with its progress shown."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import structlog
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import ConnectionFailure

from shared.eventsourcing.ending import stoppable
from shared.eventsourcing.projector import Fenced

COLLECTION = "jobs"
LOOK_EVERY = 0.5

Work = Callable[[dict[str, Any], Callable[[int, int], None]], Awaitable[str]]
"""Does a job with its arguments, tells its progress, answers with one line for the person who asked."""

logger = structlog.get_logger()


async def submit(database: AsyncDatabase[dict[str, Any]], kind: str, at: datetime, **arguments: object) -> str:
    """Asks for a job; gives its id."""
    job = uuid4().hex
    await submit_once(database, job, kind, at, **arguments)
    return job


async def submit_once(
    database: AsyncDatabase[dict[str, Any]], job: str, kind: str, at: datetime, **arguments: object
) -> None:
    """Asks for the job called `job`: it is there once, however often it is asked for."""
    asked = {"kind": kind, "arguments": arguments, "state": "waiting", "done": 0, "total": 0, "at": at}
    await database[COLLECTION].update_one({"_id": job}, {"$setOnInsert": asked}, upsert=True)


async def look(database: AsyncDatabase[dict[str, Any]], job: str) -> dict[str, Any]:
    """The job document: `state` (waiting, running, done, failed), `done` of `total`, `message`."""
    found = await database[COLLECTION].find_one({"_id": job})
    if found is None:
        raise KeyError(job)
    return found


class Jobs:
    """Does the jobs of one service, one after the other. One left over from a dead worker begins anew."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], kinds: Mapping[str, Work]) -> None:
        self._jobs = database[COLLECTION]
        self._kinds = kinds
        self._progress: dict[str, int] = {}

    async def run(self) -> None:
        """Looks for jobs for ever."""
        while True:
            job = await self._jobs.find_one({"state": {"$in": ["waiting", "running"]}}, sort=[("at", 1)])
            if job is None:
                await asyncio.sleep(LOOK_EVERY)
            else:
                await self._do(job)

    async def _do(self, job: dict[str, Any]) -> None:
        await self._note(job, state="running")
        shown = asyncio.create_task(stoppable(lambda: self._show(job)))
        try:
            message = await self._kinds[job["kind"]](job["arguments"], self._tell)
        except (Fenced, ConnectionFailure):
            raise  # whoever holds the lease then begins it anew
        except Exception as error:
            logger.exception("job_failed", job=job["_id"], kind=job["kind"])
            await self._note(job, state="failed", message=f"{type(error).__name__}: {error}", **self._progress)
        else:
            await self._note(job, state="done", message=message, **self._progress)
        finally:
            shown.cancel()
            self._progress = {}

    def _tell(self, done: int, total: int) -> None:
        self._progress = {"done": done, "total": total}

    async def _show(self, job: dict[str, Any]) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            if self._progress:
                await self._note(job, **self._progress)

    async def _note(self, job: dict[str, Any], **fields: object) -> None:
        await self._jobs.update_one({"_id": job["_id"]}, {"$set": fields})
