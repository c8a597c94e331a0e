"""Long work asked for by a person at the command line and done by whoever holds the lease, with its progress shown."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import structlog
from pydantic import ValidationError
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import BulkWriteError, ConnectionFailure

from shared.eventsourcing.ending import stoppable
from shared.eventsourcing.projector import Fenced

COLLECTION = "jobs"
LOOK_EVERY = 0.5
TRY_AGAIN_AFTER = (0.5, 30.0)

Work = Callable[[dict[str, Any], Callable[[int, int], None]], Awaitable[str]]
"""Does a job with its arguments, tells its progress, answers with one line for the person who asked."""

logger = structlog.get_logger()


async def submit(database: AsyncDatabase[dict[str, Any]], kind: str, at: datetime, **arguments: object) -> str:
    """Asks for a job in the name of a person, who sees how it ends; gives its id."""
    job = uuid4().hex
    await database[COLLECTION].insert_one({"_id": job, **_asked(kind, at, arguments)})
    return job


async def submit_once(
    database: AsyncDatabase[dict[str, Any]], job: str, kind: str, at: datetime, **arguments: object
) -> None:
    """Asks for the job called `job`: it is there once, however often it is asked for. Nobody would ask again when it
    fails, so it is tried until it is done."""
    asked = {**_asked(kind, at, arguments), "until_done": True}
    await database[COLLECTION].update_one({"_id": job}, {"$setOnInsert": asked}, upsert=True)


async def submit_anew(
    database: AsyncDatabase[dict[str, Any]], job: str, kind: str, at: datetime, **arguments: object
) -> None:
    """The same, but to be done once more where it was done before."""
    asked = {**_asked(kind, at, arguments), "until_done": True}
    await database[COLLECTION].replace_one({"_id": job}, asked, upsert=True)


def _asked(kind: str, at: datetime, arguments: Mapping[str, object]) -> dict[str, Any]:
    return {"kind": kind, "arguments": arguments, "state": "waiting", "done": 0, "total": 0, "at": at}


async def look(database: AsyncDatabase[dict[str, Any]], job: str) -> dict[str, Any]:
    """The job document: `state` (waiting, running, done, failed), `done` of `total`, `message`, and how many `failures`
    there were before one more try."""
    found = await database[COLLECTION].find_one({"_id": job})
    if found is None:
        raise KeyError(job)
    return found


class Jobs:
    """Does the jobs of one service, one after the other. One left over from a dead worker begins anew; and those that
    ask for the same, and waited when it began, are done with it."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], kinds: Mapping[str, Work]) -> None:
        self._jobs = database[COLLECTION]
        self._kinds = kinds
        self._progress: dict[str, int] = {}
        self._resting: dict[str, float] = {}
        """Jobs that failed, and until when they rest, by the monotonic clock; the others go on meanwhile."""

    async def run(self) -> None:
        """Looks for jobs for ever."""
        while True:
            resting = [job for job, until in self._resting.items() if until > time.monotonic()]
            due = {"state": {"$in": ["waiting", "running"]}, "_id": {"$nin": resting}}
            job = await self._jobs.find_one(due, sort=[("at", 1)])
            if job is None:
                await asyncio.sleep(LOOK_EVERY)
            else:
                await self._do(job)

    async def _do(self, job: dict[str, Any]) -> None:
        await self._note(job, state="running")
        alike = await self._alike(job)
        shown = asyncio.create_task(stoppable(lambda: self._show(job)))
        try:
            message = await self._kinds[job["kind"]](job["arguments"], self._tell)
        except (Fenced, ConnectionFailure):
            raise  # whoever holds the lease then begins it anew
        except Exception as error:
            await self._failed(job, error)
        else:
            ended = {"$set": {"state": "done", "message": message, **self._progress}, "$currentDate": {"ended": True}}
            await self._jobs.update_many({"$or": [{"_id": job["_id"], "at": job["at"]}, *alike]}, ended)
        finally:
            shown.cancel()
            self._progress = {}

    async def _alike(self, job: dict[str, Any]) -> list[dict[str, Any]]:
        """Filters for them: one that is asked for once more meanwhile is none of them."""
        same = {"kind": job["kind"], "arguments": job["arguments"], "state": "waiting"}
        return [{**same, "_id": each["_id"], "at": each["at"]} async for each in self._jobs.find(same)]

    async def _failed(self, job: dict[str, Any], error: Exception) -> None:
        # these tell what they were to write, which may be what is to be taken out of history
        tells = isinstance(error, BulkWriteError | ValidationError)
        logger.error("job_failed", job=job["_id"], kind=job["kind"], reason=type(error).__name__, exc_info=not tells)
        state, failures = "failed", job.get("failures", 0) + 1
        if job.get("until_done"):
            state, longest = "waiting", TRY_AGAIN_AFTER[1]
            self._resting[job["_id"]] = time.monotonic() + min(TRY_AGAIN_AFTER[0] * 2 ** min(failures - 1, 9), longest)
        message = type(error).__name__ if tells else f"{type(error).__name__}: {error}"
        await self._note(job, state=state, failures=failures, message=message, **self._progress)

    def _tell(self, done: int, total: int) -> None:
        self._progress = {"done": done, "total": total}

    async def _show(self, job: dict[str, Any]) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            if self._progress:
                await self._note(job, **self._progress)

    async def _note(self, job: dict[str, Any], **fields: object) -> None:
        await self._jobs.update_one({"_id": job["_id"]}, {"$set": fields})
