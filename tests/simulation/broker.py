"""A RabbitMQ in memory: a queue for each consumer, one of its processes active, copies and losses as in life."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.messaging.bus import Delivery, Question, Take, Unsent
from shared.messaging.envelope import Message
from tests.simulation.chance import Chance
from tests.simulation.process import Dead, Process

T = TypeVar("T")

PREFETCH = 50
PROBE_EVERY = 3.0
SILENT_AT_MOST = 35.0
RECONNECT_AFTER = (0.2, 1.0)
TRIP = (0.0003, 0.004)
CONFIRM_WITHIN = (0.01, 10.0)
LATE = (0.05, 6.0)
NOTICED = (0.0, 1.0)


@dataclass(slots=True)
class Entry(Generic[T]):
    """Something in a queue; `again` once it was handed out and came back."""

    body: T
    again: bool = False


class Lost(Exception):
    """The channel, or what it stood for, is no more."""


class Queue(Generic[T]):
    """Keeps its order; what the active consumer did not acknowledge goes back to the head."""

    def __init__(self) -> None:
        self.entries: deque[Entry[T]] = deque()
        self.sessions: list[Session[T]] = []

    def put(self, body: T) -> None:
        """At the end."""
        self.entries.append(Entry(body))
        self.stir()

    def stir(self) -> None:
        """Lets the active consumer look."""
        if self.entries and self.sessions:
            self.sessions[0].look()


class Session(Generic[T]):
    """One consumer on a queue, as the broker knows it."""

    def __init__(self, queue: Queue[T], chance: Chance) -> None:
        self._queue = queue
        self._chance = chance
        self._held: list[Entry[T]] = []
        self._woken = asyncio.Event()
        self.open = True
        queue.sessions.append(self)

    def look(self) -> None:
        """There is something, or nothing any more."""
        self._woken.set()

    async def next(self) -> list[Entry[T]]:
        """What has arrived; nothing after a while. Raises Lost."""
        try:
            async with asyncio.timeout(PROBE_EVERY):
                await self._woken.wait()
            await asyncio.sleep(self._chance.pause(*TRIP))
        except TimeoutError:
            pass
        self._woken.clear()
        if not self.open:
            raise Lost
        if self._queue.sessions[0] is not self:
            return []
        while self._queue.entries and len(self._held) < PREFETCH:
            self._held.append(self._queue.entries.popleft())
        if any(entry.again for entry in self._held):
            self._chance.counts["redelivered"] += 1
        return [Entry(entry.body, entry.again) for entry in self._held]

    def acknowledge(self) -> None:
        """All that is held has been dealt with. Raises Lost."""
        if not self.open:
            raise Lost
        self._held.clear()
        self._queue.stir()

    def close(self) -> None:
        """What was not acknowledged goes back, for the next consumer."""
        if not self.open:
            return
        self.open = False
        for entry in reversed(self._held):
            entry.again = True
            self._queue.entries.appendleft(entry)
        self._held.clear()
        self._queue.sessions.remove(self)
        self.look()
        self._queue.stir()


class Broker:
    """The exchanges and queues of all services."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.up = True
        self.queues: dict[str, Queue[Message]] = {}
        self.questions: dict[str, Queue[Question]] = {}
        self.bindings: set[str] = set()

    def route(self, message: Message) -> None:
        """To every bound queue. Raises Unsent when there is none."""
        names = [name for name in self.queues if name in self.bindings and name.startswith(f"{message.source}.to.")]
        if not names:
            raise Unsent("unroutable")
        for name in names:
            self.queues[name].put(message)

    def deliver(self, consumer: str, message: Message) -> None:
        """To one queue. Raises Unsent when it is not there."""
        queue = self.queues.get(f"{message.source}.to.{consumer}")
        if queue is None:
            raise Unsent("unroutable")
        queue.put(message)

    def ask(self, source: str, question: Question) -> None:
        """To the queue of its relay, which this makes if need be."""
        self.questions.setdefault(source, Queue()).put(question)

    def delete(self, name: str) -> None:
        """Somebody deletes a queue with all that is in it."""
        queue = self.queues.pop(name, None)
        self.bindings.discard(name)
        for session in list(queue.sessions) if queue else ():
            session.close()

    def cut(self) -> None:
        """The server closes all connections."""
        for queue in (*self.queues.values(), *self.questions.values()):
            for session in list(queue.sessions):
                session.close()


class Bus:
    """One process's connection, with RabbitBus's manners."""

    def __init__(self, broker: Broker, process: Process) -> None:
        self._broker = broker
        self._chance = broker.chance
        self._process = process
        self._sending = asyncio.Lock()
        self._consuming: set[str] = set()

    # --- sending

    async def publish(self, message: Message) -> None:
        """Raises Unsent when it was not confirmed."""
        sent = _travelled(message)
        await self._send(f"publish {message.start}-{message.end}", lambda: self._broker.route(sent))

    async def answer(self, consumer: str, message: Message) -> None:
        """Raises Unsent when it was not confirmed."""
        sent = _travelled(message)
        await self._send(f"answer {message.start}-{message.end}", lambda: self._broker.deliver(consumer, sent))

    async def ask(self, source: str, question: Question) -> None:
        """Raises Unsent when it was not confirmed."""
        await self._send(f"ask after {question.after}", lambda: self._broker.ask(source, question))

    async def _send(self, what: str, effect: Callable[[], None]) -> None:
        async with self._sending:
            self._check()
            loop = asyncio.get_running_loop()
            confirmed: asyncio.Future[None] = loop.create_future()
            loop.call_later(self._chance.pause(*TRIP), self._arrive, what, effect, confirmed)
            await confirmed

    def _arrive(self, what: str, effect: Callable[[], None], confirmed: "asyncio.Future[None]") -> None:
        chance, odds, loop = self._chance, self._chance.odds, asyncio.get_running_loop()
        reason, wait = "", chance.pause(*TRIP)
        if not self._broker.up or chance.strikes(odds.lost, f"unsent: {what}"):
            reason, wait = "lost", chance.pause(*CONFIRM_WITHIN)
            chance.counts["unsent"] += 1
        elif chance.strikes(odds.swallowed, f"swallowed: {what}"):
            chance.counts["swallowed"] += 1
        else:
            reason = self._take_effect(what, effect)
            if chance.strikes(odds.unanswered, f"unconfirmed: {what}"):
                reason, wait = "unconfirmed", chance.pause(*CONFIRM_WITHIN)
                chance.counts["unconfirmed"] += 1
        loop.call_later(wait, _confirm, confirmed, reason)

    def _take_effect(self, what: str, effect: Callable[[], None]) -> str:
        try:
            effect()
            if self._chance.strikes(self._chance.odds.doubled, f"doubled: {what}"):
                self._chance.counts["doubled"] += 1
                effect()
        except Unsent as error:
            return error.reason
        if self._chance.strikes(self._chance.odds.late, f"once more, late: {what}"):
            self._chance.counts["late_copy"] += 1
            asyncio.get_running_loop().call_later(self._chance.pause(*LATE), _once_more, effect)
        self._chance.say(what)
        return ""

    # --- receiving

    async def consume(self, consumer: str, source: str, take: Take, joined: Callable[[], Awaitable[None]]) -> None:
        """Hands over what comes from `source`, for ever; joins anew after every loss."""
        name, queues = f"{source}.to.{consumer}", self._broker.queues

        async def hand_over(entries: Sequence[Entry[Message]]) -> None:
            await take([Delivery(entry.body, entry.again) for entry in entries])

        def bind() -> None:
            self._broker.bindings.add(name)

        await self._for_ever(name, lambda: queues.setdefault(name, Queue()), hand_over, joined, bind)

    async def questions(self, source: str, take: Callable[[Question], None]) -> None:
        """Hands over what consumers ask, for ever."""

        async def hand_over(entries: Sequence[Entry[Question]]) -> None:
            for entry in entries:
                take(entry.body)

        queues = self._broker.questions
        await self._for_ever(f"{source}.replay", lambda: queues.setdefault(source, Queue()), hand_over)

    def hears(self, consumer: str, source: str) -> bool:
        """Whether it has joined."""
        return f"{source}.to.{consumer}" in self._consuming

    async def close(self) -> None:
        """Nothing is kept."""

    async def _for_ever(
        self,
        name: str,
        declare: Callable[[], Queue[T]],
        take: Callable[[Sequence[Entry[T]]], Awaitable[None]],
        joined: Callable[[], Awaitable[None]] | None = None,
        bind: Callable[[], None] = lambda: None,
    ) -> None:
        while True:
            await asyncio.sleep(self._chance.pause(*TRIP))
            if self._broker.up:
                self._check()
                bind()
                session = Session(declare(), self._chance)
                self._process.connections.append(lambda session=session: self._leave(session))
                self._consuming.add(name)
                try:
                    if joined:
                        await joined()
                    await self._receive(session, take, bind)
                except Lost:
                    self._consuming.discard(name)
                finally:
                    if self._process.alive:  # else the broker finds out by itself
                        session.close()
            await asyncio.sleep(self._chance.pause(*RECONNECT_AFTER))

    async def _receive(
        self, session: Session[T], take: Callable[[Sequence[Entry[T]]], Awaitable[None]], bind: Callable[[], None]
    ) -> None:
        session.look()
        heard = asyncio.get_running_loop().time()
        while True:
            entries = await session.next()
            now = asyncio.get_running_loop().time()
            if entries:
                heard = now
                await take(entries)
                await asyncio.sleep(self._chance.pause(*TRIP))
                session.acknowledge()
            elif now - heard > SILENT_AT_MOST:
                raise Lost
            bind()

    def _leave(self, session: Session[T]) -> None:
        asyncio.get_running_loop().call_later(self._chance.pause(*NOTICED), session.close)

    def _check(self) -> None:
        if not self._process.alive:
            raise Dead


def _travelled(message: Message) -> Message:
    return Message.read(message.source, message.start, message.end, message.body())


def _once_more(effect: Callable[[], None]) -> None:
    with suppress(Unsent):
        effect()


def _confirm(confirmed: "asyncio.Future[None]", reason: str) -> None:
    if confirmed.done():
        return
    if reason:
        confirmed.set_exception(Unsent(reason))
    else:
        confirmed.set_result(None)
