"""One port for several services: the path says which. In compose and Kubernetes a proxy does this."""

from collections.abc import Mapping

import orjson
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.runtime.lag import Lag
from shared.runtime.service import Service


class Door:
    """Sends `/api/<service>/…` to that service; answers `/livez` and `/readyz` for all of them.

    The rest goes to `pages`, where there are any.
    """

    def __init__(
        self,
        apps: Mapping[str, ASGIApp],
        services: Mapping[str, Service],
        lag: Lag | None = None,
        pages: ASGIApp | None = None,
    ) -> None:
        self._apps = dict(apps)
        self._pages = pages
        self._services = dict(services)
        self._lag = lag or Lag()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if scope["path"] == "/readyz":
            await self._ready(send)
            return
        if scope["path"] == "/livez":
            await _answer(send, 200, {"status": "ok"})
            return
        await self._behind(scope["path"])(scope, receive, send)

    def _behind(self, path: str) -> ASGIApp:
        _, area, name, *_ = f"{path}//".split("/", 3)
        if area != "api" and self._pages:
            return self._pages
        return self._apps.get(name) or next(iter(self._apps.values()))

    async def _ready(self, send: Send) -> None:
        services = {name: bad for name, service in self._services.items() if (bad := await service.ready())}
        failing = self._lag.failing() | services
        await _answer(send, 503 if failing else 200, {"failing": failing})


async def _live(receive: Receive, send: Send) -> None:
    while (await receive())["type"] == "lifespan.startup":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


async def _answer(send: Send, status: int, content: object) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": orjson.dumps(content)})
