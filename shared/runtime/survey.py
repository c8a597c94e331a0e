"""How the services and workers of this process are, found out when somebody reads the metrics."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from pymongo.errors import PyMongoError

from shared.errors import DomainError
from shared.messaging.inbox import Inbox
from shared.messaging.parked import parked_by_source
from shared.runtime.backup.last import last
from shared.runtime.service import Service
from shared.runtime.worker import Active, Worker

WITHIN = 2.0
"""Seconds that MongoDB is given to answer; what is known without it is shown all the same."""

GAUGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "pomegranate_ready": ("1 when a process has what it can't do without, as /readyz says", ("service",)),
    "pomegranate_mongo_reachable": ("1 when MongoDB answered within two seconds", ("service",)),
    "pomegranate_lease_epoch": ("Grows with each term of a worker; 0: standing by", ("service",)),
    "pomegranate_log_position": ("The highest position in the log of the service", ("service",)),
    "pomegranate_position": (
        "How far a loop has come: inbox.SOURCE in the log of that source, the others in the service's own",
        ("service", "loop"),
    ),
    "pomegranate_lag_commits": ("How many commits of its own log a loop has still to do", ("service", "loop")),
    "pomegranate_lag_seconds": (
        "For how long the oldest commit that a loop has still to do has been waiting; an inbox knows what has arrived",
        ("service", "loop"),
    ),
    "pomegranate_inbox_silent_seconds": (
        "Since when nothing was heard of a source, which speaks every ten seconds",
        ("service", "source"),
    ),
    "pomegranate_trouble": ("1 while a loop stands still; /readyz says why", ("service", "loop")),
    "pomegranate_parked_commits": ("Commits of a source that could not be taken in", ("service", "source")),
    "pomegranate_backup_age_seconds": (
        "How long ago the instant of the last backup was; shown by the service that keeps the vault, once there is one",
        ("service",),
    ),
    "pomegranate_deadlines_waiting": ("Deadlines that are set and not yet due", ("service",)),
    "pomegranate_deadlines_overdue": ("Deadlines that are due and not yet acted on", ("service",)),
    "pomegranate_deadlines_overdue_seconds": ("For how long the oldest of these has been due", ("service",)),
    "pomegranate_deadlines_refused": ("Deadlines that were refused at their last try", ("service",)),
    "pomegranate_broker_connected": (
        "1 while RabbitMQ has us: as a sender (link sending), as a consumer of a source (link SOURCE)",
        ("service", "link"),
    ),
    "pomegranate_broker_blocked": ("1 while RabbitMQ takes nothing of what is told", ("service",)),
}
"""Every gauge of the survey: what it says, and its labels."""


@dataclass(slots=True, eq=False)
class Survey(Collector):
    """What was found; give it to a registry to have it written out."""

    found: dict[str, list[tuple[tuple[str, ...], float]]] = field(default_factory=dict)

    def add(self, name: str, value: float, *labels: str) -> None:
        """Notes one value of a gauge."""
        self.found.setdefault(name, []).append((labels, value))

    def collect(self) -> Iterable[Metric]:
        """The gauges as the client library wants them."""
        for name, values in self.found.items():
            described, labels = GAUGES[name]
            family = GaugeMetricFamily(name, described, labels=labels)
            for given, value in values:
                family.add_metric(given, value)
            yield family

    def registry(self) -> CollectorRegistry:
        """A registry that holds this and nothing else."""
        registry = CollectorRegistry()
        registry.register(self)
        return registry


async def survey(services: Sequence[Service], workers: Sequence[Worker]) -> Survey:
    """Looks at everything but readiness, at most for `WITHIN`."""
    found = Survey()
    for worker in workers:
        found.add("pomegranate_lease_epoch", worker.active.epoch if worker.active else 0, worker.service.name)
        found.add("pomegranate_trouble", "worker" in worker.troubles(), worker.service.name, "worker")
    actives = {worker.service.name: worker.active for worker in workers if worker.active}
    for active in actives.values():
        _remembered(found, active)
    await asyncio.gather(*(_stored(found, service, actives.get(service.name)) for service in services))
    return found


def _remembered(found: Survey, active: Active) -> None:
    """What the worker knows by itself."""
    name = active.service.name
    for loop, reached in active.reached().items():
        found.add("pomegranate_position", reached, name, loop)
    for loop, reason in active.troubles().items():
        found.add("pomegranate_trouble", bool(reason), name, loop)
    for source, inbox in active.inboxes.items():
        _listening(found, name, source, inbox)
        found.add("pomegranate_broker_connected", active.bus.hears(name, source), name, source)
    if active.relay:
        found.add("pomegranate_broker_connected", active.bus.sends(), name, "sending")
        found.add("pomegranate_broker_blocked", bool(active.relay.trouble), name)


def _listening(found: Survey, name: str, source: str, inbox: Inbox) -> None:
    found.add("pomegranate_lag_seconds", inbox.lag, name, f"inbox.{source}")
    found.add("pomegranate_inbox_silent_seconds", inbox.silence, name, source)


async def _stored(found: Survey, service: Service, active: Active | None) -> None:
    """What only MongoDB knows."""
    reachable = False
    with suppress(PyMongoError, DomainError, TimeoutError):
        async with asyncio.timeout(WITHIN):
            tip = await service.log.tip()
            found.add("pomegranate_log_position", tip, service.name)
            reachable = True
            if active:
                await _follows(found, active, tip)
                await _parked(found, active)
                await _deadlines(found, active)
                await _backed_up(found, active)
    found.add("pomegranate_mongo_reachable", reachable, service.name)


async def _follows(found: Survey, active: Active, tip: int) -> None:
    service = active.service
    reached = {loop: n for loop, n in active.reached().items() if not loop.startswith("inbox.")}
    recorded = await service.log.times([position + 1 for position in reached.values()])
    for loop, position in reached.items():
        at = recorded.get(position + 1)
        waited = (service.now() - at).total_seconds() if at else 0.0
        found.add("pomegranate_lag_commits", max(0, tip - position), service.name, loop)
        found.add("pomegranate_lag_seconds", max(0.0, waited), service.name, loop)


async def _parked(found: Survey, active: Active) -> None:
    counted = await parked_by_source(active.service.database)
    for source in active.inboxes:
        found.add("pomegranate_parked_commits", counted.get(source, 0), active.service.name, source)


async def _deadlines(found: Survey, active: Active) -> None:
    name, deadlines = active.service.name, active.deadlines
    if deadlines is None:
        return
    standing = await deadlines.standing()
    found.add("pomegranate_deadlines_waiting", standing.waiting, name)
    found.add("pomegranate_deadlines_overdue", standing.overdue, name)
    found.add("pomegranate_deadlines_overdue_seconds", standing.oldest, name)
    found.add("pomegranate_deadlines_refused", deadlines.refused, name)


async def _backed_up(found: Survey, active: Active) -> None:
    if at := await last(active.service.database):
        found.add("pomegranate_backup_age_seconds", (active.service.now() - at).total_seconds(), active.service.name)
