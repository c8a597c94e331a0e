"""The directory as documents."""

from shared.contracts.registry import Calendar, Level, PlaceKind, Settings
from shared.directory.events import (
    CalendarKnown,
    CommunityKnown,
    CommunitySettingsKnown,
    MembershipKnown,
    OrganizationActiveKnown,
    OrganizationKnown,
    OrganizationMergedKnown,
    PersonGone,
    PersonKnown,
    PlaceKnown,
    StewardKnown,
)
from shared.directory.workdays import merged
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Day, Frozen
from shared.eventsourcing.projection import Document, Projection, of_streams


class Community(Document):
    """A node of the tree; `path` runs from the root to itself."""

    community: str
    name: str = ""
    level: Level = "community"
    path: tuple[str, ...] = ()
    settings: Settings = Settings()
    calendar: Calendar = Calendar()


class Place(Document):
    """A part of a community; `parent` is the wider place it lies in, `steward` who answers for it."""

    community: str
    name: str = ""
    kind: PlaceKind = "courtyard"
    parent: str | None = None
    steward: str | None = None


class Membership(Frozen):
    """A stretch of time in the alliance; `until` is the last day."""

    since: Day
    until: Day | None = None


class Organization(Document):
    community: str
    name: str = ""
    kind: str = ""
    peer_class: str = ""
    account: bool = False
    active: bool = True
    merged_into: str | None = None
    memberships: tuple[Membership, ...] = ()

    @property
    def member(self) -> bool:
        """Whether it is in the alliance."""
        return any(each.until is None for each in self.memberships)


class Person(Document):
    community: str
    account: bool = False
    erased: bool = False


def apply_community(document: Community | None, recorded: Recorded) -> Community:
    event = recorded.event
    assert isinstance(event, CommunityKnown | CommunitySettingsKnown | CalendarKnown)
    document = document or Community(id=recorded.stream, community=event.community)
    if isinstance(event, CommunitySettingsKnown):
        return document.model_copy(update={"settings": event.settings})
    if isinstance(event, CalendarKnown):
        year = Calendar(years=(event.year,), off=event.off, worked=event.worked)
        return document.model_copy(update={"calendar": merged((document.calendar, year))})
    return document.model_copy(update={"name": event.name, "level": event.level, "path": event.path})


def apply_place(document: Place | None, recorded: Recorded) -> Place:
    event = recorded.event
    assert isinstance(event, PlaceKnown | StewardKnown)
    document = document or Place(id=recorded.stream, community=event.community)
    if isinstance(event, StewardKnown):
        return document.model_copy(update={"steward": event.person})
    return document.model_copy(update=event.model_dump())


def apply_organization(document: Organization | None, recorded: Recorded) -> Organization:
    event = recorded.event
    assert isinstance(event, OrganizationKnown | OrganizationMergedKnown | OrganizationActiveKnown | MembershipKnown)
    document = document or Organization(id=recorded.stream, community=event.community)
    if isinstance(event, OrganizationMergedKnown):
        return document.model_copy(update={"merged_into": event.into})
    if isinstance(event, MembershipKnown):
        return document.model_copy(update={"memberships": _with(document.memberships, event)})
    return document.model_copy(update=event.model_dump())


def _with(memberships: tuple[Membership, ...], event: MembershipKnown) -> tuple[Membership, ...]:
    if event.since:
        return (*memberships, Membership(since=event.since))
    if not memberships:
        return memberships
    return (*memberships[:-1], memberships[-1].model_copy(update={"until": event.until}))


def apply_person(document: Person | None, recorded: Recorded) -> Person:
    event = recorded.event
    assert isinstance(event, PersonKnown | PersonGone)
    document = document or Person(id=recorded.stream, community=event.community)
    if isinstance(event, PersonGone):
        return document.model_copy(update={"erased": True, "account": False})
    return document.model_copy(update={"account": event.account})


COMMUNITIES = Projection(
    name="communities",
    version=3,
    document=Community,
    apply=apply_community,
    keys=of_streams(CommunityKnown, CommunitySettingsKnown, CalendarKnown),
    indexes=([("path", 1)],),
)
PLACES = Projection(
    name="places",
    version=2,
    document=Place,
    apply=apply_place,
    keys=of_streams(PlaceKnown, StewardKnown),
    indexes=(
        [("community", 1)],
        [("steward", 1)],
    ),
)
ORGANIZATIONS = Projection(
    name="organizations",
    version=3,
    document=Organization,
    apply=apply_organization,
    keys=of_streams(OrganizationKnown, OrganizationMergedKnown, OrganizationActiveKnown, MembershipKnown),
    indexes=(
        [("community", 1)],
        [("merged_into", 1)],
    ),
)
PERSONS = Projection(
    name="persons",
    version=1,
    document=Person,
    apply=apply_person,
    keys=of_streams(PersonKnown, PersonGone),
    indexes=([("community", 1), ("account", 1)],),
)
