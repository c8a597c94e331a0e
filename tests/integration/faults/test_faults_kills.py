"""Whoever tells or listens is killed, again and again: each effect comes once, and in order (T1, T2, T8)."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from itertools import count, islice

import pytest

from tests.integration.faults.forks import Fork, Nursery
from tests.integration.faults.lives import (
    DEADLY,
    DIED,
    Place,
    listen,
    listen_until_killed_by_poison,
    listen_until_the_fail_point,
    tell,
)
from tests.support.eventually import eventually
from tests.support.line import Line, contents, events_of
from tests.support.toy import Toy, put

SEED = 4
BOXES = 7
MOST_ATTEMPTS = 5


@pytest.fixture
def telling(toy: Toy, mongo_url: str, amqp_url: str, prefix: str) -> Place:
    """Where a relay works."""
    return Place(mongo_url, toy.database.name, amqp_url, prefix)


@pytest.fixture
def listening(peer: Toy, mongo_url: str, amqp_url: str, prefix: str) -> Place:
    """Where an inbox works."""
    return Place(mongo_url, peer.database.name, amqp_url, prefix)


@asynccontextmanager
async def _traffic(
    line: Line, numbers: Iterator[int], at_once: int, pause: float
) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Commands come in all the time, `at_once` and then a pause, while there are `numbers`; what is given ends it."""
    over = asyncio.Event()

    async def put_in() -> None:
        while not over.is_set() and (few := list(islice(numbers, at_once))):
            for result in await line.teller.handler.handle_many([put(f"box_{n % BOXES}", n) for n in few]):
                assert not isinstance(result, Exception), result
            await asyncio.sleep(pause)

    putting = asyncio.create_task(put_in())

    async def end() -> None:
        over.set()
        await putting

    try:
        yield end
    finally:
        await end()


async def _told(toy: Toy) -> int:
    row = await toy.database["positions"].find_one({"_id": "relay"})
    return int(row["position"]) if row else 0


async def _some_more(line: Line, life: Fork, nursery: Nursery) -> None:
    """Waits until `life` has been of use."""
    before = await line.listener.log.tip()

    async def more() -> bool:
        assert life.exit_code is None, nursery.said()
        return await line.listener.log.tip() > before

    await eventually(more, "the process does its work", within=20)


async def test_a_relay_killed_at_random_moments(line: Line, nursery: Nursery, telling: Place) -> None:
    chance, kills, repeated = random.Random(SEED), 5, 0
    async with line.listening(), _traffic(line, count(1), 4, 0.02) as end_of_traffic:
        for _ in range(kills):
            relay = await nursery.start(tell, telling)
            await _some_more(line, relay, nursery)
            await asyncio.sleep(chance.uniform(0, 0.15))
            await relay.kill()
            repeated += await _told(line.teller) < await line.listener.log.tip()
        await _some_more(line, await nursery.start(tell, telling), nursery)
        await end_of_traffic()
        await line.copied(within=30)
    assert await events_of(line.listener) == len(await line.teller.commits())
    assert repeated, "whatever was told had been noted: nothing is proved"


async def test_a_consumer_killed_between_effect_and_acknowledgement(
    line: Line, nursery: Nursery, listening: Place
) -> None:
    kills = 25
    async with line.telling():
        for n in range(kills):
            consumer = await nursery.start(listen_until_the_fail_point, listening)
            await line.teller.put(f"box_{n % BOXES}", 10 * n + 1, 10 * n + 2)
            assert await consumer.ended() == -signal.SIGKILL, nursery.said()
        await nursery.start(listen, listening)
        await line.copied(within=30)
    assert await events_of(line.listener) == 2 * kills
    assert await line.parked() == []


async def test_a_consumer_killed_at_random_moments(line: Line, nursery: Nursery, listening: Place) -> None:
    chance, kills = random.Random(SEED), 8
    async with line.telling(), _traffic(line, count(1), 4, 0.02) as end_of_traffic:
        for _ in range(kills):
            consumer = await nursery.start(listen, listening)
            await _some_more(line, consumer, nursery)
            await asyncio.sleep(chance.uniform(0, 0.1))
            await consumer.kill()
        await _some_more(line, await nursery.start(listen, listening), nursery)
        await end_of_traffic()
        await line.copied(within=30)
    assert await events_of(line.listener) == len(await line.teller.commits())
    assert await line.parked() == []


async def test_what_kills_the_process_is_parked_and_the_rest_goes_on(
    line: Line, nursery: Nursery, listening: Place
) -> None:
    deaths = 0
    async with line.listening():
        pass  # the queue is there
    async with line.telling(), _traffic(line, iter(range(1, DEADLY + 50)), 5, 0.02):
        life = await nursery.start(listen_until_killed_by_poison, listening)
        while not await line.parked():
            if life.exit_code is not None:
                assert life.exit_code == DIED, nursery.said()
                deaths += 1
                assert deaths <= 2 + MOST_ATTEMPTS, "it is handed out for ever"  # one knows nothing, one tries all
                life = await nursery.start(listen_until_killed_by_poison, listening)
            await asyncio.sleep(0.01)
        sick = f"box_{DEADLY % BOXES}"
        await line.copied(but=[sick], within=20)
        before = [n for n in (await contents(line.teller))[sick] if n < DEADLY]
        assert (await contents(line.listener)).get(sick.replace("box", "copy"), []) == before
        assert life.exit_code is None, nursery.said()
        await life.kill()
        assert deaths, "nothing died: nothing is proved"
        async with line.listening() as inbox:
            assert await inbox.retry_parked() == 0
            await line.copied()
