"""The worker of a service: all that follows the log, under one lease."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import structlog
from pymongo.errors import PyMongoError

from shared.errors import DomainError
from shared.eventsourcing.ending import stoppable
from shared.eventsourcing.past import FORGOTTEN_AFTER, drop_folded
from shared.eventsourcing.projector import Fenced, Progress, Projector
from shared.messaging.bus import Bus
from shared.messaging.inbox import Inbox
from shared.messaging.parked import Parked
from shared.messaging.positions import Positions
from shared.messaging.relay import Relay
from shared.redaction.rewriting import JOB as REDACT
from shared.redaction.rewriting import rewrite
from shared.runtime.deadlines import Deadlines
from shared.runtime.effects import run_effects
from shared.runtime.jobs import Jobs
from shared.runtime.lease import Lease
from shared.runtime.service import COMMITS, Service

START_AGAIN_AFTER = 1.0
SWEEP_EVERY = 30.0
SHOW_FAILURE_FOR = 30.0
CHORE_EVERY = 6 * 3600.0

logger = structlog.get_logger()


class Worker:
    """Runs a service's loops whenever it holds the lease; otherwise it stands by."""

    def __init__(self, service: Service, bus: Bus, holder: str, alone: bool = False) -> None:
        """`alone`: nobody else writes this log, so no change stream is needed to hear of it."""
        self.service = service
        self._bus = bus
        self._alone = alone
        self._lease = Lease(service.database, holder)
        self._failure: str | None = None
        self._failed_at = 0.0
        self.active: Active | None = None
        """What is running while the lease is held."""

    async def run(self) -> None:
        """Stands by, works, and stands by again when the lease is lost; until cancelled."""
        while True:
            try:
                epoch = await stoppable(self._lease.acquire)
                logger.info("lease_acquired", service=self.service.name, epoch=epoch)
                # in a task of its own, since a TaskGroup leaves the task it fails in marked as cancelled
                await stoppable(partial(self._work, epoch))
            except* (Fenced, PyMongoError) as errors:
                reason = type(_first(errors)).__name__
                logger.warning("worker_stands_by", service=self.service.name, reason=reason)
            except* Exception as errors:
                # A commit nobody can read, perhaps, or a defect of ours: say so, and go on trying.
                self._failure, self._failed_at = type(_first(errors)).__name__, time.monotonic()
                logger.exception("worker_failed", service=self.service.name)
            if (task := asyncio.current_task()) and task.cancelling():
                raise asyncio.CancelledError  # a loop that failed while it was cancelled has hidden that
            await asyncio.sleep(START_AGAIN_AFTER)

    def troubles(self) -> dict[str, str]:
        """What stands still, and why; a standby has no troubles."""
        recent = time.monotonic() - self._failed_at < SHOW_FAILURE_FOR
        troubles = {"worker": self._failure if recent else None} | (self.active.troubles() if self.active else {})
        return {loop: reason for loop, reason in troubles.items() if reason}

    async def _work(self, epoch: int) -> None:
        self.active = active = Active(self.service, self._bus, epoch)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(stoppable(self._lease.keep))
                tasks.create_task(stoppable(lambda: self._follow(active)))
        finally:
            self.active = None
            await asyncio.shield(self._leave())

    async def _follow(self, active: "Active") -> None:
        await self.service.prepare()
        await active.projector.prepare(_show(self.service.name))
        async with asyncio.TaskGroup() as tasks:
            for loop in active.loops():
                tasks.create_task(stoppable(loop))
            if not self._alone:
                tasks.create_task(stoppable(lambda: self.service.tail.listen(self.service.database[COMMITS])))

    async def _leave(self) -> None:
        try:
            await self._lease.release()
        except PyMongoError as error:
            logger.info("lease_not_released", reason=type(error).__name__)


class Active:
    """The loops of one term of office."""

    def __init__(self, service: Service, bus: Bus, epoch: int) -> None:
        self.service = service
        self.epoch = epoch
        self.bus = bus
        parts = service.definition
        database, log, tail = service.database, service.log, service.tail
        self.positions = Positions(database, epoch)
        self.projector = Projector(database, log, tail, parts.projections, epoch, service.now)
        self.relay = Relay(parts.name, log, tail, parts.publish, bus, self.positions) if parts.publish else None
        self.inboxes = {
            source: Inbox(
                parts.name,
                source,
                parts.receive,
                service.handler,
                bus,
                self.positions,
                Parked(database, source),
                service.now,
            )
            for source in parts.sources
        }
        self.deadlines = (
            Deadlines(service.reads(parts.due), parts.on_due, service.handler, service.now)
            if parts.due and parts.on_due
            else None
        )
        self.jobs = Jobs(
            database,
            {
                "rebuild": self._rebuild,
                "prune": self._prune,
                "replay": self._replay,
                "retry_parked": self._retry_parked,
                REDACT: lambda arguments, tell: rewrite(service, arguments["redaction"], tell),
            },
        )

    def loops(self) -> list[Callable[[], Coroutine[Any, Any, None]]]:
        """Everything that runs, each for itself."""
        loops = [self.projector.run, self.positions.run, self.jobs.run, self._sweep]
        loops += [inbox.run for inbox in self.inboxes.values()]
        if self.relay:
            loops.append(self.relay.run)
        if self.deadlines:
            loops.append(self.deadlines.run)
        if self.service.definition.effect:
            loops.append(lambda: run_effects(self.service, self.projector, self.positions))
        return loops

    def reached(self) -> dict[str, int]:
        """How far each loop has come."""
        return {"projector": self.projector.position, **self.positions.reached()}

    def troubles(self) -> dict[str, str | None]:
        """Each loop, with the reason why it stands still if it does."""
        troubles = {source: inbox.trouble or self._deaf(source) for source, inbox in self.inboxes.items()}
        troubles |= {row: type(failure).__name__ for row, failure in self.projector.failures.items()}
        if self.relay:
            troubles["relay"] = self.relay.trouble
        if self.deadlines and self.deadlines.refused:
            troubles["deadlines"] = f"{self.deadlines.refused} refused"
        return troubles

    def _deaf(self, source: str) -> str | None:
        return None if self.bus.hears(self.service.name, source) else "not_joined"

    async def _sweep(self) -> None:
        chore, due = self.service.definition.chore, 0.0
        while True:
            await asyncio.sleep(SWEEP_EVERY)
            try:
                await self.projector.drop_replaced()
                await drop_folded(self.service.database, time.time() - FORGOTTEN_AFTER)
                if chore and time.monotonic() > due:
                    await chore(self.service)
                    due = time.monotonic() + CHORE_EVERY
            except (PyMongoError, DomainError) as error:  # the rest of the worker goes on, also where nothing is built
                logger.warning("sweep_retries", reason=type(error).__name__)

    async def _rebuild(self, arguments: dict[str, Any], progress: Callable[[int, int], None]) -> str:
        wanted = arguments["projection"]
        chosen = [p for p in self.service.definition.projections if wanted in ("all", p.name)]
        if not chosen:
            raise LookupError(f"no projection is called {wanted}")
        for projection in chosen:
            await self.projector.rebuild(projection, progress)
        return f"rebuilt {', '.join(p.row for p in chosen)}"

    async def _prune(self, _: dict[str, Any], __: Callable[[int, int], None]) -> str:
        return f"removed {', '.join(await self.projector.prune()) or 'nothing'}"

    async def _replay(self, arguments: dict[str, Any], _: Callable[[int, int], None]) -> str:
        await self.inboxes[arguments["source"]].rewind(arguments["position"])
        return f"asked {arguments['source']} for all that follows {arguments['position']}"

    async def _retry_parked(self, _: dict[str, Any], __: Callable[[int, int], None]) -> str:
        left = sum([await inbox.retry_parked() for inbox in self.inboxes.values()])
        return f"{left} commits are still parked"


def _first(error: BaseException) -> BaseException:
    """The first that went wrong, out of the groups that tasks wrap it in."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _show(service: str) -> Progress:
    def progress(done: int, total: int) -> None:
        logger.info("building", service=service, done=done, total=total)

    return progress
