"""Errors as `application/problem+json`, in the caller's language; never a traceback, never what was sent."""

import traceback
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic_core import to_jsonable_python
from pymongo.errors import ConnectionFailure, ExecutionTimeout, WTimeoutError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from structlog import get_logger

from shared.errors import DomainError, NotFound, TooLarge, Unavailable
from shared.http.texts import field_name, malformed

log = get_logger()
_MOST_ERRORS = 20


class InternalError(DomainError):
    """Nobody foresaw this."""


class MethodNotAllowed(DomainError):
    """The path is known, the method is not."""

    status = 405
    zh = "这个地址不支持该方法，请查阅接口说明。"
    en = "This address does not take that method. See the API description."


def language(accepted: str | None) -> str:
    """`zh` or `en`, whichever Accept-Language prefers; `zh` without preference."""
    weights = {"zh": 0.0, "en": 0.0}
    for part in (accepted or "").lower().split(","):
        tag, _, weight = part.strip().partition(";q=")
        name = tag[:2]
        if name in weights and tag[2:3] in ("", "-"):
            weights[name] = max(weights[name], _number(weight))
    return "en" if weights["en"] > weights["zh"] else "zh"


def _number(weight: str) -> float:
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0


def problem(request: Request, error: DomainError, *more: DomainError) -> Response:
    """The answer that says `error`; `more` are further fields that are wrong."""
    speech = language(request.headers.get("accept-language"))
    fields = [_field(each, speech) for each in (error, *more) if each.field]
    content = {
        **{name: value for name, value in error.details.items() if not name.startswith("reason")},
        "type": f"urn:pomegranate:problem:{error.code}",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "code": error.code,
        "detail": error.text(speech),
        "request_id": getattr(request.state, "request_id", None),
        **({"errors": fields} if fields else {}),
    }
    body = orjson.dumps(to_jsonable_python(content))
    return Response(body, error.status, _headers(error, speech), media_type="application/problem+json")


def _field(error: DomainError, speech: str) -> dict[str, Any]:
    reason = error.details.get(f"reason_{speech}") or error.text(speech)
    return {"field": error.field, "code": error.details.get("reason") or error.code, "detail": reason}


def _headers(error: DomainError, speech: str) -> dict[str, str]:
    headers = {"Content-Language": speech}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if error.retry_after is not None or isinstance(error, Unavailable):
        headers["Retry-After"] = str(error.retry_after or 1)
    return headers


async def on_refusal(request: Request, error: Exception) -> Response:
    """Answers a DomainError."""
    assert isinstance(error, DomainError)
    return problem(request, error)


async def on_invalid(request: Request, error: Exception) -> Response:
    """Answers input the schema refuses; in the path it means that there is no such thing."""
    assert isinstance(error, RequestValidationError)
    faults = list(error.errors())[:_MOST_ERRORS]
    if any(fault["loc"][0] == "path" for fault in faults):
        return problem(request, NotFound())
    return problem(request, *(malformed(field_name(f["loc"]), f["type"], f.get("ctx")) for f in faults))


async def on_http_error(request: Request, error: Exception) -> Response:
    """Answers what the framework itself refuses."""
    assert isinstance(error, HTTPException)
    refusals = {404: NotFound(), 405: MethodNotAllowed(), 413: TooLarge()}
    answer = problem(request, refusals.get(error.status_code) or malformed("body", "json_invalid"))
    answer.headers.update(error.headers or {})
    return answer


async def on_storage_error(request: Request, error: Exception) -> Response:
    """Answers when the database can't be reached."""
    log.warning("storage unavailable", error=type(error).__name__)
    return problem(request, Unavailable(retry_after=1))


def on_defect(request: Request, error: Exception) -> Response:
    """Answers and records what nobody foresaw: where it happened, but not its message, which may quote input."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("defect", error=type(error).__name__, frames=frames[-12:])
    return problem(request, InternalError())


def answer_errors(app: FastAPI) -> None:
    """Registers the answers above."""
    app.add_exception_handler(DomainError, on_refusal)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http_error)
    for kind in (ConnectionFailure, ExecutionTimeout, WTimeoutError):
        app.add_exception_handler(kind, on_storage_error)
