"""Bearer tokens: signed by the one issuer we trust, for us, and still good."""

import asyncio
import hmac
import json
import time
import warnings
from base64 import b32encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

import httpx2
from joserfc import jws, jwt
from joserfc.errors import InvalidKeyIdError, JoseError, SecurityWarning
from joserfc.jwk import JWKRegistry, Key, KeySet
from pydantic import BaseModel, Field, ValidationError
from structlog import get_logger

from shared.errors import Unauthenticated
from shared.http.policy import Caller

log = get_logger()

_ALGORITHMS = ("RS256", "ES256", "EdDSA", "Ed25519")
_TYPES = ("jwt", "at+jwt", "application/at+jwt")
_HEADERS = {"alg", "kid", "typ", "cty", "x5t", "x5t#S256"}
_LEEWAY = 30
_FETCH_EVERY = 60
_REFRESH_AFTER = 600
_REMEMBERED_FOR = 60
_REMEMBERED = 2000


class _Claims(BaseModel):
    """What of a token is used, beside the registered claims that were validated."""

    iss: str
    exp: float
    sub: Annotated[str, Field(min_length=1, max_length=255)]
    role: Literal["staff", "contact", "resident", "service"]
    node: Annotated[str, Field(pattern=r"^community_[a-z2-7]{26}$")] | None = None
    organization: Annotated[str, Field(pattern=r"^org_[a-z2-7]{26}$")] | None = None
    person: Annotated[str, Field(pattern=r"^person_[a-z2-7]{26}$")] | None = None
    scope: Annotated[str, Field(max_length=1000)] = ""
    """What the token is for, in words separated by spaces."""


class Keys:
    """The issuer's public keys, from a file or a URL; read again at most once a minute, and kept when that fails."""

    def __init__(self, source: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._monotonic = monotonic
        self._keys = KeySet([])
        self._looked = float("-inf")
        self._lock = asyncio.Lock()

    async def get(self, kid: str | None) -> Key:
        """The key called `kid`, or the only one. Raises InvalidKeyIdError."""
        try:
            key = self._keys.get_by_kid(kid)
        except InvalidKeyIdError:
            await self._look(_FETCH_EVERY)
            return self._keys.get_by_kid(kid)
        if not self._lock.locked():
            await self._look(_REFRESH_AFTER)
        return key

    async def _look(self, pause: float) -> None:
        async with self._lock:
            if self._monotonic() - self._looked < pause:
                return
            self._looked = self._monotonic()
            try:
                self._keys = KeySet(await self.read())
            except (httpx2.HTTPError, OSError, ValueError, KeyError, TypeError, JoseError) as error:
                log.warning("issuer keys not read", error=type(error).__name__)

    async def read(self) -> list[Key]:
        """The keys that are there now. Raises HTTPError, OSError, or ValueError and the like for what is no key set."""
        return [key for data in await self._read() for key in _signing_key(data)]

    async def _read(self) -> list[dict[str, Any]]:
        if not self._source.startswith(("http://", "https://")):
            found = json.loads(await asyncio.to_thread(Path(self._source).read_bytes))
        else:
            async with httpx2.AsyncClient(timeout=5) as client:
                found = (await client.get(self._source)).raise_for_status().json()
        keys: list[dict[str, Any]] = found["keys"]
        return keys


def _signing_key(data: dict[str, Any]) -> list[Key]:
    """The key, unless it is of a kind we don't take: one such must not cost us the others."""
    with suppress(JoseError, ValueError, KeyError, TypeError):
        if data.get("kty") in ("RSA", "EC", "OKP"):
            return [JWKRegistry.import_key(data)]
    return []


class Verifier:
    """Turns tokens into callers. `secret` hides a subject that is no person of ours behind a keyed hash.

    A token that was good is believed for a minute without being verified again, never beyond its end.
    """

    def __init__(
        self, keys: Keys, *, issuer: str, audience: str, secret: bytes, clock: Callable[[], float] = time.time
    ) -> None:
        self._keys = keys
        self._secret = secret
        self._clock = clock
        self._believed: dict[str, tuple[Caller, float]] = {}
        self._registry = jwt.JWTClaimsRegistry(
            now=lambda: int(clock()),
            leeway=_LEEWAY,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
        )

    async def verify(self, token: str) -> Caller:
        """Who `token` speaks for. Raises Unauthenticated."""
        caller, until = self._believed.get(token, (None, 0.0))
        if caller and self._clock() < until:
            return caller
        try:
            claims = _Claims.model_validate(await self._decode(token))
        except (JoseError, ValidationError, ValueError, TypeError) as error:
            log.info("token refused", reason=type(error).__name__)
            raise Unauthenticated from None
        caller = Caller(
            role=claims.role,
            actor=claims.person or self._actor(claims),
            node=claims.node,
            organization=claims.organization,
            person=claims.person,
            scopes=frozenset(claims.scope.split()),
        )
        self._believe(token, caller, min(claims.exp, self._clock() + _REMEMBERED_FOR))
        return caller

    def _believe(self, token: str, caller: Caller, until: float) -> None:
        if len(self._believed) >= _REMEMBERED:
            self._believed.clear()
        self._believed[token] = caller, until

    async def _decode(self, token: str) -> dict[str, Any]:
        header = jws.extract_compact(token.encode("ascii")).headers()
        if not _HEADERS.issuperset(header) or str(header.get("typ")).lower() not in _TYPES:
            raise ValueError("header")
        key = await self._keys.get(header.get("kid"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)  # "EdDSA" is what providers still say for Ed25519
            claims = jwt.decode(token, key, _ALGORITHMS).claims
        self._registry.validate(claims)
        return claims

    def _actor(self, claims: _Claims) -> str:
        digest = hmac.digest(self._secret, f"{claims.iss}\0{claims.sub}".encode(), "sha256")
        return "u_" + b32encode(digest).decode().lower()[:26]
