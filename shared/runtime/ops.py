"""The port for those who run it: `/metrics`, `/livez`, `/readyz`. It is not for the public."""

from collections.abc import Iterable, Sequence

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.runtime.lag import Lag
from shared.runtime.metrics import REGISTRY
from shared.runtime.service import Service
from shared.runtime.worker import Worker


class WorkerCollector(Collector):
    """Reads the workers of this process when somebody asks; a standby shows epoch 0 and nothing else."""

    def __init__(self, workers: Sequence[Worker]) -> None:
        self._workers = workers

    def collect(self) -> Iterable[Metric]:
        epoch = GaugeMetricFamily("pomegranate_lease_epoch", "Grows with each term; 0: standing by", labels=["service"])
        position = GaugeMetricFamily(
            "pomegranate_position", "How far a loop has come in its log", labels=["service", "loop"]
        )
        trouble = GaugeMetricFamily("pomegranate_trouble", "1 while a loop stands still", labels=["service", "loop"])
        for worker in self._workers:
            name, active = worker.service.name, worker.active
            epoch.add_metric([name], active.epoch if active else 0)
            if active is None:
                continue
            for loop, reached in active.reached().items():
                position.add_metric([name, loop], reached)
            for loop, reason in active.troubles().items():
                trouble.add_metric([name, loop], 1 if reason else 0)
        return [epoch, position, trouble]


def ops_app(services: Sequence[Service], workers: Sequence[Worker], lag: Lag) -> Starlette:
    """The operators' view of this process."""
    REGISTRY.register(WorkerCollector(workers))

    async def livez(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        failing = lag.failing() | {service.name: bad for service in services if (bad := await service.ready())}
        for worker in workers:
            if troubles := worker.troubles():
                failing[worker.service.name] = failing.get(worker.service.name, {}) | troubles
        return JSONResponse({"failing": failing}, 503 if failing else 200)

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)])
