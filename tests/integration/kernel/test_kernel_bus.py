"""What both buses promise, with the real relay and inbox at their ends."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from shared.contracts import BY_TYPE
from shared.eventsourcing.decider import Decider
from shared.messaging.broker import PREFETCH, RabbitBus
from shared.messaging.bus import Bus
from shared.messaging.local import LocalBus
from tests.support.eventually import eventually, running
from tests.support.line import SOURCE, Line, contents, events_of
from tests.support.toy import Toy, put, shake, shut


@pytest.fixture(params=["local", "rabbit"])
async def bus(request: pytest.FixtureRequest, amqp_url: str, prefix: str) -> AsyncIterator[Bus]:
    """Each bus in turn."""
    if request.param == "local":
        yield LocalBus()
        return
    bus = RabbitBus(amqp_url, prefix)
    yield bus
    await bus.close()


@pytest.fixture
def line(toy: Toy, peer: Toy, bus: Bus) -> Line:
    """Two services and the bus between them."""
    return Line(toy, peer, bus)


async def _fill(line: Line, numbers: range, boxes: int = 5) -> None:
    await line.teller.handler.handle_many([put(f"box_{n % boxes}", n) for n in numbers])


async def test_everything_comes_once_and_in_order(line: Line) -> None:
    async with line.at_work():
        await asyncio.gather(*(_fill(line, range(start, start + 50)) for start in range(1, 500, 50)))
        await line.copied()
        await line.teller.put("box_0", 1000)
        await line.copied()
    assert line.inbox.trouble is None


async def test_what_is_nobodys_business_moves_the_position_all_the_same(line: Line) -> None:
    async with line.at_work():
        await line.teller.put("box_a", 1)
        for _ in range(20):
            await line.teller.handler.handle(shake("box_a"))
        position = await line.teller.log.tip()
        await eventually(lambda: line.inbox._positions[f"inbox.{SOURCE}"] == position, "the empty range is told")


async def test_a_steady_murmur_of_private_events_does_not_silence_the_relay(line: Line) -> None:
    async def murmur() -> None:
        while True:
            await line.teller.handler.handle(shake("box_b"))

    async with line.at_work():
        await line.teller.put("box_a", 1)
        await line.copied()
        line.bus.lose = 1
        await line.teller.put("box_a", 2)
        async with running(murmur()):
            await line.copied()


async def test_the_same_range_twice_is_taken_in_once(line: Line) -> None:
    line.bus.double = True
    async with line.at_work():
        await _fill(line, range(1, 100))
        await line.copied()
        await line.inbox.rewind(0)
        await _fill(line, range(100, 120))
        await line.copied()
    assert await events_of(line.listener) == 119


async def test_a_lost_message_is_asked_for(line: Line) -> None:
    async with line.at_work():
        await line.teller.put("box_a", 1)
        await line.copied()
        for n in range(2, 4):
            line.bus.lose = 1
            await line.teller.put("box_a", n)
            await eventually(lambda: not line.bus.lose, "a message is lost")
            await line.teller.put("box_a", n * 10)
            await line.copied()


async def test_a_lost_last_message_is_noticed_without_traffic(line: Line) -> None:
    async with line.at_work():
        await line.teller.put("box_a", 1)
        await line.copied()
        line.bus.lose = 1
        await line.teller.put("box_a", 2)
        await line.copied()


async def test_a_late_newcomer_gets_the_whole_past(line: Line) -> None:
    async with line.telling():
        await _fill(line, range(1, 700))
        await asyncio.sleep(0.3)
        async with line.listening():
            await _fill(line, range(700, 750))
            await line.copied()
            assert line.bus.told["answered"] < 40


async def test_replaying_the_whole_past_doubles_nothing(line: Line) -> None:
    async with line.at_work():
        await _fill(line, range(1, 200))
        await line.copied()
        await line.inbox.rewind(0)
        await _fill(line, range(200, 220))
        await line.copied()
        await eventually(lambda: line.inbox._positions[f"inbox.{SOURCE}"] == 219, "the position is back at the end")
    assert await events_of(line.listener) == 219


async def test_both_ends_may_be_restarted_at_any_time(line: Line) -> None:
    for start in range(1, 200, 40):
        async with line.at_work():
            await _fill(line, range(start, start + 20))
        async with line.telling():
            await _fill(line, range(start + 20, start + 40))
    async with line.at_work():
        await line.copied()


async def test_positions_that_were_not_saved_cost_a_repetition_and_nothing_else(line: Line) -> None:
    async with line.at_work():
        await _fill(line, range(1, 50))
        await line.copied()
    for toy in (line.teller, line.listener):
        await toy.database["positions"].update_many({}, {"$set": {"position": 20}})
    async with line.at_work():
        await _fill(line, range(50, 60))
        await line.copied()
    assert await events_of(line.listener) == 59


@pytest.mark.parametrize("how", ["refuse", "fail"])
async def test_poison_parks_its_stream_and_no_other(line: Line, how: str) -> None:
    poison: set[int] = getattr(line.listener.copies, how)
    poison.add(3)
    async with line.at_work():
        await line.teller.handler.handle_many([put("box_a", n) for n in range(1, 7)] + [put("box_b", 1)])
        await line.copied(but=["box_a"])
        await eventually(line.parked, "the poison is parked")
        await line.teller.put("box_a", 7)  # alone in its message
        await line.teller.put("box_b", 2)
        await line.copied(but=["box_a"])
        await eventually(lambda: _is_parked(line, [3, 4, 5, 6, 7]), "all that follows waits behind it")
        assert (await contents(line.listener))["copy_a"] == [1, 2]
        assert await line.inbox.retry_parked() == 5  # still poison
        poison.clear()
        assert await line.inbox.retry_parked() == 0
        await line.copied()
        await line.teller.put("box_a", 8)
        await line.copied()
        await eventually(lambda: _is_trusted(line), "no attempt is held against anything")


async def test_one_hopeless_stream_does_not_keep_the_others_parked(line: Line) -> None:
    line.listener.copies.fail |= {1}
    line.listener.copies.refuse |= {2}
    async with line.at_work():
        await line.teller.put("box_a", 1)
        await line.teller.put("box_b", 2)
        await eventually(lambda: _is_parked(line, [1, 2]), "both are parked")
        line.listener.copies.refuse.clear()
        assert await line.inbox.retry_parked() == 1
        await line.copied(but=["box_a"])


async def test_what_is_parked_stays_so_after_a_restart(line: Line) -> None:
    line.listener.copies.refuse.add(1)
    async with line.at_work():
        await line.teller.put("box_a", 1)
        await eventually(line.parked, "it is parked")
    line.listener.copies.refuse.clear()
    async with line.at_work():
        await line.teller.put("box_a", 2)
        await eventually(lambda: _is_parked(line, [1, 2]), "what follows waits behind it")
        assert await contents(line.listener) == {}


async def test_what_comes_again_of_before_the_poison_is_not_parked(line: Line) -> None:
    line.listener.copies.refuse.add(3)
    async with line.at_work():
        await line.teller.put("box_a", 1, 2, 3, 4)
        await eventually(lambda: _is_parked(line, [3, 4]), "the poison and what follows are parked")
        await line.inbox.rewind(0)
        await line.teller.put("box_b", 1)
        await line.copied(but=["box_a"])
        await eventually(lambda: line.inbox._positions[f"inbox.{SOURCE}"] == 5, "it has come by again")
        assert await _is_parked(line, [3, 4])
        line.listener.copies.refuse.clear()
        assert await line.inbox.retry_parked() == 0
        await line.copied()
    assert await events_of(line.listener) == 5


async def test_a_commit_that_was_begun_too_often_is_parked_without_another_try(line: Line) -> None:
    await line.teller.put("box_a", 1, 2)
    await line.teller.put("box_b", 3)
    begun = [{"_id": f"{SOURCE}/box_a/1", "attempts": 5}, {"_id": f"together/{SOURCE}", "attempts": 1}]
    await line.listener.database["attempts"].insert_many(begun)
    line.bus.double = True  # so it counts as handed out before
    async with line.at_work():
        await line.copied(but=["box_a"])
        await eventually(lambda: _is_parked(line, [1, 2]), "what killed the process is parked")


async def test_what_is_done_of_a_long_batch_need_not_be_done_again(line: Line) -> None:
    decide = line.listener.copies._decide

    def lost_at_thirty(state: Any, command: Any) -> Any:
        if command.n == 30:
            raise AutoReconnect("MongoDB is away")
        return decide(state, command)

    await _fill(line, range(1, 41))
    line.listener.copies.decider = Decider(lost_at_thirty, line.listener.copies.decider.evolve)
    line.listener.handler._deciders = {"copy": line.listener.copies.decider}
    await line.listener.database["attempts"].insert_one({"_id": f"together/{SOURCE}", "attempts": 1})
    line.bus.double = True  # so it goes one by one, as a process has died over them
    async with line.at_work():
        await eventually(lambda: line.inbox._positions[f"inbox.{SOURCE}"] == 29, "it stands before what fails")
        line.listener.handler._deciders = {"copy": Decider(decide, line.listener.copies.decider.evolve)}
        await line.copied()


async def test_what_comes_again_is_first_tried_together(line: Line) -> None:
    await _fill(line, range(1, 41))
    line.bus.double = True
    together = []
    handle_many = line.listener.handler.handle_many

    async def counted(envelopes: Any) -> Any:
        together.append(len(envelopes))
        return await handle_many(envelopes)

    line.listener.handler.handle_many = counted  # type: ignore[method-assign]
    async with line.at_work():
        await line.copied()
        await eventually(lambda: _is_trusted(line), "no attempt is held against it")
    assert max(together) == 40


async def test_a_kind_nobody_knows_is_passed_over_and_a_version_nobody_knows_is_parked(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = next(kind for kind in BY_TYPE if "membership_started" in kind)
    ended = next(kind for kind in BY_TYPE if "membership_ended" in kind)
    contract = BY_TYPE[started]
    monkeypatch.delitem(BY_TYPE, ended)
    monkeypatch.delitem(BY_TYPE, started)
    monkeypatch.setitem(BY_TYPE, started.replace(".v1", ".v2"), contract)
    async with line.at_work():
        await line.teller.put("box_a", 1)
        await line.teller.handler.handle(shut("box_b"))
        await eventually(lambda: _is_parked(line, [1]), "the unknown version is parked")
        await eventually(lambda: line.inbox._positions[f"inbox.{SOURCE}"] == 2, "the unknown kind is passed over")
        monkeypatch.setitem(BY_TYPE, started, contract)
        assert await line.inbox.retry_parked() == 0
        await line.copied()


async def test_a_slow_consumer_holds_no_more_than_the_prefetch(line: Line) -> None:
    await asyncio.gather(*(_fill(line, range(start, start + 50)) for start in range(1, 800, 50)))
    async with line.listening():
        pass
    async with line.telling():
        await asyncio.sleep(0.5)
        for n in range(2000, 2080):
            await line.teller.put("box_z", n)
        async with line.listening():
            await line.copied(within=20)
    assert max(line.hearing.batches) <= PREFETCH


async def test_while_mongodb_fails_the_consumer_stands_and_nothing_overtakes(line: Line, peer: Toy) -> None:
    admin = peer.database.client.admin
    async with line.at_work():
        await line.teller.put("box_a", 1)
        await line.copied()
        await admin.command(
            "configureFailPoint",
            "failCommand",
            mode="alwaysOn",
            data={
                "failCommands": ["insert", "find"],
                "errorCode": 11601,
                "namespace": f"{peer.database.name}.commits",
            },
        )
        try:
            await _fill(line, range(2, 60))
            await eventually(lambda: line.inbox.trouble, "the consumer says that it stands")
            await asyncio.sleep(1)
        finally:
            await admin.command("configureFailPoint", "failCommand", mode="off")
        await line.copied(within=15)
        await eventually(lambda: line.inbox.trouble is None, "it no longer says that it stands")
        assert await line.parked() == []


async def _is_trusted(line: Line) -> bool:
    return await line.listener.database["attempts"].count_documents({}) == 0


async def _is_parked(line: Line, numbers: list[int]) -> bool:
    parked = await line.parked()
    positions = {commit.position: commit for commit in await line.teller.commits()}
    return [event.n for row in parked for event in positions[row["position"]].events if hasattr(event, "n")] == numbers
