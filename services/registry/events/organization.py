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


class OfficePhonesChanged(Event):
    """The organization's published numbers, all of them."""

    type: ClassVar[str] = "office_phones_changed"
    phones: tuple[Phone, ...]


class ContactAdded(Event):
    """Somebody to call; the name and number are the person's, in the vault."""

    type: ClassVar[str] = "contact_added"
    person: str
    duty: Duty


class ContactChanged(Event):
    type: ClassVar[str] = "contact_changed"
    person: str
    duty: Duty


class ContactRemoved(Event):
    type: ClassVar[str] = "contact_removed"
    person: str


class MembershipStarted(Event):
    """Admitted to the alliance; `since` may lie before the system."""

    type: ClassVar[str] = "membership_started"
    organization: str
    since: Day


class MembershipEnded(Event):
    """Left the alliance; `until` is the last day."""

    type: ClassVar[str] = "membership_ended"
    organization: str
    until: Day
    reason: LeavingReason
    note: str
