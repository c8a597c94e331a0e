"""One way in: what a command comes to, however often and in whatever company it is sent."""

import asyncio
from typing import Any

import pytest

from shared.errors import Forbidden, KeyReused, PreconditionFailed, TooLarge
from shared.eventsourcing.handle import Outcome
from tests.support.eventually import eventually
from tests.support.spy import Spy
from tests.support.toy import AlreadyShut, Toy, put, shut


async def test_the_same_command_again_is_answered_and_not_carried_out(toy: Toy) -> None:
    first = await toy.handler.handle(put("box_a", 7, id="c1", creates=True))
    again = await toy.handler.handle(put("box_a", 7, id="c1", creates=True))
    plain = await toy.handler.handle(put("box_a", 7, id="c1"))
    assert (first.repeated, again.repeated, plain.repeated) == (False, True, True)
    assert again == plain
    assert (again.version, again.position, again.commit) == (first.version, first.position, first.commit)
    assert await toy.numbers("box_a") == [7]


async def test_a_command_id_belongs_to_the_log_and_not_to_a_stream(toy: Toy) -> None:
    await toy.handler.handle(put("box_a", 7, id="c1"))
    again = await toy.handler.handle(put("box_b", 7, id="c1"))
    assert (again.stream, again.repeated) == ("box_a", True)
    assert await toy.numbers("box_b") == []


@pytest.mark.parametrize("stream", ["box_a", "box_b"])
@pytest.mark.parametrize("creates", [True, False])
async def test_one_command_id_with_two_bodies_is_refused(toy: Toy, stream: str, creates: bool) -> None:
    await toy.handler.handle(put("box_a", 7, id="c1", body_mac="one"))
    with pytest.raises(KeyReused):
        await toy.handler.handle(put(stream, 8, id="c1", body_mac="two", creates=creates))
    assert await toy.numbers("box_a") == [7]


async def test_whoever_succeeded_first_is_told_so_even_when_it_would_be_refused_now(toy: Toy) -> None:
    first = await toy.handler.handle(put("box_a", 7, id="c1"))
    await toy.put("box_b", 1)
    for stream in ("box_a", "box_b"):
        await toy.handler.handle(shut(stream))
    for stream in ("box_a", "box_b"):  # on the other stream only a look into the whole log can tell
        assert (await toy.handler.handle(put(stream, 7, id="c1"))).position == first.position
    assert (await toy.handler.handle(put("box_b", 0, id="c1"))).position == first.position
    with pytest.raises(AlreadyShut):
        await toy.handler.handle(put("box_a", 7, id="c2"))


async def test_a_refused_command_may_come_again_and_succeed(toy: Toy) -> None:
    late = put("box_a", 1, id="c1", if_match=1)
    with pytest.raises(PreconditionFailed):
        await toy.handler.handle(late)
    await toy.put("box_a", 5)
    assert (await toy.handler.handle(late)).version == 2


async def test_nothing_to_change_is_no_commit(toy: Toy) -> None:
    await toy.put("box_a", 1)
    outcome = await toy.handler.handle(put("box_a", 0))
    assert (outcome.commit, outcome.version, outcome.position) == (None, 1, 1)
    assert len(await toy.commits()) == 1


async def test_if_match_names_the_version_that_was_read(toy: Toy) -> None:
    await toy.put("box_a", 1, 2)
    with pytest.raises(PreconditionFailed) as refused:
        await toy.handler.handle(put("box_a", 3, if_match=1))
    assert refused.value.details == {"version": 2}
    assert (await toy.handler.handle(put("box_a", 3, id="c3", if_match=2))).version == 3
    assert (await toy.handler.handle(put("box_a", 3, id="c3", if_match=2))).repeated


async def test_the_policy_judges_the_state_that_was_loaded(toy: Toy) -> None:
    await toy.put("box_a", 1)
    seen: list[Any] = []

    def allow(state: Any) -> None:
        seen.append(state and state.numbers)
        if state is not None:
            raise Forbidden

    with pytest.raises(Forbidden):
        await toy.handler.handle(put("box_a", 2, allow=allow))
    await toy.handler.handle(put("box_b", 2, allow=allow))
    assert seen == [(1,), None]


async def test_what_is_too_large_never_reaches_the_log(toy: Toy) -> None:
    await toy.handler.handle(put("box_a", 1, text="榴" * 87_000))
    with pytest.raises(TooLarge):
        await toy.handler.handle(put("box_a", 1, text="榴" * 88_000))  # 264,000 bytes
    assert await toy.numbers("box_a") == [1]


async def test_many_at_once_each_get_their_own_answer(toy: Toy) -> None:
    await toy.handler.handle(put("box_c", 1, id="known"))
    await toy.handler.handle(shut("box_d"))
    results = await toy.handler.handle_many(
        [
            put("box_a", 1),
            put("box_b", 10, creates=True),
            put("box_a", 2),
            put("box_d", 1),
            put("box_a", 0),
            put("box_a", 3, if_match=9),
            put("box_a", 4),
            put("box_c", 1, id="known"),
            put("box_b", 11, id="twice"),
            put("box_b", 11, id="twice"),
        ]
    )
    kinds = [type(r).__name__ if isinstance(r, Exception) else (r.version, r.repeated) for r in results]
    assert kinds == [
        (1, False),
        (1, False),
        (2, False),
        "AlreadyShut",
        (2, False),
        "PreconditionFailed",
        (3, False),
        (1, True),
        (2, False),
        (2, True),
    ]
    assert await toy.numbers("box_a") == [1, 2, 4]
    assert await toy.numbers("box_b") == [10, 11]


async def test_in_a_lane_nothing_overtakes_what_was_refused(toy: Toy) -> None:
    await toy.handler.handle(shut("box_d"))
    results = await toy.handler.handle_many(
        [
            put("box_a", 1, lane="x"),
            put("box_d", 1, lane="x"),
            put("box_a", 2, lane="x"),
            put("box_a", 3, lane="y"),
            put("box_a", 4),
        ]
    )
    assert [isinstance(result, Outcome) for result in results] == [True, False, False, True, True]
    assert await toy.numbers("box_a") == [1, 3, 4]


async def test_in_a_lane_nothing_overtakes_what_has_to_be_decided_anew(toy: Toy) -> None:
    await toy.put("box_a", 1)
    results = await toy.handler.handle_many(
        [
            put("box_a", 2, lane="x", creates=True),
            put("box_b", 1, lane="x", creates=True),
            put("box_c", 1, creates=True),
        ]
    )
    assert all(isinstance(result, Outcome) for result in results)
    assert [commit.stream for commit in await toy.commits()] == ["box_a", "box_c", "box_a", "box_b"]


async def test_many_that_were_done_before_are_found_together(spied: tuple[Toy, Spy]) -> None:
    toy, spy = spied
    many = [put(f"box_{n}", 1, id=f"put {n}", creates=True) for n in range(60)]
    await toy.handler.handle_many(many[:50])
    before = len(spy.of("insert", "commits"))
    results = await toy.handler.handle_many(many)
    assert [result.repeated for result in results if isinstance(result, Outcome)] == [True] * 50 + [False] * 10
    assert len(spy.of("insert", "commits")) - before == 2
    assert len(await toy.commits()) == 60


async def test_of_two_hundred_who_want_it_one_gets_it(toy: Toy) -> None:
    await toy.put("box_a", 1)
    processes = [Toy(toy.database) for _ in range(3)]
    results = await asyncio.gather(
        *(processes[i % 3].handler.handle(shut("box_a")) for i in range(200)), return_exceptions=True
    )
    assert sum(isinstance(result, Outcome) for result in results) == 1
    assert sum(isinstance(result, AlreadyShut) for result in results) == 199
    assert [type(event).__name__ for c in await toy.commits() for event in c.events] == ["Put", "Shut"]


async def test_three_processes_on_one_stream_lose_nothing(toy: Toy) -> None:
    processes = [Toy(toy.database) for _ in range(3)]
    await asyncio.gather(*(processes[n % 3].handler.handle(put("box_a", n, id=f"c{n}")) for n in range(1, 61)))
    commits = await toy.commits()
    assert [commit.version for commit in commits] == list(range(1, 61))
    assert sorted(await toy.numbers("box_a")) == list(range(1, 61))


async def test_a_caller_who_leaves_disturbs_nobody(toy: Toy) -> None:
    for n in range(20):
        leaving = asyncio.create_task(toy.handler.handle(put("box_a", 1, id=f"left{n}")))
        staying = asyncio.create_task(toy.handler.handle(put("box_b", 1, id=f"stayed{n}")))
        await asyncio.sleep(0.0005 * n)
        leaving.cancel()
        assert not (await staying).repeated
        await asyncio.wait([leaving])
        assert (await toy.handler.handle(put("box_a", 1, id=f"left{n}"))).version == n + 1
    assert await toy.numbers("box_a") == [1] * 20
    await eventually(lambda: not toy.handler._locks._locks, "no lock is kept that nobody holds")
