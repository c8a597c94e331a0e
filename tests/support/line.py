"""A telling and a listening service with everything real between them: log, relay, bus, inbox, log."""

import itertools
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from shared.messaging.bus import Bus, Delivery, Question, Take
from shared.messaging.envelope import Message
from shared.messaging.inbox import Inbox
from shared.messaging.parked import Parked
from shared.messaging.positions import Positions
from shared.messaging.relay import Relay
from tests.support.eventually import eventually, running
from tests.support.toy import START, Copied, Toy, publish, receive

SOURCE, CONSUMER = "registry", "copies"
QUICK = 0.4
"""Silence of the relay and patience of the inbox, in seconds."""


class Rough:
    """A bus that loses, doubles and counts what another bus carries."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self.lose = 0
        self.double = False
        self.told = Counter[str]()
        self.batches: list[int] = []
        self.copies = Counter[int]()

    async def publish(self, message: Message) -> None:
        """Confirms, and may have lost it."""
        self.told["published"] += 1
        if message.events and self.lose:
            self.lose -= 1
            return
        for _ in range(2 if self.double else 1):
            await self._bus.publish(message)

    async def answer(self, consumer: str, message: Message) -> None:
        """As the other bus."""
        self.told["answered"] += 1
        for _ in range(2 if self.double else 1):
            await self._bus.answer(consumer, message)

    async def ask(self, source: str, question: Question) -> None:
        """As the other bus."""
        self.told["asked"] += 1
        await self._bus.ask(source, question)

    async def consume(self, consumer: str, source: str, take: Take, joined: Callable[[], Awaitable[None]]) -> None:
        """As the other bus; says that all of it may have been there before when it doubles."""

        async def counted(deliveries: Sequence[Delivery]) -> None:
            self.batches.append(len(deliveries))
            self.copies.update(delivery.message.end for delivery in deliveries if delivery.message.events)
            await take([replace(delivery, again=delivery.again or self.double) for delivery in deliveries])

        await self._bus.consume(consumer, source, counted, joined)

    async def questions(self, source: str, take: Callable[[Question], None]) -> None:
        """As the other bus."""
        await self._bus.questions(source, take)

    async def close(self) -> None:
        """As the other bus."""
        await self._bus.close()


class Line:
    """What is put into the boxes of `teller` is copied by `listener`."""

    def __init__(self, teller: Toy, listener: Toy, bus: Bus, hearing: Bus | None = None) -> None:
        """`hearing`: the listener's own bus, where the two are in different processes."""
        self.teller = teller
        self.listener = listener
        self.bus = Rough(bus)
        self.hearing = self.bus if hearing is None else Rough(hearing)
        self._epochs = itertools.count(1)
        self.relay: Relay
        self.inbox: Inbox

    @asynccontextmanager
    async def telling(self) -> AsyncIterator[Relay]:
        """With the relay at work."""
        positions = Positions(self.teller.database, next(self._epochs))
        self.relay = Relay(SOURCE, self.teller.log, self.teller.tail, publish, self.bus, positions, QUICK)
        async with running(self.relay.run(), positions.run()):
            yield self.relay

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Inbox]:
        """With the inbox at work."""
        database = self.listener.database
        positions = Positions(database, next(self._epochs))
        parked = Parked(database, SOURCE)
        self.inbox = Inbox(
            *(CONSUMER, SOURCE, receive, self.listener.handler, self.hearing, positions, parked),
            now=lambda: START,
            patience=QUICK,
        )
        async with running(self.inbox.run(), positions.run()):
            await eventually(lambda: self.hearing.told["asked"], "the inbox has joined")
            yield self.inbox

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """With both of them at work."""
        async with self.listening(), self.telling():
            yield

    async def copied(self, within: float = 10.0, *, but: Sequence[str] = ()) -> None:
        """Waits until every box but those named was copied: all of it, once, in order."""
        wanted = {s: n for s, n in (await contents(self.teller)).items() if s not in but}

        async def equal() -> bool:
            got = await contents(self.listener)
            return {s: got.get(s.replace("box_", "copy_"), []) for s in wanted} == wanted

        try:
            await eventually(equal, "everything is copied once and in order", within)
        except AssertionError as error:
            raise AssertionError(f"{error}\nwanted {wanted}\n   got {await contents(self.listener)}") from None

    async def parked(self) -> list[dict[str, Any]]:
        """What the listener has parked."""
        return await self.listener.database["parked"].find().sort("position", 1).to_list()


async def contents(toy: Toy) -> dict[str, list[int]]:
    """The numbers in every stream, in the order of the log."""
    found: dict[str, list[int]] = {}
    for commit in await toy.commits():
        for event in commit.events:
            if hasattr(event, "n"):
                found.setdefault(commit.stream, []).append(event.n)
    return found


async def events_of(listener: Toy) -> int:
    """How many copies were recorded in all."""
    return sum(isinstance(event, Copied) for commit in await listener.commits() for event in commit.events)
