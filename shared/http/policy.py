"""Who may do what, and where in the tree: one table per service, and nothing that is not in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from shared.errors import Forbidden, Unauthenticated

Role = Literal["staff", "contact", "resident", "service", "intake", "holder", "nobody"]
"""A `holder` has no account and shows a pass for one thing; `intake` is what a service may do besides, whose token has
that scope."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. `actor` is what the log keeps; `node` is where in the tree the caller belongs; `holds` is the one
    thing that a pass opens; `scopes` is what its token is for besides. `absorbed` was merged into its organization."""

    role: Role
    actor: str
    node: str | None = None
    organization: str | None = None
    person: str | None = None
    holds: str | None = None
    scopes: frozenset[str] = frozenset()
    absorbed: frozenset[str] = frozenset()

    @property
    def roles(self) -> tuple[Role, ...]:
        """The lines of a policy that count for the caller, the first that is there."""
        return ("intake", self.role) if self.role == "service" and "intake" in self.scopes else (self.role,)

    @property
    def itself(self) -> frozenset[str]:
        """The person and the organization the caller is."""
        return frozenset(party for party in (self.person, self.organization) if party)

    @property
    def parties(self) -> frozenset[str]:
        """Whose things are the caller's: these, and what was merged into the organization."""
        return self.itself | self.absorbed


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: its community with the `path` from the root, whose thing it is (`owners`),
    the party a command speaks for (`acting`), and the id of the `thing` itself where it is one."""

    community: str
    path: tuple[str, ...]
    owners: frozenset[str] = frozenset()
    acting: str | None = None
    thing: str | None = None


Where = Callable[[Caller, Subject], bool]

Policy = Mapping[str, Mapping[Role, Where]]
"""Operation id -> role -> where. What is not listed, nobody may."""


def anywhere(caller: Caller, subject: Subject) -> bool:
    """No limit in place."""
    return True


def in_node(caller: Caller, subject: Subject) -> bool:
    """The caller's node is the subject's community or above it."""
    return caller.node is not None and caller.node in subject.path


at_home = in_node
"""The same, said of somebody who lives or works there."""


def own(caller: Caller, subject: Subject) -> bool:
    """It belongs to the caller's person or organization."""
    return not caller.parties.isdisjoint(subject.owners)


def held(caller: Caller, subject: Subject) -> bool:
    """It is the thing that the caller's pass opens."""
    return caller.holds is not None and caller.holds == subject.thing


def acting_self(caller: Caller, subject: Subject) -> bool:
    """The caller speaks for himself or for his own organization, at home."""
    return subject.acting in caller.itself and at_home(caller, subject)


def any_of(*places: Where) -> Where:
    """One of `places` is enough."""
    return lambda caller, subject: any(where(caller, subject) for where in places)


SIGNED_IN: Mapping[Role, Where] = {"staff": anywhere, "contact": anywhere, "resident": anywhere, "service": anywhere}
"""Everybody with a token."""

EVERYBODY: Mapping[Role, Where] = {**SIGNED_IN, "nobody": anywhere}
"""Anybody, signed in or not; what is shown may still depend on who asks."""


def where_for(policy: Policy, operation: str, caller: Caller) -> Where:
    """Where the caller's role may do `operation`. Raises Unauthenticated or Forbidden when nowhere."""
    line = policy.get(operation, {})
    where = next((line[role] for role in caller.roles if role in line), None)
    if where is None:
        raise Unauthenticated if caller.role == "nobody" else Forbidden
    return where
