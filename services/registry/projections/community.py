"""Nodes of the tree, with their yearly figures."""

from services.registry.events import (
    CalendarRecorded,
    CommunityFounded,
    CommunitySettingsChanged,
    Group,
    LedgerRecorded,
    PlaceFigures,
)
from services.registry.projections.fold import take
from shared.contracts.registry import Calendar, Level, Settings
from shared.directory.workdays import merged
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Frozen
from shared.eventsourcing.projection import Document, Projection, of_kind


class Ledger(Frozen):
    """A year's figures; no cell is under ten."""

    year: int
    residents: int
    groups: tuple[Group, ...]
    organizations: int
    places: tuple[PlaceFigures, ...] = ()


class Community(Document):
    """A node; `path` runs from the root to itself. The latest ledger comes last."""

    community: str
    name: str = ""
    level: Level = "community"
    path: tuple[str, ...] = ()
    division_code: str | None = None
    settings: Settings = Settings()
    calendar: Calendar = Calendar()
    """Its own, without those of the nodes above."""
    ledgers: tuple[Ledger, ...] = ()


def apply(document: Community | None, recorded: Recorded) -> Community:
    document = document or Community(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case CommunityFounded() | CommunitySettingsChanged() as event:
            return take(document, event)
        case CalendarRecorded(year=year, off=off, worked=worked):
            return take(document, calendar=merged((document.calendar, Calendar(years=(year,), off=off, worked=worked))))
        case LedgerRecorded() as event:
            others = [ledger for ledger in document.ledgers if ledger.year != event.year]
            ledgers = sorted([*others, Ledger(**dict(event))], key=lambda ledger: ledger.year)
            return take(document, ledgers=tuple(ledgers))
        case _:
            return document


COMMUNITIES = Projection(
    name="communities",
    version=4,
    document=Community,
    apply=apply,
    keys=of_kind("community"),
    indexes=([("path", 1)],),
)
