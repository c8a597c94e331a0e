"""A worker is ready when it takes in what it should: a connection, or a lease, is not enough."""

from typing import Any, cast

import httpx2
import pytest
from fastapi import APIRouter
from pymongo.asynchronous.database import AsyncDatabase

from shared.messaging.broker import RabbitBus
from shared.messaging.bus import Bus
from shared.messaging.local import LocalBus
from shared.runtime.lag import Lag
from shared.runtime.ops import ops_app
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


async def test_a_new_release_that_stands_by_is_ready_before_its_documents_are_built(
    database: AsyncDatabase[dict[str, Any]],
) -> None:
    """Else a rolling upgrade would wait for it, and it for the lease of the one it should replace."""
    service = Service(TOY, database, cast("Any", None), b"secret", now=utc_now)
    later = {"$dateAdd": {"startDate": "$$NOW", "unit": "minute", "amount": 1}}
    held = [{"$set": {"holder": "the former release", "epoch": 1, "expires": later}}]
    await database["leases"].update_one({"_id": "worker"}, held, upsert=True)
    worker = Worker(service, LocalBus(), "the new release")
    assert await _ready([service], []) == {"toy": {"projections": "unavailable"}}, "an API needs its documents"
    async with running(worker.run()):
        assert await _ready([service], [worker]) == {}
        await database["leases"].update_one({"_id": "worker"}, [{"$set": {"expires": "$$NOW"}}])
        await eventually(lambda: worker.active, "it has the lease")

        async def ready() -> bool:
            return not await service.ready() and not await _ready([service], [worker])

        await eventually(ready, "it has built them")


async def _ready(services: list[Service], workers: list[Worker]) -> Any:
    transport = httpx2.ASGITransport(ops_app(services, workers, Lag()))
    async with httpx2.AsyncClient(transport=transport, base_url="http://ops") as client:
        return (await client.get("/readyz")).json()["failing"]
