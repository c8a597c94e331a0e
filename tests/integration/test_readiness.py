"""A worker is ready when it takes in what it should: a connection, or a lease, is not enough."""

from typing import Any, cast

import pytest
from fastapi import APIRouter
from pymongo.asynchronous.database import AsyncDatabase

from shared.messaging.broker import RabbitBus
from shared.messaging.bus import Bus
from shared.messaging.local import LocalBus
from shared.runtime.service import Definition, Service, utc_now
from shared.runtime.worker import Worker
from tests.support.eventually import eventually, running
from tests.support.toy import BOX, BOXES, EVENTS, receive

TOY = Definition(
    name="toy",
    title="toy",
    events=EVENTS,
    deciders={"box": BOX, "copy": BOX},
    projections=(BOXES,),
    communities=BOXES,
    router=APIRouter(),
    policy={},
    sources=("peer",),
    receive=receive,
)


@pytest.mark.parametrize(
    ("bus", "troubles"),
    [(LocalBus(), {}), (RabbitBus("amqp://127.0.0.1:1/"), {"peer": "not_joined"})],
    ids=["joined", "no broker"],
)
async def test_a_worker_whose_inbox_is_not_joined_says_so(
    database: AsyncDatabase[dict[str, Any]], bus: Bus, troubles: dict[str, str]
) -> None:
    service = Service(TOY, database, cast("Any", None), b"secret", now=utc_now)
    worker = Worker(service, bus, "holder", alone=True)
    async with running(worker.run()):
        await eventually(lambda: worker.active and worker.active.reached().get("inbox.peer") == 0, "the worker at work")
        await eventually(lambda: worker.troubles() == troubles, "what it says of itself")
