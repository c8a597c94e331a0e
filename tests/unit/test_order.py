"""The order of the tree."""

from dataclasses import dataclass

from shared.directory.order import in_order


@dataclass(frozen=True)
class Node:
    id: str
    path: tuple[str, ...]


def test_children_stand_below_their_parents_as_they_come() -> None:
    nodes = [
        Node("c3", ("d", "s2", "c3")),
        Node("c1", ("d", "s2", "c1")),
        Node("s2", ("d", "s2")),
        Node("c2", ("d", "s1", "c2")),
        Node("s1", ("d", "s1")),
    ]
    assert [node.id for node in in_order(nodes)] == ["s2", "c3", "c1", "s1", "c2"]
