"""Foreign facts, as they stand in a service's own log."""

from typing import ClassVar

from shared.contracts.registry import Level, PlaceKind, Settings
from shared.eventsourcing.model import Day, Event


class CommunityKnown(Event):
    type: ClassVar[str] = "community_known"
    community: str
    name: str
    level: Level
    path: tuple[str, ...]


class CommunitySettingsKnown(Event):
    type: ClassVar[str] = "community_settings_known"
    community: str
    settings: Settings


class PlaceKnown(Event):
    type: ClassVar[str] = "place_known"
    community: str
    name: str
    kind: PlaceKind
    parent: str | None = None


class StewardKnown(Event):
    """Who answers for a place from now on; None: nobody."""

    type: ClassVar[str] = "steward_known"
    community: str
    person: str | None


class CalendarKnown(Event):
    type: ClassVar[str] = "calendar_known"
    community: str
    year: int
    off: tuple[Day, ...]
    worked: tuple[Day, ...]


class OrganizationKnown(Event):
    type: ClassVar[str] = "organization_known"
    community: str
    name: str
    kind: str
    peer_class: str
    account: bool


class OrganizationMergedKnown(Event):
    """It was entered twice, and belongs to `into`; None: it does not, after all."""

    type: ClassVar[str] = "organization_merged_known"
    community: str
    into: str | None


class OrganizationActiveKnown(Event):
    """It was deactivated, or is there again."""

    type: ClassVar[str] = "organization_active_known"
    community: str
    active: bool


class MembershipKnown(Event):
    """A membership began (`since`) or ended (`until`)."""

    type: ClassVar[str] = "membership_known"
    community: str
    since: Day | None = None
    until: Day | None = None


class PersonKnown(Event):
    type: ClassVar[str] = "person_known"
    community: str
    account: bool


class PersonGone(Event):
    type: ClassVar[str] = "person_gone"
    community: str


EVENTS: tuple[type[Event], ...] = (
    CommunityKnown,
    CommunitySettingsKnown,
    PlaceKnown,
    StewardKnown,
    CalendarKnown,
    OrganizationKnown,
    OrganizationMergedKnown,
    OrganizationActiveKnown,
    MembershipKnown,
    PersonKnown,
    PersonGone,
)
