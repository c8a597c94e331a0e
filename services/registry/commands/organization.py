"""What may be asked of an organization."""

from typing import Annotated

from pydantic import AfterValidator, Field

from services.registry.commands.code import CreditCode
from services.registry.commands.fields import CommunityId, DayGiven, OrganizationId, PersonId
from services.registry.commands.reference import ExternalRefGiven
from services.registry.events import Duty, LeavingReason, OrganizationKind, ShownTo
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import Note, OfficePhone, Title, names_nobody


class PhoneGiven(Frozen):
    """An office number and who may see it."""

    number: OfficePhone
    shown_to: ShownTo


PeerClass = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\w\-]+$"), AfterValidator(names_nobody)]
StaffCount = Annotated[int, Field(ge=0, le=1_000_000)]


class Facts(Frozen):
    """What an organization is."""

    name: Title
    kind: OrganizationKind
    peer_class: PeerClass | None = None
    """Its class for comparison; else by its kind, and for businesses by `staff`."""
    account: bool = False
    credit_code: CreditCode | None = None
    inside: bool = True
    """Whether it has its seat in the community; else it reported there from outside (报到)."""
    staff: StaffCount | None = None
    """How many work there."""


class OrganizationFacts(Facts):
    """An organization as it is registered."""

    external_ref: ExternalRefGiven | None = None


class RegisterOrganization(Command, OrganizationFacts):
    organization: OrganizationId
    community: CommunityId


class ChangeOrganization(Command, Facts):
    """Say what it is from now on, whole."""


class DeactivateOrganization(Command):
    """It is no longer there; a membership ends with today."""

    reason: LeavingReason
    note: Note = ""


class ReactivateOrganization(Command):
    pass


class MergeOrganization(Command):
    """It was entered twice: let all of it belong to `into`."""

    into: OrganizationId
    member_since: DayGiven | None = None
    """Since when that is a member."""


class UnmergeOrganization(Command):
    """The merger was a mistake."""


PhonesGiven = Annotated[tuple[PhoneGiven, ...], Field(max_length=5)]


class ChangePhones(Command):
    """Replace the published numbers, all of them."""

    phones: PhonesGiven


class AddContact(Command):
    person: PersonId
    duty: Duty
    since: DayGiven | None = None


class ChangeContact(Command):
    person: PersonId
    duty: Duty


class RemoveContact(Command):
    """Call somebody no more after `until`, or after today; `successor` takes over the duty."""

    person: PersonId
    until: DayGiven | None = None
    successor: PersonId | None = None
