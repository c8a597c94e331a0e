"""What may be asked of a place."""

from services.registry.commands.fields import CommunityId, DayGiven, PersonId, PlaceId
from services.registry.events.place import PlaceClosingReason
from shared.contracts.registry import PlaceKind
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import Note, Title


class PlaceName(Frozen):
    """What a place is called, and the wider place it lies in."""

    name: Title
    parent: PlaceId | None = None


class NamePlace(Command, PlaceName):
    """Know a place; `parent_kind` is what its parent is, which has to be wider."""

    place: PlaceId
    community: CommunityId
    kind: PlaceKind
    parent_kind: PlaceKind | None = None


class RenamePlace(Command, PlaceName):
    """Call it otherwise, or put it elsewhere."""

    parent_kind: PlaceKind | None = None


class AppointSteward(Command):
    """Make somebody answer for the place, in place of whoever did so till then."""

    person: PersonId
    since: DayGiven


class ReleaseSteward(Command):
    """Let nobody answer for it; `until` is the last day."""

    until: DayGiven


class DeactivatePlace(Command):
    reason: PlaceClosingReason
    note: Note = ""


class ReactivatePlace(Command):
    pass
