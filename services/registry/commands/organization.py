"""What may be asked of an organization."""

from typing import Annotated

from pydantic import AfterValidator, Field

from services.registry.commands.fields import CommunityId, DayGiven, OrganizationId, PersonId
from services.registry.commands.reference import ExternalRefGiven
from services.registry.events import Duty, LeavingReason, OrganizationKind, ShownTo
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import Note, OfficePhone, Title, names_nobody

CreditCode = Annotated[str, Field(pattern=r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$")]
"""统一社会信用代码: 18 characters."""


class PhoneGiven(Frozen):
    """An office number and who may see it."""

    number: OfficePhone
    shown_to: ShownTo


class OrganizationFacts(Frozen):
    """What an organization is."""

    name: Title
    kind: OrganizationKind
    peer_class: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\w\-]+$"), AfterValidator(names_nobody)]
    """Its class for comparison."""
    account: bool = False
    credit_code: CreditCode | None = None
    external_ref: ExternalRefGiven | None = None


class RegisterOrganization(Command, OrganizationFacts):
    organization: OrganizationId
    community: CommunityId


PhonesGiven = Annotated[tuple[PhoneGiven, ...], Field(max_length=5)]


class ChangePhones(Command):
    """Replace the published numbers, all of them."""

    phones: PhonesGiven


class AddContact(Command):
    person: PersonId
    duty: Duty


class ChangeContact(Command):
    person: PersonId
    duty: Duty


class RemoveContact(Command):
    person: PersonId


class AdmitToAlliance(Command):
    """Admit; `since` is the day of the decision, which may lie before the system."""

    since: DayGiven


class LeaveAlliance(Command):
    """End the membership; `until` is the last day."""

    until: DayGiven
    reason: LeavingReason
    note: Note = ""
