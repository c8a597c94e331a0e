"""The pure heart of a service: `decide` and `evolve`, and what they are given."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from shared.errors import NotFound
from shared.eventsourcing.model import Actor, Command, Event


class State(Protocol):
    """What a stream amounts to. Every thing belongs to a community (or a node above one)."""

    @property
    def community(self) -> str: ...


S = TypeVar("S", bound=State)


@dataclass(frozen=True, slots=True)
class Decider(Generic[S]):
    """`decide(state, command)` answers with events or raises a `DomainError`; `evolve(state, event)` takes
    one in. Neither looks at a clock, a database or a random number; `None` is the state before the first event."""

    decide: Callable[[S | None, Any], Sequence[Event]]
    evolve: Callable[[S | None, Any], S]

    def fold(self, events: Sequence[Event], state: S | None = None) -> S | None:
        """The state after `events`."""
        for event in events:
            state = self.evolve(state, event)
        return state


Deciders = Mapping[str, Decider[Any]]
"""The deciders of a service by the prefix of their streams: `wish` decides for `wish_…`."""


def decider_of(deciders: Deciders, stream: str) -> Decider[Any]:
    """The decider whose prefix `stream` carries. Raises NotFound for a prefix nobody owns."""
    decider = deciders.get(stream.partition("_")[0])
    if decider is None:
        raise NotFound
    return decider


@dataclass(frozen=True, slots=True)
class Commit:
    """What one command did: the unit that is stored, ordered and sent."""

    position: int
    stream: str
    version: int
    command_id: str
    body_mac: str
    community: str
    actor: Actor
    correlation: str
    causation: str
    at: datetime
    events: tuple[Event, ...]

    def __iter__(self) -> "Iterator[Recorded]":
        return (Recorded(event, index, self) for index, event in enumerate(self.events))


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event with the commit it stands in."""

    event: Event
    index: int
    commit: Commit

    @property
    def stream(self) -> str:
        return self.commit.stream

    @property
    def at(self) -> datetime:
        return self.commit.at

    @property
    def name(self) -> str:
        """Names this event in its log for ever: `<stream>/<version>/<index>`."""
        return f"{self.commit.stream}/{self.commit.version}/{self.index}"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A command with its address.

    `id` makes a repetition harmless. `creates` says that the stream's id was derived from `id`, so nothing
    need be loaded. `if_match` is the version the caller read. `allow` is the policy, judged on the loaded state.
    After a refused command the later ones of its `lane` are refused with it.
    """

    stream: str
    command: Command
    id: str
    creates: bool = False
    correlation: str = ""
    causation: str = ""
    body_mac: str = ""
    if_match: int | None = None
    allow: Callable[[Any], None] | None = None
    lane: str = ""
