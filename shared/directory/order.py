"""The order in which nodes of the tree are listed: by name, each below the one it belongs to, and nobody ranked."""

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Placed(Protocol):
    """A node of the tree."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def path(self) -> tuple[str, ...]: ...


P = TypeVar("P", bound=Placed)


def in_order(nodes: Iterable[P]) -> list[P]:
    """`nodes`, parents before their children and those beside each other by name."""
    known = {node.id: node for node in nodes}

    def place(node: P) -> list[tuple[str, str]]:
        return [(known[step].name, step) for step in node.path if step in known]

    return sorted(known.values(), key=place)
