"""The cookie that remembers who has signed in, so that another page need not ask again."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "pomegranate_signin"
GOOD_FOR = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who has signed in."""

    person: str
    since: datetime


class Sessions:
    """Writes and reads the cookie; `secret` signs it. It is sent to `path` only."""

    def __init__(self, secret: bytes, path: str) -> None:
        self._secret = hmac.digest(secret, b"portal sign-in", "sha256")
        self._path = path

    def begin(self, answer: Response, session: Session, *, secure: bool) -> None:
        """Remembers `session` with `answer`."""
        said = f"{session.person}.{int(session.since.timestamp())}"
        answer.set_cookie(
            COOKIE,
            f"{said}.{self._sign(said)}",
            max_age=int(GOOD_FOR.total_seconds()),
            path=self._path,
            secure=secure,
            httponly=True,
            samesite="lax",
        )

    def end(self, answer: Response) -> None:
        """Forgets it."""
        answer.delete_cookie(COOKIE, path=self._path, httponly=True, samesite="lax")

    def read(self, request: Request, now: datetime) -> Session | None:
        """Who has signed in; None when nobody has, or too long ago."""
        said, _, signature = request.cookies.get(COOKIE, "").rpartition(".")
        person, _, seconds = said.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(said).encode()):
            return None
        since = datetime.fromtimestamp(int(seconds), UTC)
        return Session(person, since) if now < since + GOOD_FOR else None

    def _sign(self, said: str) -> str:
        return hmac.digest(self._secret, said.encode(), "sha256").hex()
