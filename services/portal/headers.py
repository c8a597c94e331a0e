"""What every answer of the portal tells the browser: run nothing but our own files, and send nothing elsewhere."""

import re
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOST = re.compile(r"^[A-Za-z0-9.-]{1,253}(:\d{1,5})?$|^\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?$")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def origin_of(request: Request) -> str:
    """The origin the caller sees this installation under; empty if the request names none that could be."""
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host.lower()}" if _HOST.match(host) else ""


def content_policy(issuer: str | None) -> str:
    """The Content-Security-Policy; the pages may speak to the origin of `issuer`, if it is another one."""
    there = f" {urlsplit(issuer).scheme}://{urlsplit(issuer).netloc}" if issuer else ""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "manifest-src 'self'",
            f"connect-src 'self'{there}",
            f"form-action 'self'{there}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


class Dressed:
    """ASGI middleware: these headers on whatever `app` answers, unless it has set them itself."""

    def __init__(self, app: ASGIApp, issuer: str | None) -> None:
        self._app = app
        self._headers = {**_ALWAYS, "Content-Security-Policy": content_policy(issuer)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, dressed)
