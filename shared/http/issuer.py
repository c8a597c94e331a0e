"""The local issuer: signs tokens where there is no provider of sign-ins (development and demonstration only)."""

import json
import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

ISSUER = "https://issuer.pomegranate.local"
AUDIENCE = "pomegranate"


class Issuer:
    """A signing key on disk, and beside it the public keys a service reads."""

    def __init__(self, key: ECKey) -> None:
        self._key = key

    @classmethod
    def open(cls, directory: Path) -> "Issuer":
        """The issuer that lives in `directory`; made at first."""
        directory.mkdir(parents=True, exist_ok=True)
        private = directory / "issuer.key"
        if not private.exists():
            made = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)
            _write(private, made.as_dict(private=True), 0o600)
        key = ECKey.import_key(json.loads(private.read_bytes()))
        issuer = cls(key)
        _write(key_file(directory), issuer.public_keys, 0o644)
        return issuer

    def token(self, role: str, subject: str, *, now: datetime, lifetime: timedelta, **claims: str | None) -> str:
        """A signed token; `claims` are `node`, `organization`, `person` and `scope` where they apply."""
        content: dict[str, Any] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": subject,
            "role": role,
            "iat": int(now.timestamp()),
            "exp": int((now + lifetime).timestamp()),
            **{name: value for name, value in claims.items() if value},
        }
        return self.sign(content)

    def sign(self, content: dict[str, Any]) -> str:
        """`content` as a signed token."""
        return jwt.encode({"alg": "ES256", "kid": self._key.kid}, content, self._key, ["ES256"])

    @property
    def public_keys(self) -> dict[str, Any]:
        """What a signature is checked with, as a key set."""
        return {"keys": [self._key.as_dict(private=False)]}


def key_file(directory: Path) -> Path:
    """Where the public keys of the issuer in `directory` are."""
    return directory / "issuer.jwks.json"


def _write(path: Path, content: dict[str, Any], mode: int) -> None:
    """All of it or nothing, also after a crash."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file)
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())
    Path(temporary).replace(path)
