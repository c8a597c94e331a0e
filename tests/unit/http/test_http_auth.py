"""Tokens: what holds, and every way of forging or wearing one out."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from joserfc.registry import HeaderParameter

from shared.errors import Unauthenticated
from shared.http.auth import Keys, Verifier
from shared.http.issuer import AUDIENCE, ISSUER, Issuer, key_file
from tests.unit.http.world import HOME, SCHOOL, WANG, World

EXP = HeaderParameter("expiry", "int")
CLOCK = 1_735_600_000
KEY = ECKey.generate_key("P-256", {"kid": "k1", "use": "sig"})
STRANGER = ECKey.generate_key("P-256", {"kid": "k1"})
EDWARDS = OKPKey.generate_key("Ed25519", {"kid": "k2"})
RSA = RSAKey.generate_key(2048, {"kid": "k3"})
CLAIMS = {"iss": ISSUER, "aud": AUDIENCE, "sub": "zhang@provider", "role": "staff", "node": HOME, "exp": CLOCK + 60}


@pytest.fixture
def verifier(tmp_path: Path) -> Verifier:
    return made(write(tmp_path, KEY, EDWARDS, RSA))


def write(directory: Path, *keys: Any) -> Path:
    path = directory / "jwks.json"
    path.write_text(json.dumps({"keys": [key.as_dict(private=False) for key in keys]}))
    return path


def made(path: Path, keys: Keys | None = None) -> Verifier:
    return Verifier(keys or Keys(str(path)), issuer=ISSUER, audience=AUDIENCE, secret=b"secret", clock=lambda: CLOCK)


def sign(key: Any = KEY, header: dict[str, Any] | None = None, **claims: Any) -> str:
    head = {"alg": "ES256", "kid": "k1", "typ": "JWT"} | (header or {})
    content = {name: value for name, value in (CLAIMS | claims).items() if value is not None}
    registry = jws.JWSRegistry(header_registry={"exp": EXP}, algorithms=[head["alg"]], strict_check_header=False)
    return jwt.encode(head, content, key, [head["alg"]], registry=registry, default_type=None)


def tampered(token: str, **claims: Any) -> str:
    head, body, signature = token.split(".")
    content = json.loads(urlsafe_b64decode(body + "==")) | claims
    return f"{head}.{encoded(content)}.{signature}"


def encoded(content: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def unsigned(alg: str) -> str:
    return f"{encoded({'alg': alg, 'kid': 'k1', 'typ': 'JWT'})}.{encoded(CLAIMS)}."


def hmac_with_public_key() -> str:
    signed = f"{encoded({'alg': 'HS256', 'kid': 'k1', 'typ': 'JWT'})}.{encoded(CLAIMS)}"
    digest = hmac.digest(KEY.as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{urlsafe_b64encode(digest).decode().rstrip('=')}"


def with_own_key() -> str:
    return sign(STRANGER, {"jwk": STRANGER.as_dict(private=False)})


FORGED = {
    "no algorithm": lambda: unsigned("none"),
    "no algorithm, written otherwise": lambda: unsigned("nOnE"),
    "HMAC keyed with the public key": hmac_with_public_key,
    "another issuer": lambda: sign(iss="https://evil.example"),
    "no issuer": lambda: sign(iss=None),
    "another audience": lambda: sign(aud="other"),
    "no audience": lambda: sign(aud=None),
    "expired": lambda: sign(exp=CLOCK - 31),
    "no expiry": lambda: sign(exp=None),
    "expiry that is no time": lambda: sign(exp="tomorrow"),
    "not yet valid": lambda: sign(nbf=CLOCK + 31),
    "unknown key id": lambda: sign(header={"kid": "k9"}),
    "no key id among several": lambda: sign(header={"kid": ""}),
    "key of another kind": lambda: sign(header={"kid": "k3"}),
    "signed by a stranger": lambda: sign(STRANGER),
    "brings its own key": with_own_key,
    "says where its key is": lambda: sign(header={"jku": "https://evil.example/jwks.json"}),
    "signature cut off": lambda: sign().rpartition(".")[0] + ".",
    "signature of another token": lambda: sign().rpartition(".")[0] + "." + sign(node=None).rpartition(".")[2],
    "changed payload": lambda: tampered(sign(), node="community_" + "z" * 26),
    "wrong type": lambda: sign(header={"typ": "logout+jwt"}),
    "no type": lambda: sign(header={"typ": ""}),
    "critical header": lambda: sign(header={"crit": ["exp"], "exp": CLOCK}),
    "payload not encoded": lambda: sign(header={"b64": False, "crit": ["b64"]}),
    "unknown role": lambda: sign(role="admin"),
    "nobody's role": lambda: sign(role="nobody"),
    "no role": lambda: sign(role=None),
    "several roles": lambda: sign(role=["staff"]),
    "no subject": lambda: sign(sub=None),
    "a node that is none": lambda: sign(node="org_" + "a" * 26),
    "an operator for a person": lambda: sign(person={"$gt": ""}),
    "not a token": lambda: "abc",
    "empty": lambda: "",
    "two dots": lambda: "..",
    "five parts": lambda: "a.b.c.d.e",
    "beyond ASCII": lambda: "é.ü.ö",
    "very long": lambda: "a" * 200_000,
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
async def test_a_forged_or_worn_out_token_is_refused(verifier: Verifier, forge):
    with pytest.raises(Unauthenticated):
        await verifier.verify(forge())


@pytest.mark.parametrize(
    "token",
    [
        sign(),
        sign(header={"typ": "at+jwt"}),
        sign(aud=["other", AUDIENCE]),
        sign(exp=CLOCK - 29),
        sign(nbf=CLOCK + 29),
        sign(EDWARDS, {"alg": "Ed25519", "kid": "k2"}),
        sign(RSA, {"alg": "RS256", "kid": "k3"}),
        sign(department="unknown claims are passed over"),
    ],
)
async def test_a_good_token_holds(verifier: Verifier, token: str):
    caller = await verifier.verify(token)
    assert (caller.role, caller.node) == ("staff", HOME)


async def test_a_caller_is_what_the_claims_say(verifier: Verifier):
    caller = await verifier.verify(sign(role="contact", organization=SCHOOL, person=WANG))
    assert (caller.role, caller.organization, caller.person, caller.actor) == ("contact", SCHOOL, WANG, WANG)


async def test_a_subject_is_hidden_behind_a_keyed_hash(verifier: Verifier, tmp_path: Path):
    one, again, other = [await verifier.verify(sign(sub=sub)) for sub in ("a", "a", "b")]
    assert one.actor == again.actor != other.actor
    elsewhere = Verifier(
        Keys(str(tmp_path / "jwks.json")), issuer=ISSUER, audience=AUDIENCE, secret=b"x", clock=lambda: CLOCK
    )
    assert (await elsewhere.verify(sign(sub="a"))).actor != one.actor


class Source(Keys):
    """Keys from a provider that can fail; counts how often it is asked."""

    def __init__(self) -> None:
        self.time = 0.0
        self.asked = 0
        self.answer: list[dict[str, Any]] | Exception = [KEY.as_dict(private=False)]
        super().__init__("https://provider.example/jwks.json", monotonic=lambda: self.time)

    async def _read(self) -> list[dict[str, Any]]:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


async def test_an_unknown_key_is_looked_up_at_most_once_a_minute(tmp_path: Path):
    source = Source()
    verifier = made(tmp_path, source)
    await verifier.verify(sign())
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            await verifier.verify(sign(EDWARDS, {"alg": "Ed25519", "kid": "k2"}))
    assert source.asked == 1
    source.time += 60
    source.answer = [KEY.as_dict(private=False), EDWARDS.as_dict(private=False)]
    await verifier.verify(sign(EDWARDS, {"alg": "Ed25519", "kid": "k2"}))
    assert source.asked == 2


async def test_known_keys_are_kept_when_the_provider_fails_and_go_when_it_drops_them(tmp_path: Path):
    source = Source()
    verifier = made(tmp_path, source)
    await verifier.verify(sign())
    source.time += 600
    source.answer = OSError("no route")
    await verifier.verify(sign())
    source.time += 600
    source.answer = [EDWARDS.as_dict(private=False)]
    await verifier.verify(sign())  # found gone while this one is answered
    with pytest.raises(Unauthenticated):
        await verifier.verify(sign())


async def test_symmetric_and_encryption_keys_of_a_provider_are_not_used(tmp_path: Path):
    secret = OctKey.generate_key(256, {"kid": "k1"})
    source = Source()
    odd = [{}, {"kty": "EC", "crv": "P-999"}, {"kty": "AKP"}, {"kty": "RSA", "n": "!", "e": ""}]
    usable = EDWARDS.as_dict(private=False)
    source.answer = [*odd, secret.as_dict(private=True), KEY.as_dict(private=False) | {"use": "enc"}, usable]
    verifier = made(tmp_path, source)
    for token in (sign(), sign(secret, {"alg": "HS256"})):
        with pytest.raises(Unauthenticated):
            await verifier.verify(token)
    assert (await verifier.verify(sign(EDWARDS, {"alg": "Ed25519", "kid": "k2"}))).role == "staff"


async def test_the_old_name_of_edwards_signatures_still_holds(verifier: Verifier):
    with pytest.warns(SecurityWarning):
        token = sign(EDWARDS, {"alg": "EdDSA", "kid": "k2"})
    assert (await verifier.verify(token)).role == "staff"


async def test_without_a_key_file_nobody_is_let_in(tmp_path: Path):
    with pytest.raises(Unauthenticated):
        await made(tmp_path / "missing.json").verify(sign())


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "bearer a b", "Token x"])
async def test_a_bad_header_is_a_401_that_says_how(world: World, header: str):
    answer = await world.client.get("/walls/1", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_two_headers_are_one_too_many(world: World):
    header = world.staff()["Authorization"]
    answer = await world.client.get("/walls/1", headers=[("Authorization", header), ("Authorization", header)])
    assert answer.status_code == 401


def test_the_issuer_keeps_its_key_for_itself(tmp_path: Path):
    Issuer.open(tmp_path)
    key = (tmp_path / "issuer.key").read_bytes()
    Issuer.open(tmp_path)
    assert (tmp_path / "issuer.key").read_bytes() == key
    assert (tmp_path / "issuer.key").stat().st_mode & 0o777 == 0o600
    assert "d" not in json.loads(key_file(tmp_path).read_bytes())["keys"][0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["issuer.jwks.json", "issuer.key"]


async def test_what_the_issuer_signs_the_verifier_takes(tmp_path: Path):
    issuer = Issuer.open(tmp_path)
    verifier = Verifier(Keys(str(key_file(tmp_path))), issuer=ISSUER, audience=AUDIENCE, secret=b"secret")
    now = datetime.now(UTC)
    token = issuer.token("contact", "demo-school", now=now, lifetime=timedelta(hours=1), organization=SCHOOL, node=HOME)
    caller = await verifier.verify(token)
    assert (caller.role, caller.organization, caller.node, caller.person) == ("contact", SCHOOL, HOME, None)


# --- believed for a minute


async def test_a_token_is_verified_once_a_minute_and_never_believed_beyond_its_end(tmp_path: Path) -> None:
    now = CLOCK
    path = write(tmp_path, KEY)
    verifier = Verifier(Keys(str(path)), issuer=ISSUER, audience=AUDIENCE, secret=b"secret", clock=lambda: now)
    long, short = sign(exp=CLOCK + 3600), sign(exp=CLOCK + 20)
    caller = await verifier.verify(long)
    await verifier.verify(short)
    verifier._keys = Keys(str(write(tmp_path, EDWARDS)))  # our key is no more
    now = CLOCK + 19
    await verifier.verify(short)
    now = CLOCK + 20
    with pytest.raises(Unauthenticated):
        await verifier.verify(short)
    now = CLOCK + 59
    assert await verifier.verify(long) == caller
    now = CLOCK + 60
    with pytest.raises(Unauthenticated):
        await verifier.verify(long)


async def test_what_was_refused_is_not_remembered_and_what_is_remembered_is_bounded(
    verifier: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.http.auth._REMEMBERED", 3)
    for n in range(7):
        await verifier.verify(sign(sub=f"s{n}"))
        with pytest.raises(Unauthenticated):
            await verifier.verify(tampered(sign(sub=f"s{n}"), role="contact"))
        assert len(verifier._believed) <= 3
