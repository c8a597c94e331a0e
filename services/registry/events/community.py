"""What happened to a node of the tree."""

from typing import ClassVar

from shared.contracts.registry import Level, Settings
from shared.eventsourcing.model import Day, Event, Frozen


class Group(Frozen):
    """A group of residents in the ledger; never fewer than ten people."""

    name: str
    count: int


class PlaceFigures(Frozen):
    """A place in the ledger. `residents` is None where they are counted with the rest of the community."""

    place: str
    residents: int | None
    groups: tuple[Group, ...] = ()
    organizations: int


class CommunityFounded(Event):
    """A node came into being. `path` runs from the root to itself."""

    type: ClassVar[str] = "community_founded"
    community: str
    name: str
    level: Level
    path: tuple[str, ...]
    division_code: str | None = None


class CommunitySettingsChanged(Event):
    """The node's own settings, whole."""

    type: ClassVar[str] = "community_settings_changed"
    settings: Settings


class CalendarRecorded(Event):
    """A year's days off and weekend days worked instead, as announced in `source`. A later one for the same year
    corrects it."""

    type: ClassVar[str] = "calendar_recorded"
    year: int
    off: tuple[Day, ...]
    worked: tuple[Day, ...]
    source: str


class LedgerRecorded(Event):
    """A year's figures, small groups already merged. A later one for the same year corrects it."""

    type: ClassVar[str] = "ledger_recorded"
    year: int
    residents: int
    groups: tuple[Group, ...]
    organizations: int
    places: tuple[PlaceFigures, ...] = ()
