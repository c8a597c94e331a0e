"""The bus over RabbitMQ.

One connection for sending, one per thing consumed; whatever goes wrong with one, it is dropped and made anew. So
nothing is left in a client's buffer to arrive twice as much, and no consumer is kept that the server has forgotten.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import aio_pika
import orjson
import structlog
from aio_pika.abc import (
    AbstractChannel,
    AbstractConnection,
    AbstractExchange,
    AbstractIncomingMessage,
    AbstractQueue,
)
from aio_pika.exceptions import AMQPError, ChannelInvalidStateError, ChannelNotFoundEntity, DeliveryError, PublishError

from shared.messaging import topology
from shared.messaging.bus import Delivery, Question, Take, Unsent
from shared.messaging.envelope import Message

PREFETCH = 50
CONFIRM_WITHIN = 10.0
PROBE_EVERY = 3.0
SILENT_AT_MOST = 35.0
"""A relay speaks every ten seconds. A server can believe in a consumer that it gives nothing, so silence is trouble."""
RECONNECT_AFTER = (0.2, 5.0)
QUEUE_ARGUMENTS: dict[str, Any] = {
    "x-queue-type": "quorum",
    "x-single-active-consumer": True,
    # A queue holds copies, so nothing is thrown away for having been handed out often.
    "x-delivery-limit": 10**9,
}
LOST = (AMQPError, ChannelInvalidStateError, OSError, TimeoutError, RuntimeError, asyncio.CancelledError)

logger = structlog.get_logger()


class StillHeard(Exception):
    """Somebody takes from this queue."""


async def _nothing() -> None:
    """Nothing to do."""


class RabbitBus:
    """Exchange per source, durable quorum queue per (consumer, source), confirms on all that is sent."""

    def __init__(self, url: str, prefix: str = "pomegranate", heartbeat: int = 15) -> None:
        self._url = url
        self._prefix = prefix
        self._heartbeat = heartbeat
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None
        self._exchanges: dict[str, AbstractExchange] = {}
        self._sending = asyncio.Lock()
        self._consuming: set[str] = set()

    @property
    def consuming(self) -> frozenset[str]:
        """The queues this process is a live consumer of."""
        return frozenset(self._consuming)

    async def publish(self, message: Message) -> None:
        """Sends to the exchange of the source. Raises Unsent when it was not confirmed, or nobody has a queue there."""
        await self._send(self._exchange(message.source), "", _wrap(message))

    async def answer(self, consumer: str, message: Message) -> None:
        """Sends to this consumer's queue only. Raises Unsent."""
        await self._send("", self._queue(consumer, message.source), _wrap(message))

    async def ask(self, source: str, question: Question) -> None:
        """Sends to the queue that the relay of `source` answers from. Raises Unsent."""
        body = orjson.dumps({"consumer": question.consumer, "after": question.after})
        await self._send("", self._replay_queue(source), _persistent(body, {}), declare=True)

    async def consume(self, consumer: str, source: str, take: Take, joined: Callable[[], Awaitable[None]]) -> None:
        """Hands over what arrives, until cancelled; reconnects for ever."""

        async def once(channel: AbstractChannel) -> None:
            queue = await channel.declare_queue(self._queue(consumer, source), durable=True, arguments=QUEUE_ARGUMENTS)

            heard = time.monotonic()

            async def bind() -> None:
                if time.monotonic() - heard > SILENT_AT_MOST:
                    raise ConnectionError("silence")
                await queue.bind(await self._declare_exchange(channel, self._exchange(source)))

            async def unwrap(batch: list[AbstractIncomingMessage]) -> None:
                nonlocal heard
                heard = time.monotonic()
                await take([delivery for m in batch if (delivery := _unwrap(source, m)) is not None])

            await bind()
            await self._receive(channel, queue, unwrap, joined, bind)

        await self._for_ever(once)

    def hears(self, consumer: str, source: str) -> bool:
        """Whether the server has us as a consumer of that queue."""
        return self._queue(consumer, source) in self._consuming

    def sends(self) -> bool:
        """Whether the link for sending stands."""
        return self._channel is not None and not self._channel.is_closed

    async def questions(self, source: str, take: Callable[[Question], None]) -> None:
        """Hands over what consumers ask, until cancelled; reconnects for ever."""

        async def hand_over(batch: list[AbstractIncomingMessage]) -> None:
            for message in batch:
                take(Question(**orjson.loads(message.body)))

        async def once(channel: AbstractChannel) -> None:
            queue = await self._declare_replay_queue(channel, source)
            await self._receive(channel, queue, hand_over)

        await self._for_ever(once)

    async def purge(self, listeners: Mapping[str, Sequence[str]]) -> int:
        """Empties the queues of consumers (each with its sources) and what was asked for; gives how many messages.

        For when the logs are others than those the messages tell of. Raises StillHeard before anything is emptied, and
        AMQPError or OSError.
        """
        names = {self._queue(consumer, source) for consumer, sources in listeners.items() for source in sources}
        names |= {self._replay_queue(source) for sources in listeners.values() for source in sources}
        queues, purged = [], 0
        async with await aio_pika.connect(self._url, timeout=CONFIRM_WITHIN) as connection:
            for name in sorted(names):
                channel = await connection.channel()
                with suppress(ChannelNotFoundEntity):
                    queues.append(await channel.declare_queue(name, passive=True))
            for queue in queues:
                if queue.declaration_result.consumer_count:
                    raise StillHeard(queue.name)
            for queue in queues:
                purged += (await queue.purge()).message_count or 0
        return purged

    async def declare(self, service: str, sources: Iterable[str]) -> None:
        """Makes all that `service` listens to. Raises AMQPError where it may not."""
        async with await aio_pika.connect(self._url, timeout=CONFIRM_WITHIN) as connection:
            channel = await connection.channel()
            for source in sources:
                await self._declare_replay_queue(channel, source)
                queue = await channel.declare_queue(
                    self._queue(service, source), durable=True, arguments=QUEUE_ARGUMENTS
                )
                await queue.bind(await self._declare_exchange(channel, self._exchange(source)))

    async def close(self) -> None:
        """Lets go of the sending connection."""
        async with self._sending:
            await self._drop()

    # --- sending

    async def _send(self, exchange: str, key: str, message: aio_pika.Message, declare: bool = False) -> None:
        async with self._sending:
            try:
                async with asyncio.timeout(CONFIRM_WITHIN):
                    channel = await self._sending_channel()
                    if declare:
                        await channel.declare_queue(key, durable=True, arguments=QUEUE_ARGUMENTS)
                    target = await self._target(channel, exchange)
                    await target.publish(message, key, mandatory=True)
            except PublishError as error:
                raise Unsent("unroutable") from error
            except DeliveryError as error:
                raise Unsent("refused") from error
            except LOST as error:
                await self._drop()  # a frame may still wait in there
                _leave_if_cancelled()
                raise Unsent(type(error).__name__) from None
            _leave_if_cancelled()

    async def _target(self, channel: AbstractChannel, exchange: str) -> AbstractExchange:
        if not exchange:
            return channel.default_exchange
        if exchange not in self._exchanges:  # once for each connection; one that was deleted closes the channel
            self._exchanges[exchange] = await self._declare_exchange(channel, exchange)
        return self._exchanges[exchange]

    async def _sending_channel(self) -> AbstractChannel:
        if self._channel is None or self._channel.is_closed:
            await self._drop()
            self._connection = await aio_pika.connect(self._url, heartbeat=self._heartbeat)
            channel = await self._connection.channel(publisher_confirms=True, on_return_raises=True)
            with suppress(PublishError):
                # A broker under an alarm keeps the first message of every connection: let it not be a real one.
                await channel.default_exchange.publish(_persistent(b"", {}), f"{self._prefix}.nobody", mandatory=True)
            self._channel = channel
        return self._channel

    async def _drop(self) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        self._exchanges.clear()
        if connection is not None:
            await _close(connection)

    # --- receiving

    async def _for_ever(self, once: Callable[[AbstractChannel], Awaitable[None]]) -> None:
        pause, longest = RECONNECT_AFTER
        while True:
            connection = None
            try:
                connection = await aio_pika.connect(self._url, heartbeat=self._heartbeat, timeout=CONFIRM_WITHIN)
                channel = await connection.channel()
                await channel.set_qos(prefetch_count=PREFETCH)
                pause = RECONNECT_AFTER[0]
                await once(channel)
            except LOST as error:
                _leave_if_cancelled()
                logger.info("consumer_reconnects", reason=type(error).__name__)
            finally:
                if connection is not None:
                    await _close(connection)
            await asyncio.sleep(pause)
            pause = min(pause * 2, longest)

    async def _receive(
        self,
        channel: AbstractChannel,
        queue: AbstractQueue,
        take: Callable[[list[AbstractIncomingMessage]], Awaitable[None]],
        joined: Callable[[], Awaitable[None]] = _nothing,
        bind: Callable[[], Awaitable[None]] = _nothing,
    ) -> None:
        """Takes what has arrived as one batch and acknowledges it together, as long as the consumer is alive."""
        arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
        await self._join(queue, arrived.put)

        async def probe() -> None:
            """Raises when the server has lost the channel, the queue or the consumer."""
            found = await channel.declare_queue(queue.name, passive=True, timeout=CONFIRM_WITHIN)
            if not found.declaration_result.consumer_count:
                raise ConnectionError("the server has cancelled this consumer")
            await bind()  # silence may mean that somebody has deleted the binding

        self._consuming.add(queue.name)
        try:
            await joined()
            while True:
                batch = [await self._next(arrived, probe)]
                while not arrived.empty():
                    batch.append(arrived.get_nowait())
                await take(batch)
                await batch[-1].ack(multiple=True)
        finally:
            self._consuming.discard(queue.name)

    async def _join(self, queue: AbstractQueue, hand_over: Callable[[AbstractIncomingMessage], Awaitable[Any]]) -> None:
        """Becomes a consumer of `queue`. One that was made just before its broker was killed may have lost its leader
        for good and never answer (seen on 3.10): it is removed, since it holds copies, and made anew."""
        try:
            await queue.consume(hand_over, timeout=CONFIRM_WITHIN)
        except TimeoutError:
            logger.warning("queue_without_leader", queue=queue.name)
            async with await aio_pika.connect(self._url, timeout=CONFIRM_WITHIN) as connection:
                channel = await connection.channel()
                await channel.queue_delete(queue.name, if_unused=False, if_empty=False, timeout=CONFIRM_WITHIN)
            raise

    async def _next(
        self, arrived: asyncio.Queue[AbstractIncomingMessage], probe: Callable[[], Awaitable[None]]
    ) -> AbstractIncomingMessage:
        while True:
            _leave_if_cancelled()
            try:
                async with asyncio.timeout(PROBE_EVERY):
                    return await arrived.get()
            except TimeoutError:
                await probe()

    # --- names

    def _exchange(self, source: str) -> str:
        return topology.exchange(self._prefix, source)

    def _queue(self, consumer: str, source: str) -> str:
        return topology.queue(self._prefix, source, consumer)

    def _replay_queue(self, source: str) -> str:
        return topology.replay_queue(self._prefix, source)

    async def _declare_exchange(self, channel: AbstractChannel, name: str) -> AbstractExchange:
        return await channel.declare_exchange(name, aio_pika.ExchangeType.FANOUT, durable=True)

    async def _declare_replay_queue(self, channel: AbstractChannel, source: str) -> AbstractQueue:
        return await channel.declare_queue(self._replay_queue(source), durable=True, arguments=QUEUE_ARGUMENTS)


def _wrap(message: Message) -> aio_pika.Message:
    return _persistent(message.body(), {"from": message.start, "to": message.end})


def _persistent(body: bytes, headers: dict[str, Any]) -> aio_pika.Message:
    # aio-pika gives each one a fresh message id, without which a returned message may count as confirmed
    return aio_pika.Message(
        body,
        headers=headers,
        content_type="application/cloudevents-batch+json",
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )


def _unwrap(source: str, message: AbstractIncomingMessage) -> Delivery | None:
    """None for what no relay sent: if something is missing now, the source is asked for it."""
    try:
        start, end = int(str(message.headers["from"])), int(str(message.headers["to"]))
        return Delivery(Message.read(source, start, end, message.body), again=bool(message.redelivered))
    except (KeyError, ValueError) as error:
        logger.warning("not_a_message", source=source, reason=type(error).__name__)
        return None


async def _close(connection: AbstractConnection) -> None:
    try:
        async with asyncio.timeout(1):
            await connection.close()
    except LOST:
        _leave_if_cancelled()


def _leave_if_cancelled() -> None:
    """The client raises CancelledError for a lost link, and for a cancellation another error, or nothing at all."""
    if (task := asyncio.current_task()) and task.cancelling():
        raise asyncio.CancelledError
