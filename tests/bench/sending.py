"""A backlog behind a queue: what each way's own sender would have put there, and nobody takes it yet."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import islice
from typing import Any

import aio_pika
import orjson

from shared.messaging.broker import RabbitBus
from shared.messaging.envelope import pack
from tests.bench import filling
from tests.bench.measure import Meter, Sample
from tests.bench.ours.asking import publish
from tests.bench.place import ASKED, Place
from tests.bench.reference.pipeline import BATCH, message
from tests.bench.ways import NAIVE, OURS, REFERENCE, Stage, Way

Publishing = Callable[[], Awaitable[None]]
Backlog = Callable[[Place, int], Awaitable[Publishing]]
"""Makes so many events ready to be sent, so that the sending is short."""
FASTSTREAM = Way("FastStream", "tests.bench.faststream_way.consume", ("worker-b",), logs=False)
TOGETHER = 500


async def ours(place: Place, count: int) -> Publishing:
    """As our relay sends a backlog."""
    messages = list(pack("asking", 0, list(filling.commits(count)), publish))

    async def send() -> None:
        bus = RabbitBus(place.amqp, place.prefix)
        for each in messages:
            await bus.publish(each)
        await bus.close()

    return send


async def reference(place: Place, count: int) -> Publishing:
    """As the reference's relay does: a page is a message."""
    pages = []
    for after in range(0, count, BATCH):
        page = [filling.stored(n, count) for n in range(after + 1, min(after + BATCH, count) + 1)]
        pages.append(message(page, after))

    async def send() -> None:
        async with _exchange(place) as exchange:
            for page in pages:
                await exchange.publish(page, "", mandatory=True)

    return send


async def each(place: Place, count: int) -> Publishing:
    """A message per question."""

    async def send() -> None:
        async with _exchange(place) as exchange:
            for numbers in _chunks(range(count), TOGETHER):
                await asyncio.gather(*(exchange.publish(_one(n), "", mandatory=True) for n in numbers))

    return send


BACKLOGS: dict[str, Backlog] = {
    OURS.name: ours,
    REFERENCE.name: reference,
    NAIVE.name: each,
    FASTSTREAM.name: each,
}


async def take_backlog(at_work: Stage, count: int, standing: bool = True) -> Sample:
    """Measures B's worker until all of a backlog is visible.

    `standing`: it stands still while the backlog grows, so that the sending does not slow it down; that may not take
    longer than its lease.
    """
    process = at_work.processes["worker-b"]
    send = await BACKLOGS[at_work.way.name](at_work.place, count)
    meter: Meter = at_work.ground.meter({"worker-b": process})
    if standing:
        process.send(signal.SIGSTOP)
        await send()
        process.send(signal.SIGCONT)
        meter.start()
    else:
        meter.start()
        await send()
    await at_work.visible(count)
    sample = meter.stop(count)
    sample.figures = {f"MiB {role}": used for role, used in meter.memory().items()}
    sample.wrong = await at_work.wrong_in("taking", "taken", count)
    return sample


def _one(n: int) -> aio_pika.Message:
    body = orjson.dumps({"_id": f"question_{n}", **ASKED})
    return aio_pika.Message(
        body, content_type="application/json", delivery_mode=aio_pika.DeliveryMode.PERSISTENT, message_id=str(n)
    )


def _chunks(values: Sequence[Any], size: int) -> Iterator[list[Any]]:
    left = iter(values)
    while chunk := list(islice(left, size)):
        yield chunk


@asynccontextmanager
async def _exchange(place: Place) -> AsyncIterator[aio_pika.abc.AbstractExchange]:
    async with await aio_pika.connect(place.amqp) as connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        yield await channel.declare_exchange(f"{place.prefix}.asking", "fanout", durable=True)
