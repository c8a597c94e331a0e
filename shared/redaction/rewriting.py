"""The rewrite itself: asked for by the event, done as jobs by whoever holds the lease, all over again if killed."""

import asyncio
from collections.abc import Callable
from typing import Any

from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.log import GIVE_UP_AFTER
from shared.eventsourcing.past import drop_folded
from shared.messaging.parked import PARKED
from shared.redaction.marks import Replacing
from shared.redaction.model import HistoryRedacted, Redaction
from shared.runtime import jobs
from shared.runtime.service import Service

JOB = "redact"
AT_ONCE = 500


async def redact(recorded: Recorded, service: Service) -> None:
    """Asks for the job that an event calls for, once."""
    if isinstance(recorded.event, HistoryRedacted):
        job = f"{JOB}/{recorded.stream}"
        await jobs.submit_once(service.database, job, JOB, recorded.at, redaction=recorded.stream)


async def rewrite(service: Service, stream: str, tell: Callable[[int, int], None]) -> str:
    """Replaces the texts in the log and in what is parked, and has the documents built anew where that changed any.

    A command that had read the old text may still come to be written, so what is new is looked at once more when its
    time is over.
    """
    redaction = await service.handler.state(stream)
    assert isinstance(redaction, Redaction)
    rewriting = _Rewriting(service, stream, redaction, tell)
    await drop_folded(service.database)
    await rewriting.go_on()
    await rewriting.parked()
    await asyncio.sleep(GIVE_UP_AFTER)
    await rewriting.go_on()
    await drop_folded(service.database)
    return f"{rewriting.changed} rewritten"


class _Rewriting:
    def __init__(self, service: Service, stream: str, redaction: Redaction, tell: Callable[[int, int], None]) -> None:
        self._service = service
        self._stream = stream
        self._community = redaction.community
        self._replace = Replacing(service.secret, redaction.replacements)
        self._tell = tell
        self._position = 0
        self.changed = 0

    async def go_on(self) -> None:
        """Rewrites the log from where it stopped to its end."""
        log, tip = self._service.log, await self._service.log.tip()
        while commits := await log.stored(self._position, AT_ONCE):
            ours = [row for row in commits if row["community"] == self._community]
            changed = {row["_id"]: new for row in ours if (new := self._replace(row["events"])) != row["events"]}
            if changed:
                await self._have_built()
                await log.rewrite(changed)
            self.changed += len(changed)
            self._position = commits[-1]["_id"]
            self._tell(self._position, max(tip, self._position))

    async def parked(self) -> None:
        """Rewrites what waits to be taken in."""
        waiting = self._service.database[PARKED]
        async for row in waiting.find({}):
            events: list[Any] = self._replace(row["events"])
            if events != row["events"]:
                await waiting.update_one({"_id": row["_id"]}, {"$set": {"events": events}})
                self.changed += 1

    async def _have_built(self) -> None:
        """Asked for before anything is changed: whoever is killed in between leaves it asked for. It comes after us."""
        service = self._service
        await jobs.submit_once(service.database, f"rebuild/{self._stream}", "rebuild", service.now(), projection="all")


async def standing(service: Service, stream: str) -> bool:
    """Whether the jobs of a redaction are done."""
    asked = {"_id": {"$in": [f"{JOB}/{stream}", f"rebuild/{stream}"]}}
    states = [job["state"] async for job in service.database[jobs.COLLECTION].find(asked)]
    return bool(states) and all(state == "done" for state in states)
