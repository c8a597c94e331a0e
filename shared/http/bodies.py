"""What a JSON body must be before its schema is asked: JSON, not too deep, without characters no text has."""

import math
import re
from typing import Any

from fastapi import Request

from shared.http.texts import malformed

_MOST_DEPTH = 32
_MOST_WHOLE = 2**53
_SUSPECT = re.compile(rb"\\u|\d{16}|[eE][+-]?\d|NaN|Infinity|\x00|\xed")
"""Without any of these there is neither a bad character nor a number too large."""
_BAD_CHARACTER = re.compile("[\x00\ud800-\udfff]")


async def checked_body(request: Request) -> bytes:
    """The raw body. Raises Malformed."""
    body = await request.body()
    if body:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise malformed("Content-Type", "json_expected")
        if not _SUSPECT.search(body) and body.count(b"{") + body.count(b"[") <= _MOST_DEPTH:
            return body
        try:
            _walk(await request.json(), 0)
        except (ValueError, RecursionError):
            raise malformed("body", "json_invalid") from None
    return body


def _walk(value: Any, depth: int) -> None:
    match value:
        case str() if _BAD_CHARACTER.search(value):
            raise malformed("body", "control_characters")
        case int() | float() if not (math.isfinite(value) and abs(value) <= _MOST_WHOLE):
            raise malformed("body", "number_too_large")
        case dict() | list() if depth > _MOST_DEPTH:
            raise malformed("body", "too_deep")
        case dict():
            for name, inner in value.items():
                _walk(name, depth)
                _walk(inner, depth + 1)
        case list():
            for inner in value:
                _walk(inner, depth + 1)
