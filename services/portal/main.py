"""The portal as one app: the pages, what they have to know, and the local sign-in where there is one."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp

from services.portal.headers import Dressed, origin_of
from services.portal.pages import Pages
from services.portal.signin.provider import PATH, Provider
from shared.runtime.settings import Settings

LANGUAGES = ("zh", "en")


def portal(settings: Settings, signin: Provider | None = None, pages: Pages | None = None) -> ASGIApp:
    """Everything that is not an API; without `signin`, people sign in at the provider the settings name."""
    return _dressed(settings, signin, _routes(settings, signin, pages or Pages()))


def portal_alone(settings: Settings, signin: Provider | None = None, pages: Pages | None = None) -> ASGIApp:
    """The same for a process of its own: with `/livez`, and `/readyz`, which is 503 as long as no pages are built."""
    pages = pages or Pages()

    async def livez(_: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def readyz(_: Request) -> JSONResponse:
        failing = {} if pages.are_built else {"portal": {"pages": "not_built"}}
        return JSONResponse({"failing": failing}, 503 if failing else 200)

    health = [Route("/livez", livez), Route("/readyz", readyz)]
    return _dressed(settings, signin, [*health, *_routes(settings, signin, pages)])


def _routes(settings: Settings, signin: Provider | None, pages: Pages) -> list[BaseRoute]:
    async def known(request: Request) -> JSONResponse:
        issuer = f"{origin_of(request)}{PATH}" if signin else settings.oidc_issuer
        client = settings.oidc_client_id
        said = {"issuer": issuer, "client_id": client, "languages": LANGUAGES, "demo": signin is not None}
        return JSONResponse(said, headers={"Cache-Control": "no-cache"})

    provider = [Mount(PATH, routes=signin.routes)] if signin else []
    return [Route("/portal/settings.json", known), *provider, *pages.routes]


def _dressed(settings: Settings, signin: Provider | None, routes: list[BaseRoute]) -> ASGIApp:
    return Dressed(Router(routes, redirect_slashes=False), None if signin else settings.oidc_issuer)
