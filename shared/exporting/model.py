"""An export: one fact, that somebody took a list out."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from shared.errors import Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Command, Event, Frozen
from shared.privacy.text import Id

ExportFormat = Literal["xlsx", "csv"]


class ExportRows(Command):
    """Record that a list is taken out."""

    export: Id
    community: Id
    list: str
    format: ExportFormat
    rows: int
    filters: Mapping[str, str]
    purpose: str | None = None


class ListExported(Event):
    """Somebody (the commit's actor) took `rows` rows of a list out; `purpose` is there where persons are in it."""

    type: ClassVar[str] = "list_exported"
    export: str
    community: str
    list: str
    format: ExportFormat
    rows: int
    filters: Mapping[str, str]
    purpose: str | None


class AlreadyExported(Refused):
    """A request for an export is repeated: what it recorded stands."""

    zh = "这次导出已经记录，请重新导出。"
    en = "This export is on record already. Export again."


class Exported(Frozen):
    """That it was taken out."""

    export: str
    community: str


def decide(state: Exported | None, command: ExportRows) -> Sequence[Event]:
    """Each is recorded once. Raises AlreadyExported."""
    if state is not None:
        raise AlreadyExported
    return [ListExported(**command.model_dump(exclude={"at", "actor"}))]


def evolve(state: Exported | None, event: ListExported) -> Exported:
    """An export has no second fact."""
    return Exported(export=event.export, community=event.community)


EXPORT: Decider[Exported] = Decider(decide, evolve)
