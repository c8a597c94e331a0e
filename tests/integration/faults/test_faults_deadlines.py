"""Deadlines with clocks nobody can rely on: each fires once, never early by its owner's clock (T26)."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from fastapi import APIRouter

from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Actor
from shared.eventsourcing.projection import Projection
from shared.messaging.local import LocalBus
from shared.messaging.translation import Send
from shared.runtime import deadlines as module
from shared.runtime.deadlines import Due
from shared.runtime.service import Definition, Service
from shared.runtime.worker import Worker
from tests.support.eventually import eventually, running
from tests.support.toy import BOX, BOXES, EVENTS, START, Put, Shut, Shutting, Toy, put, receive

SEED = 26
TIMERS = 300
SKEW = timedelta(minutes=5)
SPAN = 120
"""All are due within so many minutes."""
BACK = 6
"""The term before which the clock goes back an hour; the one before it is to see some of them fire."""


def _set_due(document: Due | None, recorded: Recorded) -> Due:
    due = document or Due(id=recorded.stream, due_at=None, named="")
    match recorded.event:
        case Put(n=minutes):
            due_at = START + timedelta(minutes=minutes)
            return due.model_copy(update={"due_at": due_at, "named": recorded.name})
        case Shut():
            return due.model_copy(update={"due_at": None})
        case _:
            return due


def _on_due(due: Due, now: datetime, actor: Actor) -> Send:
    return Send(due.id, Shutting(at=now, actor=actor))


DUE: Projection[Due] = Projection(name="due", version=1, document=Due, apply=_set_due)
OWNER = Definition(
    name="owner",
    title="owner",
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


async def test_each_fires_once_and_never_before_its_time(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 0.01)
    chance = random.Random(SEED)
    due_at = await _set(toy, chance, range(TIMERS // 2))
    now = START
    turns = [timedelta(minutes=10)] * BACK + [timedelta(hours=-1)] + [timedelta(minutes=10)] * 13
    for term, turn in enumerate(turns):
        now += turn
        if turn < timedelta():  # and what is set now is set by a clock behind those that have fired
            due_at |= await _set(toy, chance, range(TIMERS // 2, TIMERS))
        skewed = now + chance.uniform(-1, 1) * SKEW
        async with running(_worker(toy, term, lambda at=skewed: at).run()):  # type: ignore[misc]
            if term == BACK - 1:
                await eventually(lambda: _any_fired(toy), "some fire before the clock goes back")
            await asyncio.sleep(chance.uniform(0.05, 0.3))  # and then it is gone, whatever it was doing
    async with running(_worker(toy, len(turns), lambda: START + timedelta(days=1)).run()):
        await eventually(lambda: _fired(toy, TIMERS), "the last ones fire")
    fired = [commit for commit in await toy.commits() if isinstance(commit.events[0], Shut)]
    assert Counter(commit.stream for commit in fired) == Counter(due_at.keys())
    early = {commit.stream: (commit.at, due_at[commit.stream]) for commit in fired if commit.at < due_at[commit.stream]}
    assert not early
    _assert_order(await toy.commits())


async def _set(toy: Toy, chance: random.Random, boxes: range) -> dict[str, datetime]:
    """Sets a timer for each of `boxes`; a fifth of them is put off before the first can fire."""
    minutes = {f"box_{n}": chance.randint(1, SPAN) for n in boxes}
    for result in await toy.handler.handle_many([put(box, due) for box, due in minutes.items()]):
        assert not isinstance(result, Exception), result
    put_off = {box: due + 15 for n, (box, due) in enumerate(minutes.items()) if n % 5 == 0}
    for result in await toy.handler.handle_many([put(box, due) for box, due in put_off.items()]):
        assert not isinstance(result, Exception), result
    return {box: START + timedelta(minutes=due) for box, due in (minutes | put_off).items()}


def _worker(toy: Toy, term: int, now: Callable[[], datetime]) -> Worker:
    """A process of its own, as far as it can be told: it shares nothing with the others but what is stored."""
    return Worker(Service(OWNER, toy.database, cast("Any", None), b"secret", now=now), LocalBus(), "owner", alone=True)


async def _fired(toy: Toy, count: int) -> bool:
    return sum(isinstance(commit.events[0], Shut) for commit in await toy.commits()) == count


async def _any_fired(toy: Toy) -> bool:
    return any(isinstance(commit.events[0], Shut) for commit in await toy.commits())


def _assert_order(commits: list[Any]) -> None:
    """Positions and versions say what came first; the clocks of this run would say something else."""
    assert [commit.position for commit in commits] == list(range(1, len(commits) + 1))
    versions: Counter[str] = Counter()
    for commit in commits:
        versions[commit.stream] += 1
        assert commit.version == versions[commit.stream]
    at = [commit.at for commit in commits]
    assert at != sorted(at), "no clock ever went back: nothing is proved"
