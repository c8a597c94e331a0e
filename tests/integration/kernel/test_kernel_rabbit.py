"""What only a real RabbitMQ can do to us."""

import asyncio
from collections.abc import AsyncIterator

import aio_pika
import pytest

from shared.messaging import broker as module
from shared.messaging import relay as relay_module
from shared.messaging.broker import RabbitBus
from shared.messaging.bus import Unsent
from shared.messaging.envelope import Message
from tests.support.broker import Broker
from tests.support.eventually import eventually
from tests.support.line import CONSUMER, SOURCE, Line, contents
from tests.support.toy import Toy, put


class Queues:
    """The broker's side of things, by its names."""

    def __init__(self, channel: aio_pika.abc.AbstractChannel, prefix: str) -> None:
        self.channel = channel
        self.exchange = f"{prefix}.{SOURCE}"
        self.name = f"{prefix}.{SOURCE}.0.to.{CONSUMER}"

    async def unbind(self) -> None:
        """Deletes the one binding."""
        queue = await self.channel.get_queue(self.name)
        await queue.unbind(self.exchange)

    async def delete(self, declare: bool = False) -> None:
        """Deletes the queue, whoever consumes from it; may put an empty one in its place at once."""
        await self.channel.queue_delete(self.name)
        if declare:
            queue = await self.channel.declare_queue(self.name, durable=True, arguments=module.QUEUE_ARGUMENTS)
            await queue.bind(self.exchange)


@pytest.fixture
async def line(toy: Toy, peer: Toy, amqp_url: str, prefix: str) -> AsyncIterator[Line]:
    """Teller and listener with connections of their own, as in two processes."""
    telling, hearing = RabbitBus(amqp_url, prefix), RabbitBus(amqp_url, prefix)
    yield Line(toy, peer, telling, hearing)
    await telling.close()
    await hearing.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorter pauses: it is the order of things that counts."""
    monkeypatch.setattr(module, "PROBE_EVERY", 1.0)
    monkeypatch.setattr(module, "RECONNECT_AFTER", (0.2, 1.0))
    monkeypatch.setattr(relay_module, "BACK_OFF", (0.1, 1.0))


@pytest.fixture
async def queues(amqp_url: str, prefix: str) -> AsyncIterator[Queues]:
    """A connection to look and meddle with."""
    connection = await aio_pika.connect(amqp_url)
    yield Queues(await connection.channel(), prefix)
    await connection.close()


async def _first(line: Line) -> None:
    await line.teller.put("box_a", 1)
    await line.copied()


async def test_a_queue_holds_copies_and_throws_nothing_away(line: Line, broker: Broker) -> None:
    async with line.at_work():
        await _first(line)
        listed = await broker.ctl("list_queues", "name", "type", "durable", "arguments")
    ours = next(row for row in listed.splitlines() if line.hearing._bus._queue(CONSUMER, SOURCE) in row)  # type: ignore[attr-defined]
    assert "quorum" in ours
    assert "true" in ours
    assert "1000000000" in ours
    assert "single-active-consumer" in ours


@pytest.mark.parametrize("declare", [False, True], ids=["gone", "replaced"])
async def test_a_deleted_queue_costs_a_moment(
    line: Line, queues: Queues, monkeypatch: pytest.MonkeyPatch, declare: bool
) -> None:
    monkeypatch.setattr(module, "SILENT_AT_MOST", 2.0)  # a queue made anew still counts the consumer of the old one
    async with line.at_work():
        await _first(line)
        await queues.delete(declare)
        await line.teller.handler.handle_many([put("box_a", n) for n in range(2, 100)])
        await line.copied(within=15)


async def test_a_deleted_binding_is_noticed_and_healed(line: Line, queues: Queues) -> None:
    async with line.at_work():
        await _first(line)
        await queues.unbind()
        await line.teller.put("box_a", 2)
        await line.teller.put("box_a", 3)
        await line.copied(within=15)


async def test_connections_closed_by_the_server_come_back(line: Line, broker: Broker) -> None:
    async with line.at_work():
        await _first(line)
        closing = asyncio.create_task(broker.ctl("close_all_connections", "told to by a test"))
        for n in range(2, 60):
            await line.teller.put("box_a", n)
            await asyncio.sleep(0.05)
        await closing
        await line.copied(within=15)


async def test_a_killed_broker_refuses_no_command_and_loses_nothing(line: Line, broker: Broker) -> None:
    async with line.at_work():
        await _first(line)
        await broker.kill()
        for n in range(2, 100):
            await line.teller.put("box_a", n)
        await eventually(lambda: line.relay.trouble, "the relay says that it is stuck")
        await broker.start()
        await line.copied(within=30)
        await eventually(lambda: line.relay.trouble is None, "the relay is through")


async def test_a_queue_killed_when_it_was_just_made_is_made_anew(
    line: Line, broker: Broker, queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONFIRM_WITHIN", 3.0)
    # a quorum queue younger than a second may come back without a leader, for good
    await queues.channel.declare_queue(queues.name, durable=True, arguments=module.QUEUE_ARGUMENTS)
    await broker.kill()
    await broker.start()
    async with line.at_work():
        await line.teller.put("box_a", 1)
        await line.copied(within=40)


async def test_what_nobody_can_receive_is_not_counted_as_sent(line: Line) -> None:
    await line.teller.put("box_a", 1)
    async with line.telling() as relay:
        await eventually(lambda: relay.trouble == "unroutable", "the relay says that nobody listens")
        assert relay._positions["relay"] == 0
        async with line.listening():
            await line.copied()
            await eventually(lambda: relay.trouble is None, "the relay is through")


async def test_many_unroutable_at_once_are_all_told(line: Line) -> None:
    results = await asyncio.gather(
        *(line.bus.publish(Message(SOURCE, 0, 1)) for _ in range(100)), return_exceptions=True
    )
    assert [type(result) for result in results] == [Unsent] * 100


async def test_a_disk_alarm_blocks_the_relay_and_makes_no_heap_of_copies(
    line: Line, broker: Broker, queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONFIRM_WITHIN", 1.5)
    async with line.listening():
        pass  # the queue is there, and nobody takes from it
    async with line.telling() as relay:
        await broker.ctl("set_disk_free_limit", "1000GB")
        try:
            await line.teller.put("box_a", 1)
            await eventually(lambda: relay.trouble, "the relay says that it is stuck")
            published = line.bus.told["published"]
            await eventually(lambda: line.bus.told["published"] > published + 3, "it tries again", within=25)
        finally:
            monkeypatch.setattr(module, "CONFIRM_WITHIN", 10.0)  # what is taken now is not to be sent again in haste
            await broker.ctl("set_disk_free_limit", "50MB")
        await eventually(lambda: relay.trouble is None, "it is through")
        async with line.listening():
            await line.copied()
    # one was with the broker when the alarm came, one was sent after it; under load this test's haste may add one
    assert line.hearing.copies[1] in (1, 2, 3)
    assert await contents(line.listener) == {"copy_a": [1]}


async def test_what_no_relay_sent_is_dropped(line: Line, queues: Queues) -> None:
    async with line.at_work():
        await _first(line)
        exchange = await queues.channel.get_exchange(queues.exchange)
        for body, headers in ((b"{", {"from": 1, "to": 2}), (b"[]", {}), (b"[]", {"from": "x", "to": 2})):
            await exchange.publish(aio_pika.Message(body, headers=headers), "")  # type: ignore[arg-type]
        await line.teller.put("box_a", 2)
        await line.copied()


async def test_readiness_follows_the_consumer_and_not_the_connection(line: Line, queues: Queues) -> None:
    hearing = line.hearing._bus
    assert isinstance(hearing, RabbitBus)
    async with line.at_work():
        await _first(line)
        assert hearing.consuming == {queues.name}
    assert hearing.consuming == frozenset()


async def test_a_question_waits_for_a_relay_that_is_not_there_yet(line: Line) -> None:
    await line.teller.put("box_a", 1, 2, 3)
    async with line.listening():
        await asyncio.sleep(0.2)
        async with line.telling():
            await line.copied()
