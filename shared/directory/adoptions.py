"""What nodes of the tree adopt for themselves and all below, from a day on."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar


class Adoption(Protocol):
    """Something `community` adopted; `replaces` names what it corrects, `position` is its place in the log."""

    @property
    def id(self) -> str: ...
    @property
    def community(self) -> str: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def replaces(self) -> str | None: ...
    @property
    def position(self) -> int: ...


A = TypeVar("A", bound=Adoption)


def in_force(adoptions: Iterable[A], path: Sequence[str], on: date) -> A | None:
    """The adoption of the node nearest to the end of `path` that has one on that day: its latest, or None.

    What a correction replaces still holds for the days before the correction.
    """
    begun = [each for each in adoptions if each.valid_from <= on]
    corrected = {(each.community, each.replaces) for each in begun}
    for node in reversed(path):
        valid = [each for each in begun if each.community == node and (node, each.id) not in corrected]
        if valid:
            return max(valid, key=lambda each: (each.valid_from, each.position))
    return None
