"""A pass: one thing for half an hour, for somebody without an account who showed the receipt for it.

It is signed with the secret all services of an installation share, and good for nothing else: `Caller.holds` names
the thing, and only the operations whose policy has a line for a `holder` look at it.
"""

import hmac
from datetime import UTC, datetime, timedelta

from shared.errors import Unauthenticated
from shared.http.policy import Caller

PREFIX = "pass."
LASTS = timedelta(minutes=30)


def make_pass(secret: bytes, thing: str, until: datetime) -> str:
    """A pass for `thing` that ends at `until`."""
    content = f"{PREFIX}{thing}.{int(until.timestamp())}"
    return f"{content}.{_signature(secret, content)}"


def holder_of(secret: bytes, token: str, now: datetime) -> Caller:
    """Who shows the pass `token`. Raises Unauthenticated when it is not ours, was changed, or has ended."""
    content, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(secret, content).encode()):
        raise Unauthenticated
    thing, _, until = content.removeprefix(PREFIX).rpartition(".")
    if datetime.fromtimestamp(int(until), UTC) <= now:
        raise Unauthenticated
    return Caller(role="holder", actor=f"holder:{thing}", holds=thing)


def _signature(secret: bytes, content: str) -> str:
    return hmac.digest(secret, f"pass\0{content}".encode(), "sha256").hex()
