"""The endpoints of the provider: discovery, keys, authorization, token, end of session."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from services.portal.headers import origin_of
from services.portal.signin.asking import (
    Asked,
    Parameters,
    Refused,
    asked,
    parameters_of,
    where_to,
    with_query,
)
from services.portal.signin.chooser import STYLE, choose_page, notice_page, speech_of
from services.portal.signin.discovery import described
from services.portal.signin.grants import Grant, Grants
from services.portal.signin.person import People, Person
from services.portal.signin.session import Session, Sessions
from shared.http.issuer import Issuer

PATH = "/oidc"
LIFETIME = timedelta(hours=12)
_ASK_AGAIN = ("login", "select_account")
_SEE_OTHER = 303


class Provider:
    """Signs in the `people` of a demonstration. An access token is what `pomegranate token` would sign, its `iss`
    the installation's name and not its address, so that an actor stays the same when the port changes."""

    def __init__(
        self, issuer: Issuer, people: People, *, secret: bytes, client_id: str, now: Callable[[], datetime]
    ) -> None:
        self._issuer = issuer
        self._people = people
        self._client_id = client_id
        self._now = now
        self._grants = Grants()
        self._sessions = Sessions(secret, PATH)

    @property
    def routes(self) -> list[Route]:
        """Below `/oidc`."""
        return [
            Route("/.well-known/openid-configuration", self._discovery),
            Route("/jwks", self._keys),
            Route("/style.css", self._style),
            Route("/authorize", self._authorize, methods=["GET", "POST"]),
            Route("/token", self._token, methods=["POST"]),
            Route("/end_session", self._end_session, methods=["GET", "POST"]),
        ]

    async def _discovery(self, request: Request) -> Response:
        return JSONResponse(described(f"{origin_of(request)}{PATH}"))

    async def _keys(self, request: Request) -> Response:
        return JSONResponse(self._issuer.public_keys)

    async def _style(self, request: Request) -> Response:
        return Response(STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})

    async def _authorize(self, request: Request) -> Response:
        try:
            parameters = await parameters_of(request)
            address = where_to(parameters, origin_of(request), self._client_id)
        except Refused as refused:
            return HTMLResponse(notice_page("not_ours", speech_of({}, request), refused.description), 400)
        try:
            answer = await self._answer(request, parameters, asked(parameters, address))
        except Refused as refused:
            answer = _back(request, address, parameters.get("state"), error=refused.code, more=refused.description)
        return answer

    async def _answer(self, request: Request, parameters: Parameters, wanted: Asked) -> Response:
        people = {person.key: person for person in await asyncio.to_thread(self._people)}
        session = self._sessions.read(request, self._now())
        if request.method == "POST" and parameters.get("person") in people and _from_here(request):
            chosen = Session(parameters["person"], self._now())
            answer = self._with_code(request, wanted, chosen)
            self._sessions.begin(answer, chosen, secure=request.url.scheme == "https")
            return answer
        if session and session.person in people and wanted.prompt not in _ASK_AGAIN:
            return self._with_code(request, wanted, session)
        if wanted.prompt == "none":
            raise Refused("login_required", "nobody has signed in")
        speech = speech_of(parameters, request)
        return HTMLResponse(choose_page(list(people.values()), parameters, speech))

    def _with_code(self, request: Request, wanted: Asked, session: Session) -> Response:
        code = self._grants.give(
            session.person,
            session.since,
            redirect_uri=wanted.redirect_uri,
            challenge=wanted.challenge,
            nonce=wanted.nonce,
            now=self._now(),
        )
        return _back(request, wanted.redirect_uri, wanted.state, code=code)

    async def _token(self, request: Request) -> Response:
        try:
            said = await parameters_of(request)
            if said.get("grant_type") != "authorization_code":
                raise Refused("unsupported_grant_type", "grant_type has to be authorization_code")
            if said.get("client_id") != self._client_id:
                raise Refused("invalid_client", f"client_id has to be {self._client_id}")
            grant = self._grants.take(said.get("code", ""), self._now())
            if not grant or not grant.fits(said.get("redirect_uri", ""), said.get("code_verifier", "")):
                raise Refused("invalid_grant", "the code is used, too old, or not for this redirect_uri and verifier")
            return JSONResponse(await self._tokens(request, grant))
        except Refused as refused:
            return JSONResponse({"error": refused.code, "error_description": refused.description}, 400)

    async def _tokens(self, request: Request, grant: Grant) -> dict[str, Any]:
        people = {person.key: person for person in await asyncio.to_thread(self._people)}
        if (person := people.get(grant.person)) is None:
            raise Refused("invalid_grant", "this person is not here any more")
        now = self._now()
        access = self._issuer.token(person.role, person.key, now=now, lifetime=LIFETIME, **person.parties)
        return {
            "access_token": access,
            "id_token": self._issuer.sign(self._identity(request, person, grant, now)),
            "token_type": "Bearer",
            "expires_in": int(LIFETIME.total_seconds()),
            "scope": "openid",
        }

    def _identity(self, request: Request, person: Person, grant: Grant, now: datetime) -> dict[str, Any]:
        """What the page learns of who has signed in."""
        return {
            "iss": f"{origin_of(request)}{PATH}",
            "aud": self._client_id,
            "sub": person.key,
            "name": person.title,
            "role": person.role,
            **person.parties,
            **({"nonce": grant.nonce} if grant.nonce else {}),
            "auth_time": int(grant.since.timestamp()),
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
        }

    async def _end_session(self, request: Request) -> Response:
        answer: Response = HTMLResponse(notice_page("signed_out", speech_of({}, request)))
        try:
            said = await parameters_of(request)
            if "post_logout_redirect_uri" in said:
                back = {"redirect_uri": said["post_logout_redirect_uri"], "client_id": self._client_id}
                address = where_to(back, origin_of(request), self._client_id)
                answer = RedirectResponse(with_query(address, state=said.get("state")), _SEE_OTHER)
        except Refused as refused:
            answer = HTMLResponse(notice_page("not_ours", speech_of({}, request), refused.description), 400)
        self._sessions.end(answer)
        return answer


def _from_here(request: Request) -> bool:
    """No other site has sent the form."""
    return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"


def _back(
    request: Request,
    address: str,
    state: str | None,
    *,
    code: str | None = None,
    error: str | None = None,
    more: str | None = None,
) -> Response:
    issuer = f"{origin_of(request)}{PATH}"
    answer = with_query(address, code=code, error=error, error_description=more, state=state, iss=issuer)
    return RedirectResponse(answer, _SEE_OTHER)
