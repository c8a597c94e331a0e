"""Errors as `application/problem+json`, in the caller's language; never a traceback, never what was sent."""

import traceback
from collections.abc import Sequence
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
_OF_FIELD = ("fault", "reason_zh", "reason_en")


class InternalError(DomainError):
    """Nobody foresaw this."""


class MethodNotAllowed(DomainError):
    """The path is known, the method is not."""

    status = 405
    zh = "这个地址不支持该方法，请查阅接口说明。"
    en = "This address does not take that method. See the API description."


def language(accepted: str) -> str:
    """`zh` or `en`, whichever an Accept-Language prefers; `zh` without preference."""
    weights = {"zh": 0.0, "en": 0.0}
    for part in accepted.lower().replace(" ", "").split(","):
        tag, _, weight = part.partition(";q=")
        name = tag.partition("-")[0]
        if name in weights and (not weight or weight.replace(".", "", 1).isdecimal()):
            weights[name] = float(weight or 1)
    return "en" if weights["en"] > weights["zh"] else "zh"


def problem(request: Request, error: DomainError, *more: DomainError) -> Response:
    """The answer that says `error`; `more` are further fields that are wrong."""
    speech = language(request.headers.get("accept-language", ""))
    content = {
        **{name: value for name, value in error.details.items() if name not in _OF_FIELD},
        "type": f"urn:pomegranate:problem:{error.code}",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "request_id": request.state.request_id,
        **explained(speech, error, *more),
    }
    headers = {"Content-Language": speech}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if error.retry_after or isinstance(error, Unavailable):
        headers["Retry-After"] = str(error.retry_after or 1)
    return Response(
        orjson.dumps(to_jsonable_python(content)), error.status, headers, media_type="application/problem+json"
    )


def explained(speech: str, error: DomainError, *more: DomainError) -> dict[str, Any]:
    """The code of `error` and what to do next; `more` are further fields that are wrong."""
    fields = [_field(each, speech) for each in (error, *more) if each.field]
    return {"code": error.code, "detail": error.text(speech), **({"errors": fields} if fields else {})}


def _field(error: DomainError, speech: str) -> dict[str, Any]:
    details = error.details
    return {
        "field": error.field,
        "code": details.get("fault", error.code),
        "detail": details.get(f"reason_{speech}") or error.text(speech),
    }


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
    return problem(request, *(_fault(each, error.body) for each in faults))


def _fault(fault: dict[str, Any], body: Any) -> DomainError:
    context = fault.get("ctx", {})
    location = list(fault["loc"])
    if "discriminator" in context:
        location.append(context["discriminator"].strip("'"))
    if location[0] == "body":
        location = ["body", *_as_sent(location[1:], body)]
    return malformed(field_name(location), fault["type"], context)


def _as_sent(location: Sequence[str | int], value: Any) -> list[str | int]:
    """`location` in the body as it was sent, without our names for the alternatives of a union."""
    kept: list[str | int] = []
    for at, part in enumerate(location, 1):
        if isinstance(part, int) if isinstance(value, list) else isinstance(value, dict) and part in value:
            kept.append(part)
            value = value[part]
        elif at == len(location) and isinstance(value, dict):
            kept.append(part)
    return kept


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
    return problem(request, Unavailable())


def on_defect(request: Request, error: Exception) -> Response:
    """Answers and records what nobody foresaw: where it happened, but not its message, which may quote input."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    log.error("defect", error=type(error).__name__, where=where)
    return problem(request, InternalError())


def answer_errors(app: FastAPI) -> None:
    """Registers the answers above."""
    app.add_exception_handler(DomainError, on_refusal)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http_error)
    for kind in (ConnectionFailure, ExecutionTimeout, WTimeoutError):
        app.add_exception_handler(kind, on_storage_error)
