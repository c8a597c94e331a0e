"""From the bus into the log: what another service tells becomes commands, once each and without gaps."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar

import structlog
from pymongo.errors import PyMongoError

from shared.contracts import BY_TYPE
from shared.errors import DomainError, Unavailable
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.handle import Handler
from shared.eventsourcing.model import Actor
from shared.messaging.bus import Bus, Delivery, Question, Unsent
from shared.messaging.envelope import CloudEvent, ForeignCommit, time_of
from shared.messaging.parked import Parked
from shared.messaging.positions import Positions
from shared.messaging.translation import Arrival, Receive
from shared.runtime.metrics import IGNORED, TAKEN_IN_AFTER

ASK_AGAIN_AFTER = 10.0
TRY_AGAIN_AFTER = 0.5
TAKE_TOGETHER = 200
TRANSIENT = (PyMongoError, Unavailable)
T = TypeVar("T")

logger = structlog.get_logger()


class Poison(Exception):
    """This commit can't be taken in, however often it is tried."""


class Inbox:
    """Takes in what `source` tells. One position says how far; whatever lies behind a gap is asked for again."""

    def __init__(
        self,
        consumer: str,
        source: str,
        receive: Receive,
        handler: Handler,
        bus: Bus,
        positions: Positions,
        parked: Parked,
        now: Callable[[], datetime],
        patience: float = ASK_AGAIN_AFTER,
    ) -> None:
        self._consumer = consumer
        self._source = source
        self._receive = receive
        self._handler = handler
        self._bus = bus
        self._positions = positions
        self._parked = parked
        self._now = now
        self._patience = patience
        self._name = f"inbox.{source}"
        self._asked_at: float | None = None
        self._handed_out = 0  # up to here a process may have died over it, whichever message brings it next
        self._turn = asyncio.Lock()
        self._oldest: datetime | None = None
        self._heard_at = time.monotonic()
        self.trouble: str | None = None
        """Why nothing is taken in at present."""

    @property
    def lag(self) -> float:
        """For how many seconds the oldest commit in hand has been waiting since it was made; 0.0 with none in hand."""
        oldest = self._oldest
        return max(0.0, (self._now() - oldest).total_seconds()) if oldest else 0.0

    @property
    def silence(self) -> float:
        """Seconds since something of the source was last taken in."""
        return time.monotonic() - self._heard_at

    async def run(self) -> None:
        """Takes in for ever."""
        await self._positions.load(self._name)
        await self._parked.load()
        await self._bus.consume(self._consumer, self._source, self.take, self._ask)

    async def take(self, deliveries: Sequence[Delivery]) -> None:
        """Handles what has arrived; returns when all of it is stored, parked, or to be asked for again."""
        self._heard_at = time.monotonic()
        async with self._turn:
            end = position = self._positions[self._name]
            commits: list[ForeignCommit] = []
            again = False
            for delivery in deliveries:
                message = delivery.message
                if message.start > end:
                    self._handed_out = max(self._handed_out, message.end if delivery.again else 0)
                    await self._ask_if_due()
                elif message.end > end:
                    commits += [commit for commit in message.commits() if commit.position > end]
                    again |= delivery.again or message.start < self._handed_out
                    end = message.end
            await self._timed(commits, again)
            if end > position:
                self._positions[self._name] = end
                self._asked_at = time.monotonic() if self._asked_at else None

    async def rewind(self, position: int) -> None:
        """Goes back to `position` and asks for all that follows; command ids absorb what was had."""
        async with self._turn:
            self._positions[self._name] = min(position, self._positions[self._name])
            await self._positions.save()
        await self._ask()

    async def retry_parked(self) -> int:
        """Feeds the parked commits through once more, in order; gives how many are left."""
        async with self._turn:
            for commits in await self._parked.streams():
                for commit in commits:
                    try:
                        await self._together([commit])
                    except Exception as error:
                        logger.info("still_parked", commit=commit.name, reason=repr(error))
                        break
                    await self._parked.release(commit)
            return await self._parked.count()

    # --- asking for what is missing

    async def _ask_if_due(self) -> None:
        if self._asked_at is None or time.monotonic() - self._asked_at > self._patience:
            logger.info("gap_found", source=self._source, position=self._positions[self._name])
            await self._ask()

    async def _ask(self) -> None:
        self._asked_at = time.monotonic()
        try:
            await self._bus.ask(self._source, Question(self._consumer, self._positions[self._name]))
        except Unsent as error:
            logger.info("question_unsent", source=self._source, reason=error.reason)

    # --- taking in

    async def _timed(self, commits: Sequence[ForeignCommit], again: bool) -> None:
        self._oldest = oldest = time_of(commits[0].events[0]) if commits else None
        try:
            await self._work(commits, again)
        finally:
            self._oldest, self._heard_at = None, time.monotonic()
        if oldest:
            TAKEN_IN_AFTER.labels(self._consumer, self._source).observe((self._now() - oldest).total_seconds())

    async def _work(self, commits: Sequence[ForeignCommit], again: bool) -> None:
        """Returns when every commit is stored or parked. What comes again goes together like anything else, unless a
        process has died over it like that: then one by one, as it may be poison."""
        again = again and bool(commits)
        suspected = again and await self._patiently(self._parked.suspected)
        try:
            await self._take_in(commits, one_by_one=suspected)
        except asyncio.CancelledError:
            if again:
                await asyncio.shield(self._parked.trust())  # we are stopped, which is not their fault
            raise
        if again:
            await self._patiently(self._parked.trust)

    async def _take_in(self, commits: Sequence[ForeignCommit], one_by_one: bool) -> None:
        """What is transient is retried in place without end."""
        done = 0
        while done < len(commits):
            chunk = commits[done : done + (1 if one_by_one else TAKE_TOGETHER)]
            try:
                for commit in filter(self._parked.holds, chunk):
                    await self._parked.park(commit, "an earlier commit of its stream is parked")
                free = [commit for commit in chunk if not self._parked.holds(commit)]
                await (self._carefully(free) if one_by_one else self._together(free))
            except TRANSIENT as error:
                await self._pause(error)
            except Exception:
                one_by_one = True  # one of them is poison: find it
            else:
                self.trouble = None
                done += len(chunk)
                self._positions[self._name] = chunk[-1].position  # so one that dies often gets on all the same

    async def _patiently(self, operation: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await operation()
            except TRANSIENT as error:
                await self._pause(error)

    async def _pause(self, error: Exception) -> None:
        self.trouble = type(error).__name__
        await asyncio.sleep(TRY_AGAIN_AFTER)

    async def _carefully(self, commits: Sequence[ForeignCommit]) -> None:
        """One by one, the attempts counted before each, so that even a commit that kills the process is found."""
        for commit in commits:
            await self._try(commit)

    async def _try(self, commit: ForeignCommit) -> None:
        while not await self._parked.exhausted(commit):
            try:
                await self._together([commit])
            except TRANSIENT:
                self._parked.forgive(commit)
                raise
            except asyncio.CancelledError:
                await asyncio.shield(self._parked.forget(commit))  # we are stopped, which is not its fault
                raise
            except Poison as poison:
                return await self._parked.park(commit, str(poison))
            except Exception:
                logger.exception("commit_failed", commit=commit.name)
            else:
                return await self._parked.forget(commit)
        return await self._parked.park(commit, "it failed too often, or killed the process")

    async def _together(self, commits: Sequence[ForeignCommit]) -> None:
        """Raises Poison for a commit that was refused, and whatever else went wrong."""
        envelopes = [
            envelope for commit in commits for event in commit.events for envelope in self._envelopes(commit, event)
        ]
        for result in await self._handler.handle_many(envelopes):
            if isinstance(result, DomainError) and not isinstance(result, Unavailable):
                raise Poison(f"refused: {result.code}")
            if isinstance(result, Exception):
                raise result

    def _envelopes(self, commit: ForeignCommit, event: CloudEvent) -> list[Envelope]:
        contract = BY_TYPE.get(event["type"])
        if contract is None:
            if _is_other_version(event["type"]):
                raise Poison(f"unknown version: {event['type']}")
            IGNORED.labels(event["type"]).inc()
            return []  # a fact this release has no use for
        arrival = Arrival(event["id"], time_of(event), self._now(), Actor(id=f"system:{commit.source}"))
        return [
            Envelope(
                stream=send.stream,
                command=send.command,
                id=f"{event['id']}/{type(send.command).__name__}" + (f"/{send.target}" if send.target else ""),
                correlation=event["correlation"],
                causation=event["id"],
                creates=send.begins,
                lane=commit.stream,
            )
            for send in self._receive(contract.model_validate(event["data"]), arrival)
        ]


def _is_other_version(kind: str) -> bool:
    name = kind.rpartition(".v")[0]
    return any(known.rpartition(".v")[0] == name for known in BY_TYPE)
