"""Following the log: few looks, and quick to hear."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from shared.eventsourcing import tail as module
from shared.eventsourcing.decider import Commit
from shared.eventsourcing.model import Actor
from tests.support.eventually import eventually, running
from tests.support.spy import Spy
from tests.support.toy import START, Toy


@pytest.fixture
async def stranger(database: AsyncDatabase[dict[str, Any]], mongo_url: str) -> AsyncIterator[Toy]:
    """The same service in another process: nothing it does is heard here but through MongoDB."""
    async with AsyncMongoClient[dict[str, Any]](mongo_url, tz_aware=True) as client:
        yield Toy(client[database.name])


async def _follow(toy: Toy, until: int, seen: list[int]) -> None:
    while not seen or seen[-1] < until:
        seen += [commit.position for commit in await toy.tail.read(seen[-1] if seen else 0)]


async def test_a_page_that_several_want_is_read_once(spied: tuple[Toy, Spy]) -> None:
    toy, spy = spied
    followers: list[list[int]] = [[], [], []]
    async with running(*(_follow(toy, 30, seen) for seen in followers)) as tasks:
        await asyncio.sleep(0.05)
        before = len(spy.of("find", "commits"))
        for n in range(1, 31):
            await toy.put(f"box_{n}", n)
        async with asyncio.timeout(5):
            await asyncio.gather(*tasks)
    loads = [find for find in spy.of("find", "commits")[before:] if "stream" in find["filter"]]
    pages = [find for find in spy.of("find", "commits")[before:] if "_id" in find["filter"]]
    assert followers == [list(range(1, 31))] * 3
    assert len(loads) == 30
    assert len(pages) <= 34  # not 90


async def test_what_this_process_has_written_need_not_be_read(spied: tuple[Toy, Spy], stranger: Toy) -> None:
    toy, spy = spied
    seen: list[int] = []
    async with running(_follow(toy, 23, seen)) as tasks:
        await asyncio.sleep(0.05)
        for n in range(1, 21):
            await toy.put("box_a", n)
        await eventually(lambda: len(seen) == 20, "all are seen")
        pages = [find for find in spy.of("find", "commits") if "_id" in find["filter"]]
        assert len(pages) <= 3  # the first look, and one a second
        await stranger.put("box_a", 21)
        await toy.put("box_a", 22)  # does not follow what is known here
        await toy.put("box_a", 23)
        await asyncio.gather(*tasks)
    assert seen == list(range(1, 24))


async def test_what_was_written_while_somebody_looked_is_seen_once(toy: Toy) -> None:
    for _ in range(20):
        last = toy.tail._told
        reading = [asyncio.create_task(toy.tail.read(last)) for _ in range(3)]
        await asyncio.gather(toy.put("box_a", 1), toy.put("box_b", 1), toy.put("box_c", 1))
        await asyncio.gather(*reading)
        assert [commit.position for commit in await toy.tail.read(last)] == [last + 1, last + 2, last + 3]


async def test_at_the_end_of_the_log_nobody_looks_without_being_woken(spied: tuple[Toy, Spy]) -> None:
    toy, spy = spied
    await toy.put("box_a", 1)
    await toy.tail.read(0)
    before = len(spy.of("find", "commits"))
    began = time.monotonic()
    assert await asyncio.gather(*(toy.tail.read(1) for _ in range(3))) == [[], [], []]
    assert time.monotonic() - began >= 0.9
    assert len(spy.of("find", "commits")) - before <= 3


async def test_what_this_process_writes_wakes_it_at_once(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 60.0)  # nothing else would wake it
    await toy.tail.read(0)
    reading = asyncio.create_task(toy.tail.read(0))
    await asyncio.sleep(0.05)
    await toy.put("box_a", 1)
    async with asyncio.timeout(10):
        assert [commit.position for commit in await reading] == [1]


async def test_what_another_process_writes_is_heard_within_a_fifth_of_a_second(toy: Toy, stranger: Toy) -> None:
    async with running(toy.tail.listen(toy.database["commits"])):
        await asyncio.sleep(0.3)  # the change stream is open
        waits = []
        for n in range(10):
            reading = asyncio.create_task(toy.tail.read(n))
            await asyncio.sleep(0.05)
            await stranger.put("box_a", n + 1)
            began = time.monotonic()
            while not (page := await reading):
                reading = asyncio.create_task(toy.tail.read(n))
            waits.append(time.monotonic() - began)
            assert page[-1].position == n + 1
    assert sorted(waits)[len(waits) // 2] < 0.2, waits


async def test_what_the_change_stream_shows_in_its_turn_need_not_be_read(spied: tuple[Toy, Spy], stranger: Toy) -> None:
    toy, spy = spied
    seen: list[int] = []
    async with running(toy.tail.listen(toy.database["commits"]), _follow(toy, 40, seen)):
        await asyncio.sleep(0.3)  # the change stream is open
        for n in range(20):
            await stranger.put("box_a", n + 1)
            await eventually(lambda n=n: len(seen) == 2 * n + 1, "it is heard of")  # type: ignore[misc]
            await toy.put("box_b", n + 1)
        await eventually(lambda: len(seen) == 40, "all are seen")
    pages = [find for find in spy.of("find", "commits") if "_id" in find["filter"]]
    assert seen == list(range(1, 41))
    assert len(pages) < 20  # without a change stream each of the stranger's is read


async def test_what_the_change_stream_shows_and_nobody_can_read_ends_at_its_reader(toy: Toy, stranger: Toy) -> None:
    async with running(toy.tail.listen(toy.database["commits"])):
        await asyncio.sleep(0.3)
        assert not await toy.tail.read(0)
        stored = toy.log._encode(Commit(0, "box_a", 1, "c", "", "", Actor(id="a"), "", "", START, ()))
        events = [{"type": "nobody_knows", "v": 1, "data": {}}]
        await stranger.database["commits"].insert_one({"_id": 1, **stored, "events": events})
        with pytest.raises(KeyError):
            await eventually(lambda: toy.tail.read(0), "it is read")


async def test_without_a_change_stream_it_is_heard_within_a_second_or_so(toy: Toy, stranger: Toy) -> None:
    await toy.tail.read(0)
    reading = asyncio.create_task(toy.tail.read(0))
    await asyncio.sleep(0.05)
    await stranger.put("box_a", 1)
    async with asyncio.timeout(10):
        assert await reading
