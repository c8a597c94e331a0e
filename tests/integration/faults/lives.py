"""What the processes of the fault tests do: the real relay, inbox or worker, over a toy service."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from fastapi import APIRouter
from pymongo import AsyncMongoClient

from shared.contracts.base import Contract
from shared.contracts.registry import MembershipStarted
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.ending import stoppable
from shared.eventsourcing.log import Log
from shared.eventsourcing.projection import Projection
from shared.messaging.broker import RabbitBus
from shared.messaging.bus import Delivery, Take
from shared.messaging.inbox import Inbox
from shared.messaging.parked import Parked
from shared.messaging.positions import Positions
from shared.messaging.relay import Relay
from shared.messaging.translation import Arrival, Receive, Send
from shared.runtime import lease
from shared.runtime.service import Definition, Service
from shared.runtime.worker import Worker
from tests.support.line import CONSUMER, QUICK, SOURCE
from tests.support.toy import EVENTS, START, BoxShown, Copied, CopyDecider, Toy, publish, receive

DEADLY = 60
"""The number whose translation kills the process."""
DIED = 3
"""What it then exits with."""
EPOCH = 1
"""They come one after the other, so it is one term."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a life is lived."""

    mongo_url: str
    database: str
    amqp_url: str
    prefix: str


class FailingBus(RabbitBus):
    """Dies where something was stored in the log and is not acknowledged yet."""

    def __init__(self, place: Place, log: Log) -> None:
        super().__init__(place.amqp_url, place.prefix)
        self._log = log

    async def consume(self, consumer: str, source: str, take: Take, joined: Callable[[], Awaitable[None]]) -> None:
        """Takes what has arrived, and dies of it if any of it was new."""

        async def take_and_die(deliveries: Sequence[Delivery]) -> None:
            before = await self._log.tip()
            await take(deliveries)
            if await self._log.tip() > before:
                os.kill(os.getpid(), signal.SIGKILL)

        await super().consume(consumer, source, take_and_die, joined)


def deadly(contract: Contract, arrival: Arrival) -> Sequence[Send]:
    """As `receive`, but for one number, which no process survives."""
    if isinstance(contract, MembershipStarted) and contract.since.toordinal() == DEADLY:
        os._exit(DIED)
    return receive(contract, arrival)


async def tell(place: Place) -> None:
    """The relay."""
    async with _toy(place) as toy:
        positions = Positions(toy.database, EPOCH)
        bus = RabbitBus(place.amqp_url, place.prefix)
        relay = Relay(SOURCE, toy.log, toy.tail, publish, bus, positions, QUICK)
        await _for_ever(relay.run, positions.run, lambda: toy.tail.listen(toy.database["commits"]))


async def listen(place: Place) -> None:
    """The inbox."""
    await _listen(place, receive)


async def listen_until_killed_by_poison(place: Place) -> None:
    """The inbox, with a commit among the others that kills it."""
    await _listen(place, deadly)


async def listen_until_the_fail_point(place: Place) -> None:
    """The inbox, killed between the effect and its acknowledgement."""
    async with _toy(place) as toy:
        await _take_in(toy, FailingBus(place, toy.log), receive)


async def work(place: Place, holder: str, ttl: float) -> None:
    """A worker with a lease that ends after `ttl` seconds; what it does in MongoDB carries its name."""
    lease.TTL, lease.RENEW_EVERY, lease.STOP_BEFORE = ttl, ttl * 0.3, ttl * 0.1
    async with _toy(place, holder) as toy:
        service = Service(COPYING, toy.database, cast("Any", None), b"secret", now=lambda: START)
        await Worker(service, RabbitBus(place.amqp_url, place.prefix), holder).run()


def show_copy(document: BoxShown | None, recorded: Recorded) -> BoxShown:
    """What was copied, counted."""
    shown = document or BoxShown(id=recorded.stream)
    assert isinstance(recorded.event, Copied)
    return shown.model_copy(update={"total": shown.total + recorded.event.n, "puts": shown.puts + 1})


COPIES: Projection[BoxShown] = Projection(name="copies", version=1, document=BoxShown, apply=show_copy)
COPYING = Definition(
    name=CONSUMER,
    title=CONSUMER,
    events=EVENTS,
    deciders={"copy": CopyDecider().decider},
    projections=(COPIES,),
    communities=COPIES,
    router=APIRouter(),
    policy={},
    sources=(SOURCE,),
    receive=receive,
)


async def _listen(place: Place, understand: Receive) -> None:
    async with _toy(place) as toy:
        await _take_in(toy, RabbitBus(place.amqp_url, place.prefix), understand)


async def _take_in(toy: Toy, bus: RabbitBus, understand: Receive) -> None:
    positions = Positions(toy.database, EPOCH)
    parked = Parked(toy.database, SOURCE)
    inbox = Inbox(
        *(CONSUMER, SOURCE, understand, toy.handler, bus, positions, parked), now=lambda: START, patience=QUICK
    )
    await _for_ever(inbox.run, positions.run)


@asynccontextmanager
async def _toy(place: Place, name: str = "toy") -> AsyncIterator[Toy]:
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(place.mongo_url, tz_aware=True, appname=name)
    async with client:
        yield Toy(client[place.database])


async def _for_ever(*loops: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async with asyncio.TaskGroup() as tasks:
        for loop in loops:
            tasks.create_task(stoppable(loop))
