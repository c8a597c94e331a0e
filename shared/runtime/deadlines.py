"""Deadlines: set by an event, kept in a projection, sent as commands when they are due. Nothing sleeps on one."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from pymongo.errors import PyMongoError

from shared.errors import DomainError, Unavailable
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.documents import Documents
from shared.eventsourcing.handle import Handler
from shared.eventsourcing.model import Actor, Instant
from shared.eventsourcing.projection import Document
from shared.messaging.translation import Send

LOOK_EVERY = 0.5
TRY_REFUSED_AFTER = 60.0
AT_ONCE = 100

logger = structlog.get_logger()


class Due(Document):
    """A deadline as its projection keeps it; `named` is the event that set it, `due_at` None when it is over."""

    due_at: Instant | None
    named: str
    correlation: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How many deadlines are not yet due, how many are, and for how many seconds the oldest of these has been."""

    waiting: int
    overdue: int
    oldest: float


OnDue = Callable[[Any, datetime, Actor], Send]
"""The command that a `Due` (or a service's own kind of it) calls for; pure."""


class Deadlines:
    """Sends what is due, at least once. A refused one stays, is tried each minute and counts in `refused`."""

    def __init__(self, documents: Documents[Any], on_due: OnDue, handler: Handler, now: Callable[[], datetime]) -> None:
        self._documents = documents
        self._on_due = on_due
        self._handler = handler
        self._now = now
        self._wait_until: dict[str, float] = {}

    @property
    def refused(self) -> int:
        """How many deadlines the decider refused at their last try."""
        return len(self._wait_until)

    async def standing(self) -> Standing:
        """How things stand now."""
        now = self._now()
        due = {"due_at": {"$lte": now}}
        first = await self._documents.find(due, sort=[("due_at", 1)], limit=1)
        return Standing(
            waiting=await self._documents.count({"due_at": {"$gt": now}}),
            overdue=await self._documents.count(due) if first else 0,
            oldest=(now - first[0].due_at).total_seconds() if first else 0.0,
        )

    async def run(self) -> None:
        """Looks twice a second, for ever."""
        while True:
            try:
                await self.send_due()
            except PyMongoError as error:
                logger.warning("deadlines_retry", reason=type(error).__name__)
            except DomainError as error:
                logger.warning("deadlines_retry", reason=error.code)
            await asyncio.sleep(LOOK_EVERY)

    async def send_due(self) -> None:
        """Sends the commands of all deadlines that have passed."""
        waiting = self._waiting()
        found = await self._documents.find(
            {"due_at": {"$lte": self._now()}}, sort=[("due_at", 1)], limit=AT_ONCE + len(waiting)
        )
        due = [one for one in found if _name(one) not in waiting]
        results = await self._handler.handle_many([self._envelope(one) for one in due])
        for one, result in zip(due, results, strict=True):
            if isinstance(result, Exception) and not isinstance(result, Unavailable):  # that one is no refusal
                self._wait_until[_name(one)] = time.monotonic() + TRY_REFUSED_AFTER
                logger.warning("deadline_refused", named=_name(one), reason=getattr(result, "code", str(result)))

    def _waiting(self) -> set[str]:
        now = time.monotonic()
        self._wait_until = {name: until for name, until in self._wait_until.items() if until > now}
        return set(self._wait_until)

    def _envelope(self, due: Due) -> Envelope:
        send = self._on_due(due, self._now(), Actor(id="system:due"))
        return Envelope(
            send.stream, send.command, id=f"due/{_name(due)}", correlation=due.correlation, causation=due.named
        )


def _name(due: Due) -> str:
    """One event may set a deadline for each of several things."""
    return f"{due.named}/{due.id}"
