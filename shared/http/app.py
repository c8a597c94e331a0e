"""The app of one service: its routes under `/api/<service>/v1`, its documentation and its health."""

from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import JSONResponse
from fastapi_offline import FastAPIOffline

from shared.http.admission import Admission, admitted
from shared.http.guard import MOST_BYTES, Guard
from shared.http.openapi import describe
from shared.http.policy import Policy
from shared.http.problem import answer_errors
from shared.tracing.requests import TracedRequests

if TYPE_CHECKING:
    from shared.runtime.service import Service

_SILENT = {"tracing": False, "metrics": False, "logs": False}  # they would carry input values


def make_app(service: "Service", router: APIRouter, policy: Policy, title: str) -> FastAPI:
    """The app that answers for `service`."""
    prefix = f"/api/{service.name}/v1"
    docs = f"{prefix}/docs"
    app: FastAPI = FastAPIOffline(
        title=title,
        version="1",
        docs_url=docs,
        redoc_url=None,
        openapi_url=f"{prefix}/openapi.json",
        static_url=f"{docs}/assets",
        swagger_ui_oauth2_redirect_url=f"{docs}/oauth2-redirect",
        redirect_slashes=False,
        telemetry=_SILENT,
    )
    app.state.admission = Admission(service, policy)
    app.include_router(router, prefix=prefix, dependencies=[Depends(admitted)], max_body_size=MOST_BYTES)
    app.include_router(_health(service))
    answer_errors(app)
    describe(app)
    if service.spans:
        app.add_middleware(TracedRequests, spans=service.spans, prefix=prefix)
    app.add_middleware(Guard, service=service.name, docs=docs)
    return app


def _health(service: "Service") -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def livez() -> dict[str, str]:
        """The process runs."""
        return {"status": "ok"}

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        """What this process can't do without is there."""
        failing = await service.ready()
        return JSONResponse({"failing": failing}, 503 if failing else 200)

    return router
