"""What may be asked of a node of the tree."""

from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from shared.contracts.registry import Level, Settings
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import Title, names_nobody

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


class SettingsGiven(Settings):
    """Settings as somebody sends them: nothing unknown among them."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ChangeSettings(Command):
    """Replace the node's own settings, whole."""

    settings: Settings


class Figures(Frozen):
    """A year's figures as they were counted."""

    residents: Count
    groups: Annotated[tuple[GroupCount, ...], Field(max_length=80)] = ()
    organizations: Count


Year = Annotated[int, Field(ge=1949, le=2099)]


class RecordLedger(Command, Figures):
    """Keep a year's figures, or replace them."""

    year: Year
