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


class OfStream:
    """The usual keys: one document per stream, so what begins a stream begins a document."""

    def __init__(self, touches: Callable[[Recorded], bool] = lambda _: True, prefix: str = "") -> None:
        self._touches = touches
        self.prefix = prefix
        """How the names of these streams begin."""

    def __call__(self, recorded: Recorded) -> Iterable[str]:
        return (recorded.stream,) if self._touches(recorded) else ()


class OfParts(OfStream):
    """Several documents per stream; `named` gives the one that an event is about, and has to call it `<stream>.<n>`
    where one is asked for as it was."""

    def __init__(self, named: Callable[[Recorded], str | None], prefix: str) -> None:
        super().__init__(prefix=prefix)
        self._named = named

    def __call__(self, recorded: Recorded) -> Iterable[str]:
        name = self._named(recorded)
        return (name,) if name else ()


ANY_STREAM = OfStream()
"""One document for each stream of the log, touched by all of its events."""


def of_streams(*events: type[Event], prefix: str = "") -> OfStream:
    """One document per stream, touched by these events only; `prefix` where all such streams begin alike."""
    return OfStream(lambda recorded: isinstance(recorded.event, events), prefix)


def of_kind(prefix: str) -> OfStream:
    """One document per stream `<prefix>_…`, touched by all of its events."""
    return OfStream(lambda recorded: recorded.stream.startswith(f"{prefix}_"), f"{prefix}_")


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
    keys: Keys = ANY_STREAM
    indexes: Sequence[Index] = ()

    @property
    def row(self) -> str:
        """The id of its row: checkpoint, pointer and fence in one."""
        return f"{self.name}.v{self.version}"
