"""Codes: each stands for one sign-in, is good once and for a minute, and only to who began it."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

GOOD_FOR = timedelta(seconds=60)
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Grant:
    """Who has signed in (since when), and for which request of which page."""

    person: str
    since: datetime
    redirect_uri: str
    challenge: str
    nonce: str | None
    until: datetime

    def fits(self, redirect_uri: str, verifier: str) -> bool:
        """Whether `verifier` is what the challenge was made of, and the address the same."""
        digest = sha256(verifier.encode()).digest()
        made = urlsafe_b64encode(digest).rstrip(b"=").decode()
        return redirect_uri == self.redirect_uri and hmac.compare_digest(made, self.challenge)


class Grants:
    """The codes that are out."""

    def __init__(self) -> None:
        self._out: dict[str, Grant] = {}

    def give(
        self, person: str, since: datetime, *, redirect_uri: str, challenge: str, nonce: str | None, now: datetime
    ) -> str:
        """A new code."""
        self._out = {code: grant for code, grant in self._out.items() if grant.until > now}
        if len(self._out) >= MOST:
            self._out.clear()
        code = secrets.token_urlsafe(32)
        self._out[code] = Grant(person, since, redirect_uri, challenge, nonce, now + GOOD_FOR)
        return code

    def take(self, code: str, now: datetime) -> Grant | None:
        """What `code` stands for, once; None when it is used, too old or unknown."""
        grant = self._out.pop(code, None)
        return grant if grant and now < grant.until else None
