"""Answers that many poll: tagged, and not sent again to who has them."""

import hashlib
from typing import Any

from fastapi import Request, Response

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "Nothing has changed since the ETag in If-None-Match."}
}
"""For the `responses` of a route that gives such an answer."""


def tagged(request: Request, body: bytes, tag: str | None = None) -> Response:
    """The JSON `body` with its ETag (`tag`, else by its content); 304 for who asks with that in If-None-Match."""
    tag = tag or hashlib.sha256(body).hexdigest()[:32]
    return unchanged(request, tag) or Response(body, media_type="application/json", headers=_headers(tag))


def unchanged(request: Request, tag: str) -> Response | None:
    """304 for who asks with `tag` in If-None-Match, before anything is built."""
    known = f'"{tag}"' in _tags(request.headers.get("if-none-match", ""))
    return Response(status_code=304, headers=_headers(tag)) if known else None


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
