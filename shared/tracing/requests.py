"""The span of a request, until its answer begins."""

import time
from contextvars import ContextVar
from http import HTTPStatus
from secrets import randbits
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.guard import METHODS
from shared.tracing.ids import caller_of

if TYPE_CHECKING:
    from opentelemetry.util.types import AttributeValue

    from shared.tracing.spans import Spans

_REQUEST: ContextVar[int] = ContextVar("request_span", default=0)


def current_request() -> int:
    """The span of the request that is being answered; 0 outside of any."""
    return _REQUEST.get()


class TracedRequests:
    """ASGI middleware that notes a span for each request; it stands behind the guard, which names the correlation."""

    def __init__(self, app: ASGIApp, spans: "Spans", prefix: str) -> None:
        self._app = app
        self._spans = spans
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(self._prefix):
            await self._app(scope, receive, send)
            return
        span, began, answered = randbits(64) or 1, time.time_ns(), False

        async def heard(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start" and not answered:
                answered = True
                self._note(scope, message["status"], span, began)
            await send(message)

        token = _REQUEST.set(span)
        try:
            await self._app(scope, receive, heard)
        except Exception:
            if not answered:
                self._note(scope, HTTPStatus.INTERNAL_SERVER_ERROR, span, began)
            raise
        finally:
            _REQUEST.reset(token)

    def _note(self, scope: Scope, status: int, span: int, began: int) -> None:
        caller = caller_of(Headers(scope=scope).get("traceparent", ""))
        route = getattr(scope.get("route"), "path", None)
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        said: dict[str, AttributeValue] = {"http.request.method": method, "http.response.status_code": int(status)}
        if route:
            said["http.route"] = f"{self._prefix}{route}"
        self._spans.note(
            "request",
            f"{method} {route}" if route else method,
            scope["state"]["correlation"],
            span=span,
            parent=int(caller[1], 16) if caller else 0,
            began=began,
            failed=status >= HTTPStatus.INTERNAL_SERVER_ERROR,
            **said,
        )
