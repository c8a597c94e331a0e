"""A RabbitMQ that dies, sleeps, is under an alarm, loses queues and bindings, or closes its connections."""

import asyncio
import os
import signal
from random import Random

import aio_pika
from aio_pika.exceptions import AMQPError

from services.catalogue import SERVICES
from shared.messaging import topology
from tests.chaos.faults.fault import fault
from tests.chaos.stage import Stage

USES = "broker"


@fault("kill the broker", 2, USES)
async def kill(stage: Stage, dice: Random) -> bool:
    """SIGKILL; it comes back with what it had on disk."""
    broker = stage.servers.broker
    struck = await stage.servers.broker_takes_connections()
    try:
        await broker.kill()
        await asyncio.sleep(dice.uniform(0.5, 6))
    finally:
        await broker.start()
    return struck


@fault("stop the broker", 2, USES, lambda stage: stage.servers.broker_pid() is not None)
async def stop(stage: Stage, dice: Random) -> bool:
    """SIGSTOP for some seconds."""
    pid = stage.servers.broker_pid()
    if pid is None:
        return False
    os.kill(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(dice.uniform(1, 9))
        return True
    finally:
        os.kill(pid, signal.SIGCONT)


@fault("raise the disk alarm", 2, USES)
async def disk_alarm(stage: Stage, dice: Random) -> bool:
    """No publisher gets a confirm."""
    return await _alarm(stage, dice, "disk", ("set_disk_free_limit", "1000000GB"))


@fault("raise the memory alarm", 2, USES)
async def memory_alarm(stage: Stage, dice: Random) -> bool:
    """No publisher gets a confirm."""
    return await _alarm(stage, dice, "memory", ("set_vm_memory_high_watermark", "0.00001"))


@fault("delete a queue", 2, USES)
async def delete_queue(stage: Stage, dice: Random) -> bool:
    """With all that is in it."""
    source, consumer = _pair(dice)
    async with await aio_pika.connect(stage.servers.broker.url, timeout=10) as connection:
        channel = await connection.channel()
        name = _queue(stage, source, consumer)
        await channel.declare_queue(name, passive=True, timeout=10)
        await channel.queue_delete(name, timeout=10)
    return True


@fault("delete a binding", 3, USES)
async def delete_binding(stage: Stage, dice: Random) -> bool:
    """What is published then goes past the queue."""
    source, consumer = _pair(dice)
    name, exchange = _queue(stage, source, consumer), f"{stage.prefix}.{source}"
    before = await stage.servers.broker.ctl("list_bindings", "source_name", "destination_name")
    async with await aio_pika.connect(stage.servers.broker.url, timeout=10) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(name, passive=True, timeout=10)
        await queue.unbind(exchange, "", timeout=10)
    await asyncio.sleep(dice.uniform(1, 4))
    return f"{exchange}\t{name}" in before


@fault("close all connections", 2, USES)
async def close_connections(stage: Stage, _: Random) -> bool:
    """By the server, in good order."""
    broker = stage.servers.broker
    before = await broker.ctl("list_connections", "pid")
    await broker.ctl("close_all_connections", "chaos")
    return "<" in before


async def _alarm(stage: Stage, dice: Random, name: str, limit: tuple[str, ...]) -> bool:
    broker = stage.servers.broker
    try:
        await broker.ctl(*limit)
        await asyncio.sleep(dice.uniform(2, 12))
        return f"resource_limit,{name}" in (await broker.ctl("eval", "rabbit_alarm:get_alarms()."))
    finally:
        await stage.servers.calm_broker()


def _pair(dice: Random) -> tuple[str, str]:
    consumer = dice.choice([name for name, part in SERVICES.items() if part.sources])
    return dice.choice(list(SERVICES[consumer].sources)), consumer


def _queue(stage: Stage, source: str, consumer: str) -> str:
    return topology.queue(stage.prefix, source, consumer)


LOST = (AMQPError, OSError, RuntimeError, TimeoutError)
"""What a fault meets whose broker is not there."""
