"""The API description: every refusal is in it, in the one form it has."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

_READ = (400, 401, 403, 404, 422, 429, 503)
_WRITE = (*_READ, 409, 410, 412, 413, 428)
_TEXT = {"type": "string"}
_BEARER = {
    "type": "http",
    "description": "A token of the sign-in provider.",
    "scheme": "bearer",
    "bearerFormat": "JWT",
}
_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "What was refused and what to do next, in the language asked for (zh, en).",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        **dict.fromkeys(("type", "title", "code", "detail", "request_id"), _TEXT),
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {"type": "object", "properties": {"field": _TEXT, "code": _TEXT, "detail": _TEXT}},
        },
    },
}


def describe(app: FastAPI) -> None:
    """Makes `app` describe its refusals as problem documents, and summarize an operation by its docstring."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        schema = plain()
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        if "Problem" not in schemas:
            schemas["Problem"] = _PROBLEM
            schema["components"]["securitySchemes"] = {"HTTPBearer": _BEARER}
            schemas.pop("HTTPValidationError", None)
            schemas.pop("ValidationError", None)
            for path in schema["paths"].values():
                for method, operation in path.items():
                    operation["summary"] = operation.pop("description", operation["summary"])
                    operation["security"] = [{"HTTPBearer": []}]
                    operation["responses"] |= _refusals(_READ if method == "get" else _WRITE)
        return schema

    app.openapi = openapi  # type: ignore[method-assign]


def _refusals(statuses: tuple[int, ...]) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(status): {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}
