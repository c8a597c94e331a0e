"""A service: what its `main.py` names, and what a running process has of it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from shared.errors import BadRequest, DomainError, Unavailable
from shared.eventsourcing.codec import Codec, Upcaster
from shared.eventsourcing.decider import Deciders, Recorded
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.handle import Handler
from shared.eventsourcing.log import Log
from shared.eventsourcing.model import Event, to_milliseconds
from shared.eventsourcing.projection import Projection
from shared.eventsourcing.tail import Tail
from shared.http.auth import Verifier
from shared.http.policy import Policy
from shared.messaging.positions import COLLECTION as POSITIONS
from shared.messaging.translation import Publish, Receive
from shared.privacy.tries import Tries
from shared.privacy.vault import Vault
from shared.runtime.deadlines import OnDue
from shared.runtime.tree import Tree
from shared.tracing.commands import TracedHandler

if TYPE_CHECKING:
    from shared.tracing.spans import Spans

WAIT_AT_MOST = 2.0
COMMITS = "commits"
TRIES = "tries"

Chore = Callable[[Any], Awaitable[None]]
"""Something to tidy up now and then; gets the running `Service`."""

Effect = Callable[[Recorded, Any], Awaitable[None]]
"""Acts outside the log on an event, at least once; gets the running `Service`."""


@dataclass(frozen=True, slots=True)
class Definition:
    """The parts of a service, as `main.py` puts them together."""

    name: str
    title: str
    events: Sequence[type[Event]]
    deciders: Deciders
    projections: Sequence[Projection[Any]]
    communities: Projection[Any]
    """The projection that holds the community tree."""
    router: APIRouter
    policy: Policy
    sources: Sequence[str]
    receive: Receive
    publish: Publish | None = None
    upcasters: Mapping[tuple[str, int], Upcaster] | None = None
    due: Projection[Any] | None = None
    on_due: OnDue | None = None
    effect: Effect | None = None
    chore: Chore | None = None
    keeps_vault: bool = False


def utc_now() -> datetime:
    """The clock."""
    return to_milliseconds(datetime.now(UTC))


class Service:
    """One service in one process, over its own database."""

    def __init__(
        self,
        definition: Definition,
        database: AsyncDatabase[dict[str, Any]],
        verifier: Verifier,
        secret: bytes,
        vault: Vault | None = None,
        rate: str = "3000/minute",
        now: Callable[[], datetime] = utc_now,
        spans: "Spans | None" = None,
    ) -> None:
        self.definition = definition
        self.name = definition.name
        self.database = database
        self.log = Log(database[COMMITS], Codec(definition.events, definition.upcasters))
        self.tail = Tail(self.log)
        self.spans = spans
        """Where spans go; None: traces are off."""
        parts = (self.log, definition.deciders, self.tail.written)
        self.handler = TracedHandler(spans, *parts) if spans else Handler(*parts)
        self.reads = Reads(database, definition.projections)
        self.tree = Tree(self.reads(definition.communities))
        self.vault = vault
        self.tries = Tries(database[TRIES])
        self.verifier = verifier
        self.secret = secret
        self.rate = rate
        self.now = now

    async def prepare(self) -> None:
        """Makes sure of the indexes writes rest on."""
        await self.log.prepare()

    async def ready(self) -> dict[str, str]:
        """What an API process can't do without and has not got: MongoDB, built projections."""
        try:
            async with asyncio.timeout(WAIT_AT_MOST):
                await self.reads.position()
        except (PyMongoError, DomainError, TimeoutError) as error:
            return {"projections": getattr(error, "code", None) or type(error).__name__}
        return {}

    async def wait(self, source: str, position: int) -> None:
        """Returns when documents show what `source` had recorded by `position`.

        Raises Unavailable after two seconds, BadRequest for a source this service does not listen to.
        """
        give_up = time.monotonic() + WAIT_AT_MOST
        if source != self.name:
            if source not in self.definition.sources:
                raise BadRequest(field="min_position")
            await self._until(lambda: self._taken_in(source), position, give_up)
            position = await self.log.tip()
        await self._until(self.reads.position, position, give_up)

    async def _until(self, look: Callable[[], Awaitable[int]], position: int, give_up: float) -> None:
        pause = 0.005
        while await look() < position:
            if time.monotonic() > give_up:
                raise Unavailable(retry_after=1)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 0.05)

    async def _taken_in(self, source: str) -> int:
        row = await self.database[POSITIONS].find_one({"_id": f"inbox.{source}"}, {"position": 1})
        return int(row["position"]) if row else 0
