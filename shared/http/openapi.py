"""The API description: every refusal is in it, in the one form it has."""

from typing import Any

from fastapi import FastAPI

_READ = {
    "400": "Unknown parameter",
    "401": "No valid token",
    "403": "Not allowed to this role",
    "404": "Not there, or not for this caller",
    "422": "Malformed; `errors` names the fields",
    "429": "Too many requests",
    "503": "Nothing was decided; repeat it",
}
_WRITE = _READ | {
    "409": "The present state does not allow it",
    "410": "Erased",
    "412": "Changed since it was read",
    "413": "Too large",
    "428": "If-Match is missing",
}
_TEXT = {"type": "string"}
_FIELD = {"type": "object", "properties": {"field": _TEXT, "code": _TEXT, "detail": _TEXT}}
_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "What was refused and what to do next, in the language asked for (zh, en).",
    "required": ["type", "title", "status", "code", "detail", "request_id"],
    "properties": {
        **dict.fromkeys(("type", "title", "code", "detail", "request_id"), _TEXT),
        "status": {"type": "integer"},
        "errors": {"type": "array", "items": _FIELD},
    },
}


def describe(app: FastAPI) -> None:
    """Makes `app` describe its refusals as problem documents."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        schema = plain()
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        if "Problem" not in schemas:
            schemas["Problem"] = _PROBLEM
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            for path in schema["paths"].values():
                for method, operation in path.items():
                    operation["responses"] |= _refusals(_READ if method == "get" else _WRITE)
        return schema

    app.openapi = openapi  # type: ignore[method-assign]


def _refusals(texts: dict[str, str]) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": text, "content": content} for status, text in texts.items()}
