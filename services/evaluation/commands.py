"""What may be asked of evaluation. Facts come from messages; a scheme is adopted by staff."""

from services.evaluation.events import Fact, Scheme
from shared.eventsourcing.model import Command, Day


class RecordFact(Command):
    """Let a fact count; the same `cause` twice is the same thing."""

    fact: Fact
    cause: str


class ReverseFact(Command):
    """Let whatever counts in this stream count no longer."""

    reason: str
    cause: str


class AdoptScheme(Command):
    """Value what happens in `node` and below by `scheme`."""

    node: str
    scheme: Scheme
    valid_from: Day
    replaces: str | None = None
