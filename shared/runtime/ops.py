"""The port for those who run it: `/metrics`, `/livez`, `/readyz`. It is not for the public."""

from collections.abc import Sequence

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.runtime.metrics import REGISTRY, WorkerCollector
from shared.runtime.service import Service
from shared.runtime.worker import Worker


def ops_app(services: Sequence[Service], workers: Sequence[Worker]) -> Starlette:
    """The operators' view of this process."""
    REGISTRY.register(WorkerCollector(workers))

    async def livez(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        failing = {service.name: bad for service in services if (bad := await service.ready())}
        for worker in workers:
            if troubles := worker.troubles():
                failing[worker.service.name] = failing.get(worker.service.name, {}) | troubles
        return JSONResponse({"failing": failing}, 503 if failing else 200)

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)])
