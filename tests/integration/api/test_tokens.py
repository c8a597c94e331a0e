"""Tokens that are worn out, forged or meant for others get nobody in, on a real route of each service."""

import hmac
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from shared.http.issuer import AUDIENCE, ISSUER
from tests.support.system import System, Town

NOW = int(datetime.now(UTC).timestamp())
OTHER_KEY = ECKey.generate_key("P-256")
ROUTES = ("/registry/v1/tree", "/matching/v1/requests", "/evaluation/v1/schemes", "/notify/v1/notices")


def claims(**changes: Any) -> dict[str, Any]:
    """What a good token of the district's staff says, but for `changes`; None leaves a claim out."""
    now = int(datetime.now(UTC).timestamp())  # the module may have been read long before
    good = {"iss": ISSUER, "aud": AUDIENCE, "sub": "district", "role": "staff", "iat": now, "exp": now + 600}
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def signed_by(system: System, content: dict[str, Any], **header: Any) -> str:
    """Signed by the issuer we trust."""
    key = system.issuer._key
    return jwt.encode({"alg": "ES256", "kid": key.kid, **header}, content, key, ["ES256"])


def _worn_out(system: System) -> dict[str, str]:
    key = system.issuer._key
    good = signed_by(system, claims())
    head, body, signature = good.split(".")
    unsigned = _encoded(json.dumps({"alg": "none"}).encode())
    other_body = signed_by(system, claims(sub="somebody")).split(".")[1]
    kid = {"alg": "ES256", "kid": key.kid}
    return {
        "expired": signed_by(system, claims(exp=NOW - 600)),
        "never expires": signed_by(system, claims(exp=None)),
        "not yet valid": signed_by(system, claims(nbf=NOW + 86_400)),
        "another issuer": signed_by(system, claims(iss="https://issuer.example")),
        "another audience": signed_by(system, claims(aud="another")),
        "another key under our key's name": jwt.encode(kid, claims(), OTHER_KEY, ["ES256"]),
        "an unknown key": jwt.encode({"alg": "ES256", "kid": "unknown"}, claims(), OTHER_KEY, ["ES256"]),
        "a key it brings along": signed_by(system, claims(), jwk=OTHER_KEY.as_dict(private=False)),
        "no signature": f"{unsigned}.{body}.",
        "a signature cut off": f"{head}.{body}.{signature[:-6]}",
        "another content": f"{head}.{other_body}.{signature}",
        "hashed with the public key": _hashed({"alg": "HS256", "kid": key.kid}, body, key.as_pem(private=False)),
        "another algorithm": jwt.encode(
            {"alg": "PS256", "kid": key.kid}, claims(), RSAKey.generate_key(2048), ["PS256"]
        ),
        "another kind of token": signed_by(system, claims(), typ="id+jwt"),
        "an unknown role": signed_by(system, claims(role="nobody")),
        "no role": signed_by(system, claims(role=None)),
        "a node that is none": signed_by(system, claims(node="$ne")),
        "an empty subject": signed_by(system, claims(sub="")),
        "no token at all": "",
        "not a token": "红石榴".encode().hex(),
    }


def _hashed(header: dict[str, Any], body: str, secret: bytes) -> str:
    """What a verifier takes that lets the token choose between a signature and a hash."""
    signed = f"{_encoded(json.dumps(header).encode())}.{body}"
    return f"{signed}.{_encoded(hmac.digest(secret, signed.encode(), 'sha256'))}"


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


async def test_a_good_token_gets_in(system: System, town: Town) -> None:
    system.tokens["good"] = signed_by(system, claims(node=town.district))
    assert [(await system.send("good", "GET", route)).status_code for route in ROUTES] == [200] * len(ROUTES)


async def test_worn_out_and_forged_tokens_do_not(system: System, town: Town) -> None:
    for name, token in _worn_out(system).items():
        for route in ROUTES:
            answer = await system.send("-", "GET", route, headers={"Authorization": f"Bearer {token}"})
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated"), name
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert not token or token not in answer.text


@pytest.mark.parametrize("scheme", ["Basic ZGVzazpkZXNr", "bearer", "Token x", ""])
async def test_other_ways_to_sign_in_do_not(system: System, town: Town, scheme: str) -> None:
    answer = await system.send("-", "GET", ROUTES[0], headers={"Authorization": scheme})
    assert answer.status_code == 401


async def test_two_tokens_in_one_request_do_not(system: System, town: Town) -> None:
    headers = [("Authorization", f"Bearer {system.tokens[who]}") for who in ("district", "staff")]
    answer = await system.client.get(f"/api{ROUTES[0]}", headers=headers)
    assert answer.status_code == 401


async def test_a_token_in_the_query_or_a_cookie_does_not_count(system: System, town: Town) -> None:
    token = system.tokens["district"]
    asked = await system.client.get(f"/api{ROUTES[2]}", params={"access_token": token})
    carried = await system.client.get(f"/api{ROUTES[2]}", headers={"Cookie": f"access_token={token}"})
    assert (asked.status_code, carried.status_code) == (401, 401)
    assert token not in asked.text


async def test_a_token_that_runs_out_between_two_requests_is_worn_out(system: System, town: Town) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    life = timedelta(hours=1, seconds=-40)
    system.tokens["tired"] = system.issuer.token("staff", "tired", now=long_ago, lifetime=life, node=town.district)
    assert (await system.send("tired", "GET", ROUTES[2])).status_code == 401
