"""What happened to a part of a community: a courtyard or building, an estate, a grid."""

from typing import ClassVar, Literal

from shared.contracts.registry import PlaceKind
from shared.eventsourcing.model import Day, Event

PlaceClosingReason = Literal["merged", "divided", "torn_down", "entered_by_mistake", "other"]


class PlaceNamed(Event):
    """A place came into being, or is called or belongs otherwise from now on. `kind` never changes."""

    type: ClassVar[str] = "place_named"
    place: str
    community: str
    kind: PlaceKind
    name: str
    parent: str | None


class StewardAppointed(Event):
    """Somebody answers for the place."""

    type: ClassVar[str] = "steward_appointed"
    place: str
    person: str
    since: Day


class StewardReleased(Event):
    """Nobody answers for it any more; `until` is the last day."""

    type: ClassVar[str] = "steward_released"
    place: str
    person: str
    until: Day


class PlaceDeactivated(Event):
    """It is no longer used; what has happened there keeps it."""

    type: ClassVar[str] = "place_deactivated"
    reason: PlaceClosingReason
    note: str


class PlaceReactivated(Event):
    type: ClassVar[str] = "place_reactivated"


EVENTS: tuple[type[Event], ...] = (
    PlaceNamed,
    StewardAppointed,
    StewardReleased,
    PlaceDeactivated,
    PlaceReactivated,
)
