"""An answer is lost after the deed was done: the deed stays one, and the answer comes out the same."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from shared.eventsourcing import tail as module
from shared.messaging.broker import RabbitBus
from tests.support.eventually import eventually
from tests.support.line import Line, contents
from tests.support.proxy import Proxy, amqp_frame, mongo_frame, proxy
from tests.support.toy import Toy, put

TRIALS = 10


@pytest.fixture(params=[True, False], ids=["driver retries", "driver gives up"])
async def far(
    request: pytest.FixtureRequest, database: AsyncDatabase[dict[str, Any]], mongo_url: str
) -> AsyncIterator[tuple[Toy, Proxy]]:
    """A service whose way to MongoDB leads through a proxy."""
    address = urlsplit(mongo_url)
    async with proxy(address.hostname or "", address.port or 0, mongo_frame) as between:
        url = f"mongodb://127.0.0.1:{between.port}/?directConnection=true"
        async with AsyncMongoClient[dict[str, Any]](url, tz_aware=True, retryWrites=request.param) as client:
            toy = Toy(client[database.name])
            await toy.log.prepare()
            yield toy, between


async def test_a_lost_answer_of_mongodb_doubles_nothing(far: tuple[Toy, Proxy], toy: Toy) -> None:
    cut, between = far
    for n in range(1, TRIALS + 1):
        between.lose_next = True
        outcome = await cut.handler.handle(put("box_a", n, id=f"c{n}"))
        assert between.lost == n, "no answer was lost: nothing is proved"
        again = await cut.handler.handle(put("box_a", n, id=f"c{n}"))
        assert (outcome.version, outcome.position) == (again.version, again.position) == (n, n)
        assert outcome.commit == again.commit
    assert await toy.numbers("box_a") == list(range(1, TRIALS + 1))


async def test_a_request_that_never_arrived_is_sent_again(far: tuple[Toy, Proxy], toy: Toy) -> None:
    cut, between = far
    for n in range(1, 4):
        between.stop_next = True
        outcome = await cut.handler.handle(put("box_a", n))
        assert between.lost == n, "no request was lost: nothing is proved"
        assert (outcome.version, outcome.position) == (n, n)
    assert await toy.numbers("box_a") == [1, 2, 3]


async def test_a_lost_answer_to_many_doubles_none_of_them(far: tuple[Toy, Proxy], toy: Toy) -> None:
    cut, between = far
    between.lose_next = True
    envelopes = [put(f"box_{n % 3}", n, id=f"c{n}") for n in range(1, 31)]
    outcomes = await cut.handler.handle_many(envelopes)
    again = await Toy(toy.database).handler.handle_many(envelopes)
    assert between.lost == 1
    assert [(o.stream, o.version, o.position) for o in outcomes] == [(o.stream, o.version, o.position) for o in again]  # type: ignore[union-attr]
    assert sorted(n for box in (await contents(toy)).values() for n in box) == list(range(1, 31))


async def test_who_writes_while_answers_are_lost_is_heard_by_those_who_follow(
    far: tuple[Toy, Proxy], monkeypatch: pytest.MonkeyPatch
) -> None:
    cut, between = far
    monkeypatch.setattr(module, "LOOK_EVERY", 60.0)  # nothing else would wake them
    await cut.tail.read(0)
    between.lose_next = True
    reading = asyncio.create_task(cut.tail.read(0))
    await cut.handler.handle(put("box_a", 1))
    async with asyncio.timeout(10):
        assert [commit.position for commit in await reading or await cut.tail.read(0)] == [1]


async def test_a_lost_confirm_is_a_repetition_and_not_a_loss(toy: Toy, peer: Toy, amqp_url: str, prefix: str) -> None:
    address = urlsplit(amqp_url)
    async with proxy(address.hostname or "", address.port or 0, amqp_frame) as between:
        telling = RabbitBus(amqp_url.replace(f":{address.port}", f":{between.port}"), prefix)
        hearing = RabbitBus(amqp_url, prefix)
        line = Line(toy, peer, telling, hearing)
        async with line.at_work():
            for n in range(1, TRIALS + 1):
                between.lose_next = True
                await toy.put("box_a", n)
                await eventually(lambda n=n: between.lost == n, "a confirm is lost")  # type: ignore[misc]
                await line.copied()
        await telling.close()
        await hearing.close()
    assert sum(hearing_batch for hearing_batch in line.hearing.batches) > TRIALS  # copies did arrive
