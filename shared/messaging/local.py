"""The bus inside one process: the same promises, with queues of asyncio."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable

from shared.messaging.bus import Delivery, Question, Take, Unsent
from shared.messaging.envelope import Message

Waiting = tuple[Message, asyncio.Future[None]]
TAKE_TOGETHER = 50


class LocalBus:
    """Publishing returns when every consumer's inbox has stored the message, so nothing rests in here."""

    def __init__(self) -> None:
        self._consumers: dict[str, dict[str, asyncio.Queue[Waiting]]] = defaultdict(dict)
        self._questions: dict[str, asyncio.Queue[Question]] = defaultdict(asyncio.Queue)

    async def publish(self, message: Message) -> None:
        """Waits for every consumer of the source. Raises Unsent when there is none or one of them stopped."""
        await self._give(list(self._consumers[message.source]), message)

    async def answer(self, consumer: str, message: Message) -> None:
        """Waits for this consumer. Raises Unsent when it is not there."""
        await self._give([consumer], message)

    async def ask(self, source: str, question: Question) -> None:
        """Leaves the question for the relay of `source`."""
        self._questions[source].put_nowait(question)

    async def consume(self, consumer: str, source: str, take: Take, joined: Callable[[], Awaitable[None]]) -> None:
        """Hands over what comes from `source`, until cancelled."""
        queue: asyncio.Queue[Waiting] = asyncio.Queue()
        self._consumers[source][consumer] = queue
        batch: list[Waiting] = []
        again = True  # the process may have been killed over the first of them
        try:
            await joined()
            while True:
                batch = [await queue.get()]
                while not queue.empty() and len(batch) < TAKE_TOGETHER:
                    batch.append(queue.get_nowait())
                await take([Delivery(Message.read(m.source, m.start, m.end, m.body()), again) for m, _ in batch])
                again = False
                for _, done in batch:
                    if not done.done():
                        done.set_result(None)
        finally:
            self._consumers[source].pop(consumer, None)
            while not queue.empty():
                batch.append(queue.get_nowait())
            for _, done in batch:
                if not done.done():
                    done.set_exception(Unsent("consumer_stopped"))

    def hears(self, consumer: str, source: str) -> bool:
        """Whether `consumer` takes in from `source`."""
        return consumer in self._consumers[source]

    def sends(self) -> bool:
        """Always."""
        return True

    async def questions(self, source: str, take: Callable[[Question], None]) -> None:
        """Hands over what consumers ask `source`, until cancelled."""
        while True:
            take(await self._questions[source].get())

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def _give(self, consumers: list[str], message: Message) -> None:
        waiting: list[asyncio.Future[None]] = []
        for consumer in consumers:
            queue = self._consumers[message.source].get(consumer)
            if queue is not None:
                done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                queue.put_nowait((message, done))
                waiting.append(done)
        if not waiting:
            raise Unsent("no_consumer")
        for outcome in await asyncio.gather(*waiting, return_exceptions=True):
            if outcome is not None:
                raise outcome
