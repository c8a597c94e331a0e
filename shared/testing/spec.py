"""given/when/then: `spec(DECIDER).given(Posted(…)).when(Publish(…)).then(Published(…))`."""

from collections.abc import Sequence
from typing import Any

from shared.errors import DomainError
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Command, Event


class Spec:
    """One example of a decision."""

    def __init__(self, decider: Decider[Any], past: Sequence[Event] = ()) -> None:
        self._decider = decider
        self._past = tuple(past)
        self._command: Command | None = None

    def given(self, *events: Event) -> "Spec":
        """What happened before."""
        return Spec(self._decider, (*self._past, *events))

    def when(self, command: Command) -> "Spec":
        """What is asked for."""
        asked = Spec(self._decider, self._past)
        asked._command = command
        return asked

    def events(self) -> list[Event]:
        """What `decide` answers; `evolve` must accept it."""
        assert self._command is not None, "say when(…) first"
        decided = list(self._decider.decide(self.state, self._command))
        self._decider.fold(decided, self.state)
        return decided

    @property
    def state(self) -> Any:
        """The state before the command."""
        return self._decider.fold(self._past)

    def then(self, *expected: Event) -> None:
        """Exactly these events."""
        assert self.events() == list(expected)

    def refused(self, error: type[DomainError]) -> None:
        """A refusal of exactly this type."""
        came: object
        try:
            came = self.events()
        except DomainError as refusal:
            came = refusal
        assert type(came) is error, f"expected {error.__name__}, got {came!r}"


def spec(decider: Decider[Any]) -> Spec:
    """The beginning of an example."""
    return Spec(decider)
