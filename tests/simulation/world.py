"""One run: two services with their processes, clients, readers and calamities, then quiet, then the books."""

import asyncio
import logging
import random
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from tests.simulation.broker import Broker
from tests.simulation.calamities import Calamities
from tests.simulation.chance import Chance
from tests.simulation.clients import Book, Client
from tests.simulation.clock import virtual
from tests.simulation.ledger import Violation, check, check_parked, unfinished
from tests.simulation.node import Worker
from tests.simulation.process import wrap
from tests.simulation.reader import Reader
from tests.simulation.service import Service
from tests.simulation.small import small_pages
from tests.simulation.toys import LISTENER, TELLER, Poisonous

COMMANDS = 22
QUIET_WITHIN = 150.0
LOOK_EVERY = 1.0


class World:
    """Everything of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.chance = Chance(seed)
        self.poison = Poisonous()
        self.broker = Broker(self.chance)
        self.failures: list[str] = []
        self.background: list[asyncio.Task[None]] = []
        self.teller = Service(TELLER, self.chance, self.broker, Poisonous(), self.failures)
        self.listener = Service(LISTENER, self.chance, self.broker, self.poison, self.failures)
        self.services = (self.teller, self.listener)
        self.books = {TELLER: Book(), LISTENER: Book()}
        self.readers = {
            TELLER: Reader(self.teller.server, self.chance, "box"),
            LISTENER: Reader(self.listener.server, self.chance, "copy"),
        }

    async def run(self) -> None:
        """The story. Raises Violation."""
        self.background = [asyncio.create_task(loop) for loop in self._background()]
        writing = asyncio.gather(*(client.run(COMMANDS) for client in self._clients()))
        await self._while_sound(writing)
        check_parked(self)
        self._calm(self.background[0])
        for _ in range(int(QUIET_WITHIN / LOOK_EVERY)):
            await self._while_sound(asyncio.sleep(LOOK_EVERY))
            await self._retry_parked()
            if not unfinished(self):
                return check(self)
        raise Violation(f"stuck: {', '.join(unfinished(self))}")

    def _background(self) -> list[Coroutine[Any, Any, None]]:
        calamities = Calamities(self.chance, self.services, self.broker, self.poison)
        loops = [keep for service in self.services for keep in service.keep()]
        return [calamities.run(), *loops, *(reader.run() for reader in self.readers.values())]

    def _clients(self) -> list[Client]:
        teller, listener = self.books[TELLER], self.books[LISTENER]
        clients = [Client(f"t{n}", self.chance, self.teller.pick, teller, "box") for n in range(3)]
        return [*clients, Client("l0", self.chance, self.listener.pick, listener, "box")]

    async def _while_sound(self, work: Any) -> None:
        """Waits for `work`. Raises Violation as soon as something failed that must not."""
        task = asyncio.ensure_future(work)
        while not task.done():
            await asyncio.wait([task], timeout=1.0)
            if self.failures:
                raise Violation(self.failures[0])
            for loop in self.background:
                if loop.done() and not loop.cancelled():
                    loop.result()
        task.result()

    def _calm(self, calamities: "asyncio.Task[None]") -> None:
        self.chance.say("from now on nothing fails any more")
        self.chance.rough = False
        calamities.cancel()
        self.broker.up = True
        self.poison.cure()
        for service in self.services:
            service.calm()

    async def _retry_parked(self) -> None:
        worker = self.listener.worker
        parked = self.listener.server.store.table("parked").now
        if isinstance(worker, Worker) and worker.process.alive and parked and worker.positions.reached():
            done = worker.process.spawn(worker.retry())
            await asyncio.wait([done], timeout=5.0)


@contextmanager
def silence() -> Iterator[None]:
    """Without logs."""
    kept = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**kept)


def simulate(seed: int) -> World:
    """Runs one seed. Raises Violation, with the world in it."""
    dice = random.Random(f"sizes {seed}")
    with silence(), small_pages(dice), virtual(seed, wrap) as loop:
        world = World(seed)
        try:
            loop.run_until_complete(world.run())
        except Exception as error:
            raise Violation(f"seed {seed}: {error!s} ({type(error).__name__})", world) from error
        finally:
            world.chance.rough = False
            loop.run_until_complete(_end(world))
    return world


async def _end(world: World) -> None:
    for service in world.services:
        service.end()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
