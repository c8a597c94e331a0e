"""The ground the tests stand on: the servers start, die and heal."""

import asyncio
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import aio_pika
import psutil
import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from tests.support.broker import Broker
from tests.support.mongo import replica_set
from tests.support.node import Node

OWNER = """
import asyncio, sys
from pathlib import Path
from tests.support.node import Node

async def own() -> None:
    await Node(Path(sys.argv[1])).start()
    print("ready", flush=True)
    await asyncio.sleep(600)

asyncio.run(own())
"""
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


def _running_for(directory: Path) -> list[str]:
    """Processes whose environment names the directory: the node, its epmd, and what these started."""
    home = str(directory)
    found = psutil.process_iter(["name", "environ", "status"])
    return [
        process.info["name"]
        for process in found
        if process.info["status"] != psutil.STATUS_ZOMBIE and (process.info["environ"] or {}).get("HOME") == home
    ]


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


async def test_a_local_node_leaves_nothing_behind_when_its_tests_are_killed(broker: Broker, tmp_path: Path) -> None:
    if not isinstance(broker, Node):
        pytest.skip("the broker of this run is a container: what is left of one, the next run removes")
    owner = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", OWNER, str(tmp_path)), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert owner.stdout is not None
        assert await owner.stdout.readline() == b"ready\n"
        assert {"beam.smp", "epmd"} <= set(_running_for(tmp_path))
    finally:
        owner.kill()
        await owner.wait()
    async with asyncio.timeout(10):
        while _running_for(tmp_path):
            await asyncio.sleep(0.1)


async def test_a_replica_set_elects_another_when_its_primary_is_killed(tmp_path: Path) -> None:
    async with replica_set(tmp_path) as members, AsyncMongoClient[dict[str, Any]](members.url) as client:
        await client.test.things.insert_one({"_id": "a"})
        first = await members.primary()
        await first.kill()
        assert await members.primary() is not first
        await client.test.things.insert_one({"_id": "b"})
        await first.launch()
