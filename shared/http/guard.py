"""The outermost layer: request ids, safe headers, and bodies checked before anything parses them."""

import json
import re
from typing import Any
from uuid import uuid4

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from shared.errors import DomainError, TooLarge
from shared.http.problem import on_defect, problem
from shared.http.texts import malformed

MOST_BYTES = 1024 * 1024
_MOST_DEPTH = 32
_MOST_DIGITS = 18
_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")
_BAD_CHARACTER = re.compile("[\x00\ud800-\udfff]")


class Guard:
    """ASGI middleware around one service's API."""

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
        with bound_contextvars(request_id=request.state.request_id):
            await self._answer(request, _Dressed(request, send, self._docs))

    async def _answer(self, request: Request, send: "_Dressed") -> None:
        try:
            body = await _checked_body(request)
            await self._app(request.scope, _replay(body, request.receive), send)
        except DomainError as refusal:
            await problem(request, refusal)(request.scope, request.receive, send)
        except ClientDisconnect:
            return
        except Exception as error:
            answer = on_defect(request, error)
            if not send.started:
                await answer(request.scope, request.receive, send)


class _Dressed:
    """`send` with the headers every answer has."""

    def __init__(self, request: Request, send: Send, docs: str) -> None:
        self.started = False
        self._send = send
        self._request = request
        self._documentation = request.url.path.startswith(docs)

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self._dress(MutableHeaders(scope=message))
        await self._send(message)

    def _dress(self, headers: MutableHeaders) -> None:
        state = self._request.state
        headers["X-Request-ID"] = state.request_id
        headers["X-Content-Type-Options"] = "nosniff"
        if key := getattr(state, "idempotency_key", None):
            headers["Idempotency-Key"] = key
        if not self._documentation:
            headers.setdefault("Cache-Control", "no-store")
            headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")


async def _checked_body(request: Request) -> bytes | None:
    """The whole body, or None where no method of ours has one. Raises TooLarge or Malformed."""
    if request.method not in ("POST", "PUT", "PATCH", "DELETE"):
        return None
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > MOST_BYTES:
        raise TooLarge
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooLarge
    if body:
        _check(bytes(body), request.headers.get("content-type", ""))
    return bytes(body)


def _replay(body: bytes | None, receive: Receive) -> Receive:
    if body is None:
        return receive
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay


def _check(body: bytes, content_type: str) -> None:
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise malformed("Content-Type", "json_expected")
    try:
        value = json.loads(body.decode(), parse_int=_whole, parse_constant=_constant)
    except RecursionError:
        raise malformed("body", "too_deep") from None
    except ValueError:
        raise malformed("body", "json_invalid") from None
    _walk(value, 0)


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise malformed("body", "number_too_large")
    return int(digits)


def _constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _walk(value: Any, depth: int) -> None:
    if depth > _MOST_DEPTH:
        raise malformed("body", "too_deep")
    match value:
        case str() if _BAD_CHARACTER.search(value):
            raise malformed("body", "control_characters")
        case dict():
            for name, inner in value.items():
                _walk(name, depth)
                _walk(inner, depth + 1)
        case list():
            for inner in value:
                _walk(inner, depth + 1)
