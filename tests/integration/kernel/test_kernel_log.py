"""The log itself: its indexes, its batches, and the order of its numbers."""

import asyncio
import time
from typing import Any

import pytest
from pymongo.errors import DuplicateKeyError

from shared.errors import Unavailable
from shared.eventsourcing import log as module
from shared.eventsourcing.decider import Commit
from shared.eventsourcing.log import MAX_BATCH_BYTES, Clash
from shared.eventsourcing.model import Actor
from shared.runtime import clock
from tests.support.spy import Spy
from tests.support.toy import COMMUNITY, START, Put, Toy, put


def _draft(stream: str, version: int, command_id: str) -> Commit:
    return Commit(0, stream, version, command_id, "", COMMUNITY, Actor(id="a"), "", "", START, (Put(n=version),))


async def test_the_unique_indexes_that_everything_rests_on(toy: Toy) -> None:
    indexes = await toy.database["commits"].index_information()
    unique = {tuple(index["key"]) for index in indexes.values() if index.get("unique")}
    assert unique == {(("stream", 1), ("version", 1)), (("command_id", 1),)}
    await toy.put("box_a", 1)
    stored = await toy.database["commits"].find_one()
    assert stored
    for change in ({"command_id": "other"}, {"version": 2}):
        with pytest.raises(DuplicateKeyError):
            await toy.database["commits"].insert_one({**stored, "_id": 2, **change})


async def test_a_commit_keeps_all_it_was_given(toy: Toy) -> None:
    given = put("box_a", 1, id="c1", correlation="x", causation="y", body_mac="m")
    given = type(given)(**{**{f: getattr(given, f) for f in given.__slots__}, "stream": "box_a"})
    placed = (await toy.handler.handle(given)).commit
    assert placed == (await Toy(toy.database).log.load("box_a"))[0] == await toy.log.find("c1")


async def test_each_refusal_names_its_reason_and_the_rest_go_on(toy: Toy) -> None:
    await toy.log.append([_draft("box_a", 1, "c1")])
    placed = await toy.log.append(
        [
            _draft("box_b", 1, "c2"),
            _draft("box_a", 1, "c1"),  # both indexes refuse it, and the server names the other one
            _draft("box_a", 2, "c3"),  # decided on top of the refused one
            _draft("box_c", 1, "c4"),
            _draft("box_d", 1, "c1"),
            _draft("box_a", 1, "c5"),
            _draft("box_e", 1, "c6"),
        ]
    )
    assert [p if isinstance(p, Clash) else getattr(p, "position", p) for p in placed] == [
        2,
        Clash.COMMAND,
        Clash.STREAM,
        3,
        Clash.COMMAND,
        Clash.STREAM,
        4,
    ]
    assert [commit.position for commit in await toy.commits()] == [1, 2, 3, 4]


async def test_batches_are_bounded_in_bytes_and_in_number(spied: tuple[Toy, Spy]) -> None:
    toy, spy = spied
    await asyncio.gather(*(toy.handler.handle(put(f"box_{n}", 1, text="x" * 250_000)) for n in range(40)))
    await asyncio.gather(*(toy.handler.handle(put(f"box_s{n}", 1)) for n in range(1200)))
    inserts = spy.of("insert", "commits")
    sizes = [len(insert["documents"]) for insert in inserts]
    weights = [sum(len(d["events"][0]["data"]["text"]) for d in insert["documents"]) for insert in inserts]
    assert max(weights) <= MAX_BATCH_BYTES
    assert max(sizes) <= 500
    assert len(inserts) < 20  # they did go together
    assert all(insert["ordered"] for insert in inserts)
    assert [commit.position for commit in await toy.commits()] == list(range(1, 1241))


async def test_a_number_taken_by_another_process_is_given_anew(toy: Toy) -> None:
    others = [Toy(toy.database) for _ in range(4)]
    for round_ in range(10):
        await asyncio.gather(*(other.put(f"box_{i}_{round_}", 1, 2, 3) for i, other in enumerate(others)))
    assert [commit.position for commit in await toy.commits()] == list(range(1, 121))


async def test_loads_and_appends_go_out_together(spied: tuple[Toy, Spy]) -> None:
    toy, spy = spied
    await asyncio.gather(*(toy.handler.handle(put(f"box_{n}", 1)) for n in range(100)))
    assert len(spy.of("find", "commits")) <= 5
    assert len(spy.of("insert", "commits")) <= 5


async def test_a_creation_needs_no_load(spied: tuple[Toy, Spy]) -> None:
    toy, spy = spied
    await toy.put("box_first", 1)
    before = len(spy.of("find", "commits"))
    await toy.handler.handle(put("box_a", 1, creates=True))
    assert len(spy.of("find", "commits")) == before


async def test_what_was_decided_long_ago_is_not_placed(toy: Toy) -> None:
    long_ago = clock.passed() - module.GIVE_UP_AFTER - 1
    drafts = [_draft("box_a", 1, "c1"), _draft("box_b", 1, "c2")]
    assert await toy.log.append(drafts, read_at=long_ago) == [Clash.STREAM, Clash.STREAM]
    assert await toy.commits() == []
    (placed,) = await toy.log.append(drafts[:1])
    assert isinstance(placed, Commit)


async def test_what_was_decided_before_the_machine_was_suspended_is_decided_anew(
    toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Any] = []
    awake, place = time.clock_gettime, toy.log.append

    async def slept(*asked: Any) -> Any:
        """An hour goes by unnoticed before the first try."""
        if not tries:
            monkeypatch.setattr(time, "clock_gettime", lambda which: awake(which) + 3600)
        tries.append(await place(*asked))
        return tries[-1]

    monkeypatch.setattr(toy.log, "append", slept)
    await toy.put("box_a", 1)
    assert tries[0] == [Clash.STREAM]
    assert [commit.stream for commit in await toy.commits()] == ["box_a"]


async def test_who_gets_no_answer_for_long_is_told_to_repeat(
    toy: Toy, mongo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GIVE_UP_AFTER", 1.0)
    admin = toy.database.client.admin
    await admin.command(
        "configureFailPoint",
        "failCommand",
        mode="alwaysOn",
        data={"failCommands": ["insert"], "errorCode": 11601, "namespace": f"{toy.database.name}.commits"},
    )
    try:
        with pytest.raises(Unavailable) as told:
            await toy.handler.handle(put("box_a", 1, id="c1"))
    finally:
        await admin.command("configureFailPoint", "failCommand", mode="off")
    assert told.value.retry_after
    assert (await toy.handler.handle(put("box_a", 1, id="c1"))).version == 1
