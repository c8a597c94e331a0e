"""What the services tell each other when a name is taken out of history."""

from typing import ClassVar

from shared.contracts.base import Contract, Value


class Replacement(Value):
    """In place of every text with this mark stands `text`. The mark is keyed: it tells nobody what was there."""

    mark: str
    length: int
    """Of the text that was there, in characters, so that few others have to be looked at."""
    text: str


class HistoryRedacted(Contract):
    """The one permitted rewrite of a log; whoever keeps copies of the texts follows."""

    type: ClassVar[str] = "history_redacted"
    redaction: str
    thing: str
    replacements: tuple[Replacement, ...]
    reason: str


class InRegistry(HistoryRedacted):
    """A name was taken out of what registry had said."""

    source: ClassVar[str] = "registry"


class InMatching(HistoryRedacted):
    """A name was taken out of what matching had said."""

    source: ClassVar[str] = "matching"
