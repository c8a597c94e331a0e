"""The portal as one app: the pages, what they have to know, and the local sign-in where there is one."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route, Router
from starlette.types import ASGIApp

from services.portal.headers import Dressed, origin_of
from services.portal.pages import Pages
from services.portal.signin.provider import PATH, Provider
from shared.runtime.settings import Settings

LANGUAGES = ("zh", "en")


def portal(settings: Settings, signin: Provider | None = None, pages: Pages | None = None) -> ASGIApp:
    """Everything that is not an API; without `signin`, people sign in at the provider the settings name."""

    async def known(request: Request) -> JSONResponse:
        issuer = f"{origin_of(request)}{PATH}" if signin else settings.oidc_issuer
        client = settings.oidc_client_id
        said = {"issuer": issuer, "client_id": client, "languages": LANGUAGES, "demo": signin is not None}
        return JSONResponse(said, headers={"Cache-Control": "no-cache"})

    provider = [Mount(PATH, routes=signin.routes)] if signin else []
    routes = [Route("/portal/settings.json", known), *provider, *(pages or Pages()).routes]
    return Dressed(Router(routes, redirect_slashes=False), None if signin else settings.oidc_issuer)
