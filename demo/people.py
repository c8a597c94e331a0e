"""The people of the demonstration: how each of them signs in."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.http.issuer import Issuer

LIFETIME = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who signs in: what a token says, and the title people see."""

    key: str
    title: str
    role: str
    node: str
    organization: str | None = None
    person: str | None = None

    def token(self, issuer: Issuer) -> str:
        """A token of the local issuer, good for half a day."""
        parties = {"node": self.node, "organization": self.organization, "person": self.person}
        return issuer.token(self.role, self.key, now=datetime.now(UTC), lifetime=LIFETIME, **parties)

    @property
    def command(self) -> str:
        """The arguments of `pomegranate token` for the same token."""
        parties = {"node": self.node, "organization": self.organization, "person": self.person}
        options = [f"--{name} {value}" for name, value in parties.items() if value]
        return " ".join([f"--role {self.role}", f"--subject {self.key}", *options])

    def dump(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)
