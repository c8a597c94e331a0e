"""An export: one fact, that somebody took a list out."""

from collections.abc import Sequence

from services.registry.commands import ExportRows
from services.registry.events import ListExported
from shared.errors import Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event, Frozen


class AlreadyExported(Refused):
    zh = "这次导出已经记录，请重新导出。"
    en = "This export is on record already. Export again."


class Exported(Frozen):
    export: str
    community: str


def decide(state: Exported | None, command: ExportRows) -> Sequence[Event]:
    if state is not None:
        raise AlreadyExported
    return [ListExported(**command.model_dump(exclude={"at", "actor"}))]


def evolve(state: Exported | None, event: ListExported) -> Exported:
    return Exported(export=event.export, community=event.community)


DECIDER: Decider[Exported] = Decider(decide, evolve)
