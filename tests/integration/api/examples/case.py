"""What an example is made of, and who there is to try it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.support.system import System, Town

CALLERS: Mapping[str, str] = {
    "district": "staff",
    "street": "staff",
    "staff": "staff",
    "far_staff": "staff",
    "homeless_staff": "staff",
    "school": "contact",
    "station": "contact",
    "far_shop": "contact",
    "unbound_contact": "contact",
    "li": "resident",
    "wang": "resident",
    "zhao": "resident",
    "unbound_resident": "resident",
    "city": "service",
    "far_city": "service",
    "holder": "holder",
    "nobody": "nobody",
}
"""Everybody who tries, and in which role."""

ABOVE = frozenset({"district", "street"})
DESK = ABOVE | {"staff"}
AT_HOME = DESK | {"school", "station", "unbound_contact", "li", "wang", "unbound_resident", "city"}
SIGNED_IN = frozenset(CALLERS) - {"nobody", "holder"}
EVERYBODY = frozenset(CALLERS) - {"holder"}
"""A holder's pass opens one thing, and none of the examples is it."""


@dataclass(frozen=True)
class Case:
    """One request that works for those who may; `owner` is the person it belongs to, if that is not Li."""

    path: str
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    owner: str | None = None
    endless: bool = False


NUMBERS = count(1)


@dataclass
class Scene:
    """Where examples are made."""

    system: System
    town: Town
    kept: dict[str, Case] = field(default_factory=dict)
    stock: list[str] = field(default_factory=list)
    """Requests in matching that nobody has used yet."""

    async def untouched(self, name: str, example: "Example") -> Case:
        """One case of `example` for all requests that change nothing."""
        if name not in self.kept:
            self.kept[name] = await example.make(self)
        return self.kept[name]

    def next(self) -> int:
        """Another number each time, also in other modules: they share the town."""
        return next(NUMBERS)


Make = Callable[[Scene], Awaitable[Case]]


@dataclass(frozen=True)
class Example:
    """`make` prepares a case; exactly `reach` come through with it."""

    reach: frozenset[str]
    make: Make


class Examples(dict[str, Example]):
    """The examples of one service, each put down by a decorator."""

    def of(self, operation: str, reach: frozenset[str] | set[str]) -> Callable[[Make], Make]:
        """Keeps the decorated function as the example of `operation`, open to `reach`."""

        def keep(make: Make) -> Make:
            self[operation] = Example(frozenset(reach), make)
            return make

        return keep
