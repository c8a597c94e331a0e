"""What a worker runs beside projector and inbox: deadlines, effects, jobs, saved positions; and the worker itself."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import APIRouter
from pymongo.errors import BulkWriteError

from shared.errors import Unavailable
from shared.eventsourcing import ending as ending_module
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.ending import stoppable
from shared.eventsourcing.model import Actor
from shared.eventsourcing.projection import Projection
from shared.eventsourcing.projector import Fenced, Projector
from shared.messaging.local import LocalBus
from shared.messaging.positions import Positions
from shared.messaging.translation import Send
from shared.runtime import deadlines as deadlines_module
from shared.runtime import effects as effects_module
from shared.runtime import lease as lease_module
from shared.runtime.deadlines import Deadlines, Due
from shared.runtime.effects import run_effects
from shared.runtime.jobs import Jobs, look, submit, submit_anew, submit_once
from shared.runtime.service import Definition, Service
from shared.runtime.worker import Worker
from tests.support.eventually import eventually, running
from tests.support.toy import BOX, BOXES, EVENTS, START, Put, Shut, Shutting, Toy, publish, put, receive, shut


def _set_due(document: Due | None, recorded: Recorded) -> Due:
    due = document or Due(id=recorded.stream, due_at=None, named="")
    if isinstance(recorded.event, Put):
        due_at = START + timedelta(hours=recorded.event.n)
        return due.model_copy(update={"due_at": due_at, "named": recorded.name, "correlation": recorded.stream})
    return due.model_copy(update={"due_at": None}) if isinstance(recorded.event, Shut) else due


DUE: Projection[Due] = Projection(name="due", version=1, document=Due, apply=_set_due)
STUBBORN: Projection[Due] = replace(DUE, name="stubborn", apply=lambda d, r: _set_due(d, r) if d is None else d)
"""Goes on saying that a box is due when it is shut, so that the decider refuses."""


def _on_due(due: Due, now: datetime, actor: Actor) -> Send:
    return Send(due.id, Shutting(at=now, actor=actor))


def _service(toy: Toy, now: Callable[[], datetime] = lambda: START, **more: Any) -> Service:
    definition = Definition(
        name="toy",
        title="toy",
        events=EVENTS,
        deciders={"box": BOX},
        projections=(BOXES, DUE),
        communities=BOXES,
        router=APIRouter(),
        policy={},
        sources=(),
        receive=receive,
        due=DUE,
        on_due=_on_due,
    )
    return Service(replace(definition, **more), toy.database, cast("Any", None), b"secret", now=now)


@asynccontextmanager
async def _projecting(service: Service) -> AsyncIterator[Projector]:
    parts = service.definition
    projector = Projector(service.database, service.log, service.tail, parts.projections, 1, service.now)
    await projector.prepare()
    async with running(projector.run()):
        async with asyncio.timeout(10):
            await projector.reached(await service.log.tip())
        yield projector


async def _shut_boxes(toy: Toy) -> list[str]:
    return sorted(c.stream for c in await toy.commits() if isinstance(c.events[0], Shut))


# --- deadlines


async def test_all_that_are_due_at_once_are_sent_once_and_the_rest_wait(toy: Toy) -> None:
    now = [START]
    service = _service(toy, lambda: now[0])
    for stream, hours in (("box_a", 1), ("box_b", 1), ("box_c", 1), ("box_d", 2)):
        await service.handler.handle(put(stream, hours))
    async with _projecting(service) as projector:
        deadlines = Deadlines(service.reads(DUE), _on_due, service.handler, service.now)
        await deadlines.send_due()
        assert await _shut_boxes(toy) == []
        now[0] += timedelta(hours=1)
        await asyncio.gather(*(deadlines.send_due() for _ in range(3)))
        assert await _shut_boxes(toy) == ["box_a", "box_b", "box_c"]
        await projector.reached(await service.log.tip())
        await deadlines.send_due()
    commits = [commit for commit in await toy.commits() if isinstance(commit.events[0], Shut)]
    assert sorted(commit.command_id for commit in commits) == [f"due/box_{x}/1/0/box_{x}" for x in "abc"]
    assert {(commit.causation, commit.correlation) for commit in commits} == {
        (f"box_{x}/1/0", f"box_{x}") for x in "abc"
    }


async def test_a_refused_deadline_stays_is_counted_and_tried_again_later(
    toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = [0.0]
    monkeypatch.setattr(deadlines_module, "time", SimpleNamespace(monotonic=lambda: passed[0]))
    tried: list[str] = []

    def on_due(due: Due, now: datetime, actor: Actor) -> Send:
        tried.append(due.id)
        return _on_due(due, now, actor)

    service = _service(toy, lambda: START + timedelta(hours=5), projections=(STUBBORN,), due=STUBBORN)
    await service.handler.handle(put("box_a", 1))
    await service.handler.handle(put("box_b", 1))
    await service.handler.handle(shut("box_a"))
    async with _projecting(service):
        deadlines = Deadlines(service.reads(STUBBORN), on_due, service.handler, service.now)
        await deadlines.send_due()
        assert deadlines.refused == 1
        assert await _shut_boxes(toy) == ["box_a", "box_b"]
        tried.clear()
        await deadlines.send_due()
        assert tried == ["box_b"]  # its command id makes that harmless
        passed[0] += deadlines_module.TRY_REFUSED_AFTER + 1
        await deadlines.send_due()
        assert tried == ["box_b", "box_a", "box_b"] or tried == ["box_b", "box_b", "box_a"]
        assert deadlines.refused == 1
    assert await _shut_boxes(toy) == ["box_a", "box_b"]


async def test_a_deadline_that_could_not_be_stored_is_none_that_was_refused(
    toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = _service(toy, lambda: START + timedelta(hours=5))
    await service.handler.handle(put("box_a", 1))
    whole = service.handler.handle_many

    async def away(envelopes: Sequence[Any]) -> list[Any]:
        return [Unavailable(retry_after=1) for _ in envelopes]

    async with _projecting(service):
        deadlines = Deadlines(service.reads(DUE), _on_due, service.handler, service.now)
        monkeypatch.setattr(service.handler, "handle_many", away)
        await deadlines.send_due()
        assert deadlines.refused == 0
        monkeypatch.setattr(service.handler, "handle_many", whole)
        await deadlines.send_due()
    assert await _shut_boxes(toy) == ["box_a"], "at once, and not after a minute"


# --- effects


async def test_effects_come_in_order_and_after_the_documents_and_one_that_fails_holds_the_rest(
    toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects_module, "TRY_AGAIN_AFTER", (0.05, 0.1))
    acted: list[int] = []
    failing = [3, 3]

    async def effect(recorded: Recorded, service: Service) -> None:
        assert isinstance(recorded.event, Put)
        shown = await service.reads(BOXES).get(recorded.stream)
        assert shown
        assert shown.position >= recorded.commit.position
        if recorded.event.n in failing:
            failing.remove(recorded.event.n)
            raise Unavailable
        acted.append(recorded.event.n)

    service = _service(toy, effect=effect)
    positions = Positions(toy.database, 1)
    async with _projecting(service) as projector:
        async with running(run_effects(service, projector, positions)):
            for n in range(1, 8):
                await service.handler.handle(put("box_a", n))
            await eventually(lambda: acted == list(range(1, 8)), "all have been acted on, in order")
            await eventually(lambda: _saved(toy, 7, "effects"), "and that is noted")
        await service.handler.handle(put("box_a", 8))
        second = Positions(toy.database, 2)
        await projector.reached(8)
        async with running(run_effects(service, projector, second)):
            await eventually(lambda: acted[-1] == 8, "a new worker goes on")
    assert acted == list(range(1, 9))


async def test_an_effect_sees_what_was_written_to_documents_just_built_anew(toy: Toy) -> None:
    seen: list[bool] = []

    async def effect(recorded: Recorded, service: Service) -> None:
        seen.append(await service.reads(BOXES).get(recorded.stream) is not None)

    service = _service(toy, effect=effect)
    async with _projecting(service) as projector, running(run_effects(service, projector, Positions(toy.database, 1))):
        for n, box in enumerate(("box_a", "box_b", "box_c"), 1):
            await service.handler.handle(put(box, 1))
            await eventually(lambda n=n: len(seen) == n, "it was acted on")  # type: ignore[misc]
            await projector.rebuild(BOXES)
    assert seen == [True] * 3


async def test_what_was_acted_on_is_noted_at_once(toy: Toy) -> None:
    acted: list[int] = []
    hangs = asyncio.Event()

    async def effect(recorded: Recorded, _: Service) -> None:
        assert isinstance(recorded.event, Put)
        if recorded.event.n == 5:
            hangs.set()
            await asyncio.Event().wait()  # and here it is killed
        acted.append(recorded.event.n)

    service = _service(toy, effect=effect)
    for n in range(1, 8):
        await service.handler.handle(put("box_a", n))
    async with _projecting(service) as projector:
        async with running(run_effects(service, projector, Positions(toy.database, 1))):
            await eventually(hangs.is_set, "it hangs in the fifth")
        row = await toy.database["positions"].find_one({"_id": "effects"})
    assert acted == [1, 2, 3, 4]
    assert row
    assert row["position"] == 4


# --- positions


async def test_positions_trail_by_a_moment_and_are_saved_at_the_end(toy: Toy) -> None:
    positions = Positions(toy.database, 1)
    assert await positions.load("relay") == 0
    async with running(positions.run()):
        for n in range(1, 5):
            positions["relay"] = n
            await eventually(lambda n=n: _saved(toy, n), "it is saved", within=5)  # type: ignore[misc]
        positions["relay"] = 9
    assert await _saved(toy, 9)


async def test_who_was_replaced_saves_nothing_more(toy: Toy) -> None:
    old, new = Positions(toy.database, 1), Positions(toy.database, 2)
    await old.load("relay")
    old["relay"] = 5
    await old.save()
    assert await new.load("relay") == 5
    old["relay"] = 6
    with pytest.raises(Fenced):
        await old.save()
    with pytest.raises(Fenced):
        await Positions(toy.database, 1).load("relay")
    new["relay"] = 7
    await new.save()
    assert await _saved(toy, 7)


async def _saved(toy: Toy, position: int, name: str = "relay") -> bool:
    row = await toy.database["positions"].find_one({"_id": name})
    return bool(row) and row["position"] == position


# --- jobs


async def test_jobs_are_done_one_after_the_other_and_show_their_progress(toy: Toy) -> None:
    order: list[str] = []
    shown = asyncio.Event()

    async def work(arguments: dict[str, Any], progress: Callable[[int, int], None]) -> str:
        order.append(f"begin {arguments['n']}")
        progress(1, 2)
        await shown.wait()
        order.append(f"end {arguments['n']}")
        return f"did {arguments['n']}"

    async def fail(_: dict[str, Any], __: Callable[[int, int], None]) -> str:
        raise LookupError("no such thing")

    jobs = Jobs(toy.database, {"work": work, "fail": fail})
    ids = [await submit(toy.database, "work", START + timedelta(seconds=n), n=n) for n in range(2)]
    bad = await submit(toy.database, "fail", START + timedelta(seconds=2))
    unknown = await submit(toy.database, "unheard of", START + timedelta(seconds=3))
    async with running(jobs.run()):
        await eventually(lambda: _job(toy, ids[0], state="running", done=1, total=2), "progress shows while it runs")
        shown.set()
        await eventually(lambda: _job(toy, unknown, state="failed"), "the last one is over")
    assert order == ["begin 0", "end 0", "begin 1", "end 1"]
    assert await _job(toy, ids[1], state="done", message="did 1")
    assert await _job(toy, bad, state="failed", message="LookupError: no such thing")


async def test_who_asks_for_the_same_and_waits_is_answered_with_the_first(toy: Toy) -> None:
    begun, go_on, times = asyncio.Event(), asyncio.Event(), 0

    async def work(_: dict[str, Any], __: Callable[[int, int], None]) -> str:
        nonlocal times
        times += 1
        begun.set()
        await go_on.wait()
        return f"time {times}"

    for n, name in enumerate("abc"):
        await submit_once(toy.database, name, "work", START + timedelta(seconds=n), all="of it")
    async with running(Jobs(toy.database, {"work": work}).run()):
        await begun.wait()
        await submit_anew(toy.database, "c", "work", START + timedelta(seconds=3), all="of it")
        await submit_once(toy.database, "d", "work", START + timedelta(seconds=4), all="of it")
        go_on.set()
        await eventually(lambda: _job(toy, "d", state="done"), "all are done")
    assert [(await look(toy.database, name))["message"] for name in "abcd"] == ["time 1", "time 1", "time 2", "time 2"]


async def test_a_job_of_a_dead_worker_begins_anew(toy: Toy) -> None:
    begun = asyncio.Event()

    async def hang(_: dict[str, Any], __: Callable[[int, int], None]) -> str:
        begun.set()
        await asyncio.Event().wait()
        return ""

    async def fenced(_: dict[str, Any], __: Callable[[int, int], None]) -> str:
        raise Fenced

    async def work(_: dict[str, Any], __: Callable[[int, int], None]) -> str:
        return "done at last"

    job = await submit(toy.database, "work", START)
    async with running(Jobs(toy.database, {"work": hang}).run()):
        await begun.wait()
    assert await _job(toy, job, state="running")
    with pytest.raises(Fenced):
        await Jobs(toy.database, {"work": fenced}).run()
    assert await _job(toy, job, state="running")
    async with running(Jobs(toy.database, {"work": work}).run()):
        await eventually(lambda: _job(toy, job, state="done", message="done at last"), "another worker does it")


async def test_a_job_nobody_watches_is_tried_until_it_is_done_and_the_others_go_on(toy: Toy) -> None:
    tries: list[str] = []
    seen = asyncio.Event()

    async def work(arguments: dict[str, Any], _: Callable[[int, int], None]) -> str:
        tries.append(arguments["name"])
        if tries.count("stubborn") == 2:
            await seen.wait()
        if arguments["name"] == "stubborn" and tries.count("stubborn") < 3:
            raise BulkWriteError({"writeErrors": [{"code": 8000, "op": {"u": "赵听雪"}}]})
        return "at last"

    await submit_once(toy.database, "stubborn", "work", START, name="stubborn")
    other = await submit(toy.database, "work", START + timedelta(seconds=1), name="other")
    async with running(Jobs(toy.database, {"work": work}).run()):
        await eventually(lambda: _job(toy, other, state="done"), "the others go on")
        assert await _job(toy, "stubborn", failures=1, message="BulkWriteError"), "what was to be written is not told"
        seen.set()
        await eventually(lambda: _job(toy, "stubborn", state="done", message="at last", failures=2), "it is done")
        await submit_once(toy.database, "stubborn", "work", START, name="again")
        await submit_anew(toy.database, "stubborn", "work", START, name="anew")
        await eventually(lambda: "anew" in tries, "it is done once more where that is asked for")
    assert tries[:2] == ["stubborn", "other"]
    assert "again" not in tries


async def _job(toy: Toy, job: str, **fields: object) -> bool:
    found = await look(toy.database, job)
    return {name: found.get(name) for name in fields} == fields


# --- ending


async def test_a_loop_ends_though_a_client_swallows_the_cancellation(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending_module, "INSIST_EVERY", 0.1)

    async def read() -> None:
        while True:
            await toy.database["commits"].find_one({})

    async def deaf() -> None:
        for _ in range(3):
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(10)
        await asyncio.sleep(10)

    for n in range(40):
        loops = [asyncio.create_task(stoppable(loop)) for loop in (read, read, read, *([] if n else [deaf]))]
        await asyncio.sleep(0.0003 * n)
        for loop in loops:
            loop.cancel()
        _, stuck = await asyncio.wait(loops, timeout=5)
        assert not stuck
        assert all(loop.cancelled() for loop in loops)


async def test_what_a_loop_fails_with_in_its_end_is_not_lost() -> None:
    async def fails() -> None:
        try:
            await asyncio.sleep(10)
        finally:
            raise Fenced

    loop = asyncio.create_task(stoppable(fails))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    loop.cancel()
    with pytest.raises(Fenced):
        await loop


# --- the worker


@pytest.fixture
def quick_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """Renewal several times a second."""
    monkeypatch.setattr(lease_module, "RENEW_EVERY", 0.3)


async def _told(consumer: LocalBus, told: list[int]) -> None:
    async def take(deliveries: Sequence[Any]) -> None:
        told.extend(delivery.message.end for delivery in deliveries)

    async def joined() -> None:
        return

    await consumer.consume("somebody", "toy", take, joined)


@pytest.mark.usefixtures("quick_lease")
async def test_a_worker_runs_all_loops_and_hands_over_when_it_ends(toy: Toy) -> None:
    bus, told = LocalBus(), list[int]()
    service = _service(toy, lambda: START + timedelta(hours=1), publish=publish)
    first, second = Worker(service, bus, "first"), Worker(_service(toy, service.now, publish=publish), bus, "second")
    await service.prepare()
    async with running(_told(bus, told)):
        async with running(first.run()):
            await eventually(lambda: first.active, "the first one works")
            async with running(second.run()):
                await service.handler.handle(put("box_a", 1))
                await eventually(lambda: _is_shut(toy, "box_a"), "its deadline was sent")
                await eventually(lambda: told and told[-1] == 2, "the others were told")
                job = await submit(toy.database, "rebuild", START, projection="all")
                await eventually(lambda: _job(toy, job, state="done"), "a rebuild is done")
                assert second.active is None
        began = time.monotonic()
        async with running(second.run()):
            await eventually(lambda: second.active, "the second one takes over", within=lease_module.TTL / 2)
            assert time.monotonic() - began < lease_module.TTL / 2, "it has waited until the lease ran out"
            await service.handler.handle(put("box_b", 1))
            await eventually(lambda: _is_shut(toy, "box_b"), "its deadlines are sent")


@pytest.mark.usefixtures("quick_lease")
async def test_a_worker_whose_lease_was_taken_stands_by_and_comes_back(toy: Toy) -> None:
    service = _service(toy)
    worker = Worker(service, LocalBus(), "first", alone=True)
    async with running(worker.run()):
        await eventually(lambda: worker.active, "it works")
        before = worker.active
        taken = {"$set": {"holder": "usurper", "epoch": 7}}
        await toy.database["leases"].update_one({"_id": "worker"}, taken)
        await eventually(lambda: worker.active is None, "it stands by")
        await toy.database["leases"].update_one({"_id": "worker"}, {"$set": {"expires": START}})
        await eventually(lambda: worker.active, "it works again")
        assert worker.active is not before
        await service.handler.handle(put("box_a", 1))
        await eventually(lambda: service.reads(BOXES).get("box_a"), "documents are kept")


async def _is_shut(toy: Toy, stream: str) -> bool:
    return stream in await _shut_boxes(toy)
