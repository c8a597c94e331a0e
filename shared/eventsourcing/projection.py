"""What a read model is: a document type and a pure function that takes events in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Event, Frozen


class Document(Frozen):
    """A document of a projection. The projector sets `position` (the last commit that touched it) and
    `version` (of that commit's stream)."""

    id: str
    position: int = 0
    version: int = 0


D = TypeVar("D", bound=Document)

Index = Sequence[tuple[str, int]]
"""Fields and directions, as in `[("community", 1), ("state", 1)]`."""


Keys = Callable[[Recorded], Iterable[str]]


def of_stream(recorded: Recorded) -> Iterable[str]:
    """The usual key: one document per stream, touched by each of its events."""
    return (recorded.stream,)


def of_streams(*events: type[Event]) -> Keys:
    """One document per stream, touched by these events only."""
    return lambda recorded: (recorded.stream,) if isinstance(recorded.event, events) else ()


@dataclass(frozen=True, slots=True)
class Projection(Generic[D]):
    """A read model.

    `keys(recorded)` names the documents an event touches (none when it is not of interest);
    `apply(document, recorded)` gives the new one, `None` being a document nothing has touched yet. Both are pure.
    A changed `apply` or `document` needs a higher `version`: the worker then builds it beside the old one.
    """

    name: str
    version: int
    document: type[D]
    apply: Callable[[D | None, Recorded], D]
    keys: Keys = of_stream
    indexes: Sequence[Index] = ()

    @property
    def row(self) -> str:
        """The id of its row: checkpoint, pointer and fence in one."""
        return f"{self.name}.v{self.version}"
