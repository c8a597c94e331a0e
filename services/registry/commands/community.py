"""What may be asked of a node of the tree."""

from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from services.registry.commands.fields import DayGiven, PlaceId
from services.registry.commands.organization import PeerClass
from shared.contracts.limits import ClassLimits
from shared.contracts.registry import Level, Settings
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import PublicText, Title, names_nobody

DivisionCode = Annotated[str, Field(pattern=r"^[1-9][0-9]{11}$")]
"""The 12 digits 区划代码 of a district, subdistrict or community."""

Count = Annotated[int, Field(ge=0, le=10_000_000)]


class GroupCount(Frozen):
    """How many residents belong to a group; small ones are merged before anything is kept."""

    name: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[\w·（）()\- ]+$"), AfterValidator(names_nobody)]
    count: Count


class Node(Frozen):
    """What a node is called."""

    name: Title
    level: Level
    division_code: DivisionCode | None = None


class FoundCommunity(Command, Node):
    """Found a node. `path` runs from the root to the new one; the first node has no `parent_level`."""

    path: tuple[str, ...] = Field(min_length=1, max_length=8)
    parent_level: Level | None = None


class ClassLimitsGiven(ClassLimits):
    """Limits of one class as somebody sends them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    peer_class: PeerClass | None = None


class SettingsGiven(Settings):
    """Settings as somebody sends them: nothing unknown among them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    classes: tuple[ClassLimitsGiven, ...] = Field(default=(), max_length=60)


class ChangeSettings(Command):
    """Replace the node's own settings, whole."""

    settings: Settings


Groups = Annotated[tuple[GroupCount, ...], Field(max_length=80)]


class PlaceCount(Frozen):
    """The same of one place."""

    place: PlaceId
    residents: Count
    groups: Groups = ()
    organizations: Count = 0


class Figures(Frozen):
    """A year's figures as they were counted; those of `places` that lie beside each other, not in each other."""

    residents: Count
    groups: Groups = ()
    organizations: Count
    places: Annotated[tuple[PlaceCount, ...], Field(max_length=300)] = ()


Year = Annotated[int, Field(ge=1949, le=2099)]


class CalendarDays(Frozen):
    """Days off, holidays and the weekends between them; Saturdays and Sundays worked instead; and where it stands."""

    off: Annotated[tuple[DayGiven, ...], Field(max_length=60)]
    worked: Annotated[tuple[DayGiven, ...], Field(max_length=20)] = ()
    source: Annotated[PublicText, Field(max_length=200)]


class RecordCalendar(Command, CalendarDays):
    """Keep a year's working days, or correct them."""

    year: Year


class RecordLedger(Command, Figures):
    """Keep a year's figures, or replace them."""

    year: Year
