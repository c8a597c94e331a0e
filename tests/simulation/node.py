"""What runs inside a simulated process: an API's way in, and a worker's loops, wired as the runtime wires them."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import PyMongoError

from shared.eventsourcing.codec import Codec
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.ending import stoppable
from shared.eventsourcing.handle import Handler
from shared.eventsourcing.log import Log
from shared.eventsourcing.projector import Fenced, Projector
from shared.eventsourcing.tail import Tail
from shared.messaging.inbox import Inbox
from shared.messaging.parked import Parked
from shared.messaging.positions import Positions
from shared.messaging.relay import Relay
from tests.simulation.broker import Broker, Bus
from tests.simulation.chance import Chance
from tests.simulation.memory import Database, Server
from tests.simulation.process import Process
from tests.simulation.toys import LISTENER, PROJECTIONS, PUTTING, TELLER, Poisonous, receive
from tests.support.toy import EVENTS, START, Box, Copy, publish

LEASE_EVERY = 3.0
SWEEP_EVERY = 20.0
PREPARE_AGAIN_AFTER = 1.0


def now() -> datetime:
    """The virtual clock."""
    return START + timedelta(milliseconds=round(asyncio.get_running_loop().time() * 1000))


class Node:
    """One service in one process."""

    def __init__(self, process: Process, server: Server, poison: Poisonous) -> None:
        self.process = process
        self.open = False
        """Whether it takes commands: not before the log's indexes are there."""
        self.database: Any = Database(server, process)
        self.log = Log(self.database["commits"], Codec(EVENTS))
        self.tail = Tail(self.log)
        copying: Decider[Box] = Decider(self._dying_of(poison, poison.decider.decide), poison.decider.evolve)
        self.handler = Handler(self.log, {"box": PUTTING, "copy": copying}, self.tail.written)

    async def prepare(self) -> None:
        """Makes sure of the log's indexes, however often MongoDB fails it."""
        while not self.open:
            try:
                await self.log.prepare()
                self.open = True
            except PyMongoError:
                await asyncio.sleep(PREPARE_AGAIN_AFTER)

    def _dying_of(self, poison: Poisonous, decide: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        def decide_or_die(state: Any, command: Any) -> Any:
            if isinstance(command, Copy) and command.n in poison.deadly:
                self.process.doom()
            return decide(state, command)

        return decide_or_die


class Worker(Node):
    """The loops of one term of office, until `is_current` says that another has begun."""

    def __init__(
        self,
        process: Process,
        server: Server,
        poison: Poisonous,
        broker: Broker,
        epoch: int,
        is_current: Callable[[], bool],
    ) -> None:
        super().__init__(process, server, poison)
        self.epoch = epoch
        self._chance: Chance = broker.chance
        self._is_current = is_current
        bus = Bus(broker, process)
        self.positions = Positions(self.database, epoch)
        self.projector = Projector(self.database, self.log, self.tail, PROJECTIONS, epoch, now)
        self.relay: Relay | None = None
        self.inbox: Inbox | None = None
        if server.name == TELLER:
            self.relay = Relay(TELLER, self.log, self.tail, publish, bus, self.positions)
        else:
            parked = Parked(self.database, TELLER)
            self.inbox = Inbox(*(LISTENER, TELLER, receive, self.handler, bus, self.positions, parked), now=now)

    async def run(self) -> None:
        """Works until it is fenced or MongoDB fails it. Raises what should not happen."""
        try:
            await self._work()
        except* (Fenced, PyMongoError) as errors:
            self._chance.note("stood_down", f"{self.process.name}: {_first(errors)!r}")

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(stoppable(self._keep_lease))
            tasks.create_task(stoppable(self._follow))

    async def _follow(self) -> None:
        await self.prepare()
        await self.projector.prepare()
        async with asyncio.TaskGroup() as tasks:
            for loop in self._loops():
                tasks.create_task(stoppable(loop))

    def _loops(self) -> list[Callable[[], Coroutine[Any, Any, None]]]:
        part = self.relay or self.inbox
        assert part
        return [self.projector.run, self.positions.run, part.run, self._sweep, self._odd_jobs]

    async def _keep_lease(self) -> None:
        while True:
            await asyncio.sleep(LEASE_EVERY)
            if not self._is_current():
                raise Fenced

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_EVERY)
            try:
                await self.projector.drop_replaced()
            except PyMongoError:
                continue

    async def _odd_jobs(self) -> None:
        """What an operator asks for now and then."""
        while True:
            await asyncio.sleep(self._chance.dice.expovariate(1 / 6))
            if self._chance.rough and self.positions.reached():
                await self._chance.dice.choice(self._jobs())()

    def _jobs(self) -> list[Callable[[], Awaitable[None]]]:
        return [self._rebuild, self._rewind, self._retry] if self.inbox else [self._rebuild]

    async def _rebuild(self) -> None:
        projection = self._chance.dice.choice(PROJECTIONS)
        self._chance.note("rebuild", projection.row)
        await self.projector.rebuild(projection)
        self._chance.note("rebuilt", projection.row)

    async def _rewind(self) -> None:
        assert self.inbox
        position = self._chance.dice.randrange(40)
        self._chance.note("rewound", str(position))
        await self.inbox.rewind(position)

    async def _retry(self) -> None:
        await self.retry()

    async def retry(self) -> int:
        """Feeds what is parked through once more; gives how many are left."""
        assert self.inbox
        self._chance.note("retried")
        return await self.inbox.retry_parked()


def _first(error: BaseException) -> BaseException:
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error
