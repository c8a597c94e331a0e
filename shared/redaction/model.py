"""The redaction as a stream of its own, the same in every service."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from shared.contracts.redaction import Replacement
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Command, Event, Frozen

RedactionReason = Literal["names_a_person", "tells_where_somebody_lives", "asked_by_person", "other"]


class HistoryRedacted(Event):
    """In all that was ever said in the community, texts with these marks are replaced: those about `thing`, and what
    copies them. `service` is where that was asked for."""

    type: ClassVar[str] = "history_redacted"
    community: str
    service: str
    thing: str
    replacements: tuple[Replacement, ...]
    reason: RedactionReason


class RedactHistory(Command):
    """Replace texts in history."""

    community: str
    service: str
    thing: str
    replacements: tuple[Replacement, ...]
    reason: RedactionReason


class Redaction(Frozen):
    """What is replaced."""

    community: str
    service: str
    thing: str
    replacements: tuple[Replacement, ...]


def decide(state: Redaction | None, command: RedactHistory) -> Sequence[Event]:
    """The redaction; the same one twice is the same thing."""
    return [] if state else [HistoryRedacted(**command.model_dump(exclude={"at", "actor"}))]


def evolve(state: Redaction | None, event: HistoryRedacted) -> Redaction:
    """The redaction as it was asked for."""
    return Redaction(**event.model_dump(exclude={"reason"}))


REDACTION: Decider[Redaction] = Decider(decide, evolve)
