"""Who can be chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """The title people see, the name of the place where they belong, and what a token says of them."""

    key: str
    title: str
    where: str
    role: str
    node: str | None = None
    organization: str | None = None
    person: str | None = None

    @property
    def parties(self) -> dict[str, str]:
        """The claims beside the role, as far as they apply."""
        named = {"node": self.node, "organization": self.organization, "person": self.person}
        return {name: value for name, value in named.items() if value}


People = Callable[[], Sequence[Person]]
"""Who is there by now."""
