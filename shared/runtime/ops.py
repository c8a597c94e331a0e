"""The port for those who run it: `/metrics`, `/livez`, `/readyz`. It is not for the public."""

import asyncio
from collections.abc import Sequence

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.errors import Unavailable
from shared.runtime.lag import Lag
from shared.runtime.metrics import REGISTRY
from shared.runtime.service import Service
from shared.runtime.survey import survey
from shared.runtime.worker import Worker

UNBUILT = {"projections": Unavailable.code}


def ops_app(services: Sequence[Service], workers: Sequence[Worker], lag: Lag) -> Starlette:
    """The operators' view of this process."""

    async def failing() -> dict[str, dict[str, str]]:
        asked = await asyncio.gather(*(service.ready() for service in services))
        found = lag.failing() | {service.name: bad for service, bad in zip(services, asked, strict=True) if bad}
        for worker in workers:
            if worker.active is None and found.get(worker.service.name) == UNBUILT:
                del found[
                    worker.service.name
                ]  # who stands by builds nothing: else a new release would wait for the old
            if troubles := worker.troubles():
                found[worker.service.name] = found.get(worker.service.name, {}) | troubles
        return found

    async def livez(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> Response:
        found = await failing()
        return JSONResponse({"failing": found}, 503 if found else 200)

    async def metrics(_: Request) -> Response:
        looked, found = await asyncio.gather(survey(services, workers), failing())
        for service in services:
            looked.add("pomegranate_ready", service.name not in found, service.name)
        return Response(generate_latest(REGISTRY) + generate_latest(looked.registry()), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)])
