"""Those who write: commands under ids they know, repeated until their outcome is known, and a book of the outcomes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pymongo.errors import PyMongoError

from shared.errors import Refused, Unavailable
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.handle import Outcome
from tests.simulation.chance import Chance
from tests.simulation.node import Node
from tests.simulation.toys import TWICE
from tests.support.toy import put, shake, shut

PATIENCE = 12.0
TRIES = 8
TRIP = (0.0002, 0.003)


@dataclass
class Book:
    """Every command that was tried, by what its client knows of it."""

    acknowledged: dict[str, Outcome] = field(default_factory=dict)
    changed_nothing: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)


class Gone(Exception):
    """The process died, or the connection to it, before it answered."""


class Client:
    """Writes to one service through whichever of its processes is there."""

    def __init__(self, name: str, chance: Chance, pick: Callable[[], Node | None], book: Book, prefix: str) -> None:
        self._name = name
        self._chance = chance
        self._pick = pick
        self._book = book
        self._prefix = prefix
        self._made = 0

    async def run(self, commands: int) -> None:
        """So many commands, several at once now and then."""
        dice = self._chance.dice
        while self._made < commands:
            await asyncio.gather(*(self._settle(self._envelope()) for _ in range(dice.choice((1, 1, 2, 6)))))
            await asyncio.sleep(dice.expovariate(2.0))

    def _envelope(self) -> Envelope:
        self._made += 1
        dice, name = self._chance.dice, f"{self._name}.{self._made}"
        draw = dice.random()
        n = dice.randrange(1, 700_000)
        if draw < 0.2:
            return put(f"{self._prefix}_{name}", n, name, creates=True)
        stream = f"{self._prefix}_{dice.randrange(4)}"
        if draw < 0.25:
            shaking = shake(stream)
            return Envelope(stream=stream, command=shaking.command, id=name)
        if draw < 0.28:
            return shut(f"{self._prefix}_{self._name}.{dice.randrange(1, self._made + 1)}", name)
        if draw < 0.33:
            return put(f"{self._prefix}_{self._name}.{dice.randrange(1, self._made + 1)}", n, name)
        if draw < 0.36:
            return put(stream, 0, name)
        return put(stream, n, name, text=TWICE if draw > 0.9 else "")

    async def _settle(self, envelope: Envelope) -> None:
        self._book.unknown.add(envelope.id)
        for _ in range(TRIES):
            try:
                answer = await self._ask(envelope)
            except (Gone, TimeoutError, Unavailable, PyMongoError):
                self._chance.counts["asked_again"] += 1
                await asyncio.sleep(self._chance.pause(0.05, 1.0))
                continue
            except Refused:
                self._book.refused.add(envelope.id)
            else:
                if answer.commit is None:
                    self._book.changed_nothing.add(envelope.id)
                else:
                    self._book.acknowledged[envelope.id] = answer
            self._book.unknown.discard(envelope.id)
            return

    async def _ask(self, envelope: Envelope) -> Outcome:
        node = self._pick()
        if node is None:
            raise Gone
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[Outcome] = loop.create_future()
        node.process.at_death.append(lambda: _settle(answered, Gone()))
        loop.call_later(self._chance.pause(*TRIP), self._arrive, node, envelope, answered)
        async with asyncio.timeout(PATIENCE):
            return await answered

    def _arrive(self, node: Node, envelope: Envelope, answered: "asyncio.Future[Outcome]") -> None:
        if node.process.alive:
            node.process.spawn(self._serve(node, envelope, answered))

    async def _serve(self, node: Node, envelope: Envelope, answered: "asyncio.Future[Outcome]") -> None:
        result: Any
        try:
            result = await node.handler.handle(envelope)
        except Exception as error:
            result = error
        if self._chance.strikes(self._chance.odds.unanswered, f"answer to {envelope.id} lost"):
            result = Gone()
        loop = asyncio.get_running_loop()
        loop.call_later(self._chance.pause(*TRIP), _settle, answered, result)


def _settle(answered: "asyncio.Future[Outcome]", result: Any) -> None:
    if answered.done():
        return
    if isinstance(result, Exception):
        answered.set_exception(result)
    else:
        answered.set_result(result)
