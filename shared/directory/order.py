"""The order in which nodes of the tree are listed: by name as it sounds, each below the one it belongs to, and nobody
ranked."""

from collections.abc import Iterable
from typing import Final, Protocol, TypeVar

BY_NAME: Final = (("name", 1), ("_id", 1))
PINYIN: Final = {"locale": "zh", "numericOrdering": True}
"""MongoDB's collation of Chinese names by their pinyin, and of the numbers in them by size."""


class Placed(Protocol):
    """A node of the tree."""

    @property
    def id(self) -> str: ...
    @property
    def path(self) -> tuple[str, ...]: ...


P = TypeVar("P", bound=Placed)


def in_order(nodes: Iterable[P]) -> list[P]:
    """`nodes`, parents before their children and those beside each other as they come."""
    come = list(nodes)
    places = {node.id: place for place, node in enumerate(come)}
    return sorted(come, key=lambda node: [places[step] for step in node.path if step in places])
