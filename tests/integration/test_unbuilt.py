"""A projection that can't even be built stands alone, like one that fails later."""

from dataclasses import replace
from typing import Any, cast

import pytest
from fastapi import APIRouter
from pymongo.asynchronous.database import AsyncDatabase

from shared.errors import Unavailable
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.projector import Projector
from shared.messaging.local import LocalBus
from shared.runtime import worker as worker_module
from shared.runtime.service import Definition, Service, utc_now
from shared.runtime.worker import Worker
from tests.support.eventually import eventually, running
from tests.support.toy import BOX, BOXES, EVENTS, START, BoxShown, Toy, receive, show


async def test_what_cannot_be_built_leaves_the_others_alone_until_it_is_mended(
    database: AsyncDatabase[dict[str, Any]],
) -> None:
    sound = False

    def apply(document: BoxShown | None, recorded: Recorded) -> BoxShown:
        if not sound:
            raise ZeroDivisionError
        return show(document, recorded)

    toy, odd = Toy(database), replace(BOXES, name="odd", apply=apply)
    await toy.log.prepare()
    await toy.put("box_a", 1)
    projector = Projector(database, toy.log, toy.tail, [odd, BOXES], 1, lambda: START)
    await projector.prepare()
    assert list(projector.failures) == ["odd.v1"]
    assert projector.position == 0
    async with running(projector.run()):
        await toy.put("box_a", 2)
        reads = Reads(database, [BOXES])

        async def total() -> bool:
            shown = await reads(BOXES).get("box_a")
            return shown is not None and shown.total == 3

        await eventually(total, "the sound one goes on")
        sound = True
        await projector.rebuild(odd)
        assert not projector.failures
        await projector.reached(2)
        mended = await Reads(database, [odd])(odd).get("box_a")
        assert mended is not None
        assert mended.total == 3


async def test_a_chore_that_needs_what_is_not_built_is_tried_again_and_the_worker_goes_on(
    database: AsyncDatabase[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "SWEEP_EVERY", 0.05)
    terms: list[int] = []

    async def chore(service: Service) -> None:
        assert worker.active
        terms.append(worker.active.epoch)
        if len(terms) < 3:
            raise Unavailable(retry_after=1)

    definition = Definition(
        name="toy",
        title="toy",
        events=EVENTS,
        deciders={"box": BOX},
        projections=(BOXES,),
        communities=BOXES,
        router=APIRouter(),
        policy={},
        sources=(),
        receive=receive,
        chore=chore,
    )
    service = Service(definition, database, cast("Any", None), b"secret", now=utc_now)
    worker = Worker(service, LocalBus(), "holder", alone=True)
    async with running(worker.run()):
        await eventually(lambda: len(terms) == 3, "it is tried again")
        assert terms == [1, 1, 1], "in the same term of office"
        assert worker.troubles() == {}
