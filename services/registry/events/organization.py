"""What happened to an organization."""

from typing import ClassVar, Literal

from services.registry.events.reference import ExternalRef
from shared.eventsourcing.model import Day, Event, Frozen

OrganizationKind = Literal[
    "school",
    "company",
    "shop",
    "hospital",
    "care_station",
    "government_office",
    "public_institution",
    "social_organization",
    "branch",
    "team",
    "other",
]
Duty = Literal["head", "liaison", "offers", "needs", "emergency", "other"]
LeavingReason = Literal["moved_away", "dissolved", "own_wish", "inactive", "entered_by_mistake", "other"]
ShownTo = Literal["wall", "members", "community"]


class Phone(Frozen):
    """An office number and who may see it."""

    number: str
    shown_to: ShownTo


class OrganizationRegistered(Event):
    type: ClassVar[str] = "organization_registered"
    organization: str
    community: str
    name: str
    kind: OrganizationKind
    peer_class: str
    account: bool
    credit_code: str | None = None
    external_ref: ExternalRef | None = None
    inside: bool = True
    """Whether it has its seat in the community; else it reported there from outside (报到)."""
    staff: int | None = None
    """How many work there."""


class OrganizationChanged(Event):
    """What the organization is from now on, whole."""

    type: ClassVar[str] = "organization_changed"
    organization: str
    name: str
    kind: OrganizationKind
    peer_class: str
    account: bool
    credit_code: str | None
    inside: bool
    staff: int | None


class OrganizationDeactivated(Event):
    """It is no longer there; its history stays."""

    type: ClassVar[str] = "organization_deactivated"
    reason: LeavingReason
    note: str


class OrganizationReactivated(Event):
    type: ClassVar[str] = "organization_reactivated"


class OrganizationMerged(Event):
    """It was entered twice: all of it belongs to `into`."""

    type: ClassVar[str] = "organization_merged"
    organization: str
    into: str


class OrganizationUnmerged(Event):
    """The merger was a mistake."""

    type: ClassVar[str] = "organization_unmerged"
    organization: str


class OfficePhonesChanged(Event):
    """The organization's published numbers, all of them."""

    type: ClassVar[str] = "office_phones_changed"
    phones: tuple[Phone, ...]


class ContactAdded(Event):
    """Somebody to call; the name and number are the person's, in the vault."""

    type: ClassVar[str] = "contact_added"
    person: str
    duty: Duty
    since: Day | None = None


class ContactChanged(Event):
    type: ClassVar[str] = "contact_changed"
    person: str
    duty: Duty


class ContactRemoved(Event):
    """Somebody is not to be called any more; `until` is the last day, `successor` who is called instead."""

    type: ClassVar[str] = "contact_removed"
    person: str
    until: Day | None = None
    successor: str | None = None


EVENTS: tuple[type[Event], ...] = (
    OrganizationRegistered,
    OrganizationChanged,
    OrganizationDeactivated,
    OrganizationReactivated,
    OrganizationMerged,
    OrganizationUnmerged,
    OfficePhonesChanged,
    ContactAdded,
    ContactChanged,
    ContactRemoved,
)
