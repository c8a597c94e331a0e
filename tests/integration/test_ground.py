"""The ground the tests stand on: the servers start, die and heal."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import uuid4

import aio_pika
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from tests.support.broker import Broker
from tests.support.mongo import replica_set

QUEUE_IS_SAFE = 1.5  # a quorum queue younger than a second can come back from a kill without a leader (RabbitMQ 3.10)


async def test_mongo_writes_to_a_majority(database: AsyncDatabase[dict[str, Any]]) -> None:
    await database.things.insert_one({"_id": "a"})
    assert await database.things.find_one() == {"_id": "a"}


async def test_the_broker_keeps_confirmed_messages_through_a_kill(broker: Broker, prefix: str) -> None:
    await _publish(broker.url, prefix)
    await asyncio.sleep(QUEUE_IS_SAFE)
    await broker.kill()
    await broker.start()
    assert await _fetch(broker.url, prefix) == b"hello"
    assert prefix in await broker.ctl("list_queues", "name")


async def _publish(url: str, queue: str) -> None:
    async with await aio_pika.connect(url) as connection, connection.channel() as channel:
        await channel.declare_queue(queue, durable=True, arguments={"x-queue-type": "quorum"})
        message = aio_pika.Message(b"hello", message_id=uuid4().hex, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await channel.default_exchange.publish(message, routing_key=queue)


async def _fetch(url: str, queue: str) -> bytes:
    async with await aio_pika.connect(url) as connection, connection.channel() as channel:
        declared = await channel.get_queue(queue)
        message = await declared.get(timeout=10)
        await message.ack()
        return message.body


async def test_a_replica_set_elects_another_when_its_primary_is_killed(tmp_path: Path) -> None:
    async with replica_set(tmp_path) as members, AsyncMongoClient[dict[str, Any]](members.url) as client:
        await client.test.things.insert_one({"_id": "a"})
        first = await members.primary()
        await first.kill()
        assert await members.primary() is not first
        await client.test.things.insert_one({"_id": "b"})
        await first.launch()
