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


class HistoryRewritten(Event):
    """So many commits were rewritten, and time has passed: what is placed behind this was decided on the new texts."""

    type: ClassVar[str] = "history_rewritten"
    rewritten: int


class RedactHistory(Command):
    """Replace texts in history."""

    community: str
    service: str
    thing: str
    replacements: tuple[Replacement, ...]
    reason: RedactionReason


class NoteRewriting(Command):
    """Set the mark behind which no old text comes any more."""

    rewritten: int


class Redaction(Frozen):
    """What is replaced."""

    community: str
    service: str
    thing: str
    replacements: tuple[Replacement, ...]


def decide(state: Redaction | None, command: RedactHistory | NoteRewriting) -> Sequence[Event]:
    """The redaction; the same one twice is the same thing. Its marks are as many as it takes."""
    if isinstance(command, NoteRewriting):
        return [HistoryRewritten(rewritten=command.rewritten)] if state else []
    return [] if state else [HistoryRedacted(**command.model_dump(exclude={"at", "actor"}))]


def evolve(state: Redaction | None, event: HistoryRedacted | HistoryRewritten) -> Redaction:
    """The redaction as it was asked for."""
    if isinstance(event, HistoryRewritten):
        assert state, "what is rewritten was ordered first"
        return state
    return Redaction(**event.model_dump(exclude={"reason"}))


EVENTS: tuple[type[Event], ...] = (HistoryRedacted, HistoryRewritten)

REDACTION: Decider[Redaction] = Decider(decide, evolve)
