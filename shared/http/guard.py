"""The outermost layer: request ids, safe headers, no body beyond the limit, and an answer even to a defect."""

import re
import time
from http import HTTPStatus
from uuid import uuid4

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from shared.errors import TooLarge
from shared.http.problem import on_defect, problem
from shared.runtime.metrics import REQUESTS

MOST_BYTES = 1024 * 1024
_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")


class Guard:
    """ASGI middleware around one service's API; `docs` is where its documentation begins."""

    def __init__(self, app: ASGIApp, docs: str) -> None:
        self._app = app
        self._docs = docs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        given = request.headers.get("x-request-id", "")
        request.state.request_id = given if _REQUEST_ID.match(given) else uuid4().hex
        request.state.answered = False
        began = time.perf_counter()

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _check_judged(request, message["status"])
                self._dress(request, MutableHeaders(scope=message))
                route = getattr(scope.get("route"), "path", "unknown")
                taken = REQUESTS.labels(scope["method"], route, message["status"])
                taken.observe(time.perf_counter() - began)
            await send(message)

        with bound_contextvars(request_id=request.state.request_id):
            await self._answer(request, dressed)

    async def _answer(self, request: Request, send: Send) -> None:
        scope, receive = request.scope, request.receive
        try:
            if _declared_length(request) > MOST_BYTES:
                await problem(request, TooLarge())(scope, receive, send)
            else:
                await self._app(scope, receive, send)
        except ClientDisconnect:
            return
        except Exception as error:
            answer = on_defect(request, error)
            if not request.state.answered:
                await answer(scope, receive, send)

    def _dress(self, request: Request, headers: MutableHeaders) -> None:
        request.state.answered = True
        headers["X-Request-ID"] = request.state.request_id
        headers["X-Content-Type-Options"] = "nosniff"
        if key := getattr(request.state, "idempotency_key", None):
            headers["Idempotency-Key"] = key
        if not request.scope["path"].startswith(self._docs):
            headers.setdefault("Cache-Control", "no-store")
            headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")


def _check_judged(request: Request, status: int) -> None:
    visit = getattr(request.state, "visit", None)
    if visit is not None and not visit.judged and status < HTTPStatus.BAD_REQUEST:
        raise RuntimeError("a route answered without judging the policy")


def _declared_length(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length[:20]) if length.isdecimal() else 0
