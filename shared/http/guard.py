"""The outermost layer: request ids, safe headers, no body beyond the limit, and an answer even to a defect."""

import re
import time
from http import HTTPStatus
from secrets import token_hex

import structlog
from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from shared.errors import TooLarge
from shared.http.problem import on_defect, problem
from shared.http.uploads import FILES, MOST_UPLOADED
from shared.runtime.metrics import REQUESTS, WAITING
from shared.tracing.ids import caller_of

MOST_BYTES = 1024 * 1024
"""Of a JSON body; where a file is expected it may be more."""
SLOW = 1.0
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")


class Guard:
    """ASGI middleware around the API of `service`; `docs` is where its documentation begins."""

    def __init__(self, app: ASGIApp, service: str, docs: str) -> None:
        self._app = app
        self._service = service
        self._docs = docs
        self._log = structlog.get_logger().bind(service=service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        _name(request)
        request.state.answered = False
        began = time.perf_counter()

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _check_judged(request, message["status"])
                self._dress(request, MutableHeaders(scope=message))
                WAITING.dec()
                self._note(scope, message["status"], time.perf_counter() - began)
            await send(message)

        WAITING.inc()
        try:
            with bound_contextvars(request_id=request.state.request_id, correlation=request.state.correlation):
                await self._answer(request, dressed)
        finally:
            if not request.state.answered:
                WAITING.dec()

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """Measures every request; a line in the log is for those that wrote, were refused, failed or were slow."""
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        route = getattr(scope.get("route"), "path", "unknown")
        REQUESTS.labels(self._service, method, route, status).observe(seconds)
        if method != "GET" or status >= HTTPStatus.BAD_REQUEST or seconds > SLOW:
            self._log.info("request", method=method, route=route, status=status, seconds=round(seconds, 4))

    async def _answer(self, request: Request, send: Send) -> None:
        scope, receive = request.scope, request.receive
        try:
            if _declared_length(request) > (MOST_UPLOADED if FILES.match(scope["path"]) else MOST_BYTES):
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


def _name(request: Request) -> None:
    """The request's id, for its caller; and its correlation, which all that follows from it carries: the trace of
    whoever called, where it has one."""
    given = request.headers.get("x-request-id", "")
    caller = caller_of(request.headers.get("traceparent", ""))
    trace = caller[0] if caller else None
    request.state.request_id = given if _REQUEST_ID.match(given) else trace or token_hex(16)
    request.state.correlation = trace or request.state.request_id


def _check_judged(request: Request, status: int) -> None:
    visit = getattr(request.state, "visit", None)
    if visit is not None and not visit.judged and status < HTTPStatus.BAD_REQUEST:
        raise RuntimeError("a route answered without judging the policy")


def _declared_length(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length[:20]) if length.isdecimal() else 0
