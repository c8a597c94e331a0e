"""The rewrite itself: asked for by the event, done as jobs by whoever holds the lease, all over again if killed."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Literal

from shared.eventsourcing.decider import Envelope, Recorded
from shared.eventsourcing.documents import POINTER_KEPT
from shared.eventsourcing.log import GIVE_UP_AFTER
from shared.eventsourcing.model import Actor
from shared.eventsourcing.past import folded
from shared.messaging.parked import PARKED
from shared.redaction.marks import Replacing
from shared.redaction.model import HistoryRedacted, NoteRewriting, Redaction
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

    A command may have been decided on the old text and not been placed yet, by a process that was paused perhaps. The
    log places nothing that was decided longer ago than `GIVE_UP_AFTER`, and no process that slept gets past a commit it
    has not seen: so after that time a mark is set, behind which only those stand that had read what was rewritten; and
    what came before it is looked at once more, until nothing was left to rewrite.
    """
    redaction = await service.handler.state(stream)
    assert isinstance(redaction, Redaction)
    rewriting = _Rewriting(service, stream, redaction, tell)
    await rewriting.go_on()
    while True:
        await asyncio.sleep(GIVE_UP_AFTER / 2)
        old = await folded(service.database)  # whoever had read the old text for a question has written it down by now
        await asyncio.sleep(GIVE_UP_AFTER / 2)
        await _mark(service, stream, rewriting.changed)
        if not await rewriting.go_on():
            break
    for name in old:  # what was folded since then has the new text, and somebody is about to read it
        await service.database.drop_collection(name)
    return f"{rewriting.changed} rewritten"


async def _mark(service: Service, stream: str, rewritten: int) -> None:
    command = NoteRewriting(at=service.now(), actor=Actor(id=f"system:{service.name}"), rewritten=rewritten)
    position = await service.log.tip()
    await service.handler.handle(Envelope(stream=stream, command=command, id=f"{JOB}/{stream}/{position}"))


class _Rewriting:
    def __init__(self, service: Service, stream: str, redaction: Redaction, tell: Callable[[int, int], None]) -> None:
        self._service = service
        self._stream = stream
        self._community = redaction.community
        self._replace = Replacing(service.secret, redaction.replacements)
        self._tell = tell
        self._position = 0
        self.changed = 0

    async def go_on(self) -> int:
        """Rewrites the log from where it stopped to its end, and what is parked; gives how much that was."""
        before, log, tip = self.changed, self._service.log, await self._service.log.tip()
        while commits := await log.stored(self._position, AT_ONCE):
            if await self._commits(commits):
                self._position = commits[-1]["_id"]
            self._tell(self._position, max(tip, self._position))
        await self._parked()
        return self.changed - before

    async def _commits(self, commits: Sequence[dict[str, Any]]) -> bool:
        """Whether nobody else rewrote any of them meanwhile; else they have to be read again."""
        ours = {row["_id"]: row["events"] for row in commits if row["community"] == self._community}
        new = {position: self._replace(events) for position, events in ours.items()}
        changed = {position: (old, new[position]) for position, old in ours.items() if old != new[position]}
        if not changed:
            return True
        await self._have_built()
        placed = await self._service.log.rewrite(changed)
        self.changed += placed
        return placed == len(changed)

    async def _parked(self) -> None:
        """What waits to be taken in."""
        waiting = self._service.database[PARKED]
        async for row in waiting.find({}):
            events: list[Any] = self._replace(row["events"])
            if events != row["events"]:
                as_read = {"_id": row["_id"], "events": row["events"]}
                await waiting.update_one(as_read, {"$set": {"events": events}})
                self.changed += 1

    async def _have_built(self) -> None:
        """Asked for before anything is changed: whoever is killed in between leaves it asked for. It comes after us."""
        service = self._service
        await jobs.submit_anew(service.database, f"rebuild/{self._stream}", "rebuild", service.now(), projection="all")


Standing = Literal["underway", "retrying", "done"]
"""Of a redaction in one service: `retrying` failed and is tried again."""


async def standing(service: Service, streams: Sequence[str]) -> dict[str, Standing]:
    """How far the jobs of each redaction are. Documents that were built anew are done with when nobody reads the former
    ones any more."""
    names = {f"{kind}/{stream}": stream for stream in streams for kind in (JOB, "rebuild")}
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    long_ago = {"$subtract": ["$$NOW", int(POINTER_KEPT * 1000)]}
    wanted = {"$match": {"_id": {"$in": list(names)}}}
    followed = {"$set": {"followed": {"$or": [{"$eq": ["$kind", JOB]}, {"$lte": ["$ended", long_ago]}]}}}
    async for job in await service.database[jobs.COLLECTION].aggregate([wanted, followed]):
        found[names[job["_id"]]].append(job)
    return {stream: _standing(found[stream]) for stream in streams}


def _standing(asked: Sequence[dict[str, Any]]) -> Standing:
    if asked and all(job["state"] == "done" and job["followed"] for job in asked):
        return "done"
    return "retrying" if any(job["state"] != "done" and job.get("failures") for job in asked) else "underway"
