"""The order of the tree."""

from dataclasses import dataclass

from shared.directory.order import in_order


@dataclass(frozen=True)
class Node:
    id: str
    name: str
    path: tuple[str, ...]


def test_children_stand_below_their_parents_by_name() -> None:
    nodes = [
        Node("c3", "乙", ("d", "s2", "c3")),
        Node("c1", "甲", ("d", "s2", "c1")),
        Node("s1", "丙街道", ("d", "s1")),
        Node("c2", "乙", ("d", "s1", "c2")),
        Node("s2", "丁街道", ("d", "s2")),
    ]
    assert [node.id for node in in_order(nodes)] == ["s2", "c3", "c1", "s1", "c2"]
