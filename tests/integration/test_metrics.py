"""What the metrics say of a process, well and ailing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from fastapi import APIRouter
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from shared.contracts.base import Contract
from shared.errors import Unavailable
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Actor
from shared.eventsourcing.projection import Projection
from shared.messaging.broker import RabbitBus
from shared.messaging.bus import Bus, Delivery
from shared.messaging.envelope import ForeignCommit, Message
from shared.messaging.inbox import Inbox
from shared.messaging.local import LocalBus
from shared.messaging.parked import Parked
from shared.messaging.positions import Positions
from shared.messaging.translation import Arrival, Send
from shared.runtime.backup.last import note
from shared.runtime.deadlines import Due
from shared.runtime.service import Definition, Service, utc_now
from shared.runtime.survey import GAUGES
from shared.runtime.worker import Worker
from tests.support.eventually import eventually, running
from tests.support.measured import Measured, measured
from tests.support.system import found_town, running_system
from tests.support.toy import BOX, BOXES, EVENTS, BoxShown, Put, Shutting, publish, put, show, shut

Database = AsyncDatabase[dict[str, Any]]


def _fails_at_two(document: BoxShown | None, recorded: Recorded) -> BoxShown:
    if isinstance(recorded.event, Put) and recorded.event.n == 2:
        raise ZeroDivisionError
    return show(document, recorded)


def _due_an_hour_ago(document: Due | None, recorded: Recorded) -> Due:
    ago = recorded.at - timedelta(hours=1) if recorded.stream == "box_a" else None
    return document or Due(id=recorded.stream, due_at=ago, named=recorded.name)


DUE: Projection[Due] = Projection(name="due", version=1, document=Due, apply=_due_an_hour_ago)


def _refused(due: Due, now: datetime, actor: Actor) -> Send:
    return Send(due.id, Shutting(at=now, actor=actor))


def _nothing(contract: Contract, arrival: Arrival) -> Sequence[Send]:
    return []


@asynccontextmanager
async def _working(database: Database, bus: Bus, **more: Any) -> AsyncIterator[tuple[Service, Callable[..., Any]]]:
    definition = Definition(
        name="toy",
        title="toy",
        events=EVENTS,
        deciders={"box": BOX},
        projections=(replace(BOXES, apply=_fails_at_two), DUE),
        communities=BOXES,
        router=APIRouter(),
        policy={},
        sources=("peer",),
        receive=_nothing,
        publish=publish,
    )
    service = Service(replace(definition, **more), database, cast("Any", None), b"secret", now=utc_now)
    await service.prepare()
    worker = Worker(service, bus, "holder", alone=True)

    async def look() -> Measured:
        return await measured([service], [worker])

    async with running(worker.run()):
        await eventually(lambda: worker.active and "inbox.peer" in worker.active.reached(), "the worker at work")
        yield service, look


async def test_everything_that_is_described_is_shown_by_the_four_services(mongo_url: str, tmp_path: Path) -> None:
    async with running_system(mongo_url, tmp_path) as system:
        await found_town(system, system.installation)
        services = list(system.services.values())
        workers = [Worker(service, system.installation.bus, "second") for service in services]
        standing_by = await measured(services, workers)
        assert standing_by("pomegranate_lease_epoch", service="registry") == 0
        assert standing_by("pomegranate_ready", service="registry") == 1
        tip = await system.services["registry"].log.tip()
        assert standing_by("pomegranate_log_position", service="registry") == tip
        shown = standing_by.names
        assert "pomegranate_position" not in shown, "a standby knows nothing of positions"


async def test_a_worker_shows_every_gauge_and_what_ails_it(database: Database) -> None:
    async with _working(database, LocalBus(), due=DUE, on_due=_refused) as (service, look):
        await service.handler.handle_many([put("box_a", 1), shut("box_a")])
        await eventually(lambda: _caught_up(look), "all is projected")
        await service.handler.handle(put("box_b", 2))
        await service.handler.handle(put("box_b", 3))
        commit = ForeignCommit("peer", 7, ({"stream": "box_p", "version": 1, "position": 7},))
        await Parked(database, "peer").park(commit, "for the test")
        await note(service.database, service.now() - timedelta(hours=1))
        seen = await eventually(lambda: _stuck(look), "the failed projection shows")
        assert seen.names >= set(GAUGES)
        assert seen("pomegranate_lag_commits", service="toy", loop="projector") == 2
        assert seen("pomegranate_log_position", service="toy") == 4
        assert seen("pomegranate_trouble", service="toy", loop="boxes.v1") == 1
        assert seen("pomegranate_ready", service="toy") == 0
        assert seen("pomegranate_parked_commits", service="toy", source="peer") == 1
        assert 3600 <= seen("pomegranate_backup_age_seconds", service="toy") < 3660
        assert seen("pomegranate_broker_connected", service="toy", link="peer") == 1
        assert seen("pomegranate_deadlines_overdue", service="toy") == 1
        assert seen("pomegranate_deadlines_overdue_seconds", service="toy") > 3600
        assert seen("pomegranate_deadlines_refused", service="toy") == 1
        assert seen("pomegranate_mongo_reachable", service="toy") == 1
        later = await eventually(lambda: _longer(look, seen), "the wait grows")
        assert later("pomegranate_lag_commits", service="toy", loop="projector") == 2


async def _caught_up(look: Callable[..., Any]) -> bool:
    return (await look())("pomegranate_position", service="toy", loop="projector") == 2


async def _stuck(look: Callable[..., Any]) -> Measured | None:
    seen = await look()
    refused = seen("pomegranate_deadlines_refused", service="toy") == 1
    told = seen("pomegranate_broker_blocked", service="toy") is not None
    return seen if refused and told and seen("pomegranate_trouble", service="toy", loop="boxes.v1") else None


async def _longer(look: Callable[..., Any], before: Measured) -> Measured | None:
    seen, wanted = await look(), {"service": "toy", "loop": "projector"}
    return seen if seen("pomegranate_lag_seconds", **wanted) > before("pomegranate_lag_seconds", **wanted) else None


async def test_without_a_broker_it_says_so(database: Database) -> None:
    async with _working(database, RabbitBus("amqp://127.0.0.1:1/")) as (service, look):
        await service.handler.handle(put("box_a", 1))

        async def blocked() -> Measured | None:
            seen = await look()
            return seen if seen("pomegranate_broker_blocked", service="toy") else None

        seen = await eventually(blocked, "the relay is blocked")
        assert seen("pomegranate_broker_connected", service="toy", link="sending") == 0
        assert seen("pomegranate_broker_connected", service="toy", link="peer") == 0
        assert seen("pomegranate_lag_commits", service="toy", loop="relay") == 1


class _Busy:
    """Takes nothing in for the moment."""

    async def handle_many(self, envelopes: Sequence[Any]) -> list[Any]:
        raise Unavailable(retry_after=1)


async def test_what_an_inbox_holds_in_hand_counts_as_waiting(database: Database) -> None:
    positions, parked = Positions(database, 1), Parked(database, "peer")
    await positions.load("inbox.peer")
    inbox = Inbox("toy", "peer", _nothing, cast("Any", _Busy()), LocalBus(), positions, parked, utc_now)
    assert inbox.lag == 0
    made = (utc_now() - timedelta(seconds=90)).isoformat()
    event = {"stream": "box_p", "version": 1, "position": 1, "time": made, "type": "unknown.v1", "id": "peer/box_p/1/0"}
    async with running(inbox.take([Delivery(Message("peer", 0, 1, (event,)))])):
        await eventually(lambda: inbox.trouble, "it can't be taken in")
        assert 90 <= inbox.lag < 100
    assert inbox.lag == 0
    assert inbox.silence < 10


async def test_without_mongodb_it_says_so_and_still_answers() -> None:
    async with AsyncMongoClient[dict[str, Any]]("mongodb://127.0.0.1:1/", serverSelectionTimeoutMS=300) as client:
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
            receive=_nothing,
        )
        service = Service(definition, client["toy"], cast("Any", None), b"secret", now=utc_now)
        async with asyncio.timeout(5):
            seen = await measured([service])
    assert seen("pomegranate_mongo_reachable", service="toy") == 0
    assert seen("pomegranate_ready", service="toy") == 0
    assert seen("pomegranate_log_position", service="toy") is None
