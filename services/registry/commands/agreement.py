"""What may be asked of an organization's agreements."""

from typing import Annotated

from pydantic import Field

from services.registry.commands.fields import (
    AgreementId,
    ClauseName,
    CommunityId,
    DayGiven,
    OrganizationId,
    PersonId,
    Quantity,
    ScanId,
    TemplateId,
    TickNumber,
)
from services.registry.commands.template import AgreementText, ClausesGiven
from services.registry.events.agreement import Kept, MediaType, ScanErasureReason, TerminationReason, UntickReason
from shared.contracts.base import Category
from shared.directory.limits import Limits
from shared.eventsourcing.model import Command, Day, Frozen
from shared.privacy.text import Note, Title

NoteGiven = Annotated[Note, Field(min_length=1)]
"""A remark that has to be made."""
YearGiven = Annotated[int, Field(ge=1949, le=2099)]


class DraftAgreement(Command, AgreementText):
    """Begin an agreement, from a template's edition or freely."""

    community: CommunityId
    organization: OrganizationId
    template: TemplateId | None = None
    edition: int | None = None


class RedraftAgreement(Command, AgreementText):
    agreement: AgreementId


class Signed(Frozen):
    """When both sides signed for which time, and who; in which `office` they hold."""

    signed_on: DayGiven
    since: DayGiven
    until: DayGiven
    signatory: PersonId | None = None
    office: Title | None = None


class SignAgreement(Command, Signed):
    """Record that the draft was signed."""

    agreement: AgreementId
    limits: Limits


class RenewAgreement(Command, Signed):
    """Record a further term; without clauses the former ones go on, counted anew until its end."""

    agreement: AgreementId
    clauses: ClausesGiven | None = None
    limits: Limits


class CorrectAgreement(Command, Signed):
    """Say what the latest term really is; without clauses they stay."""

    agreement: AgreementId
    clauses: ClausesGiven | None = None
    note: NoteGiven
    limits: Limits


class TerminateAgreement(Command):
    """End it before its time; without a day, today."""

    agreement: AgreementId
    on: DayGiven | None = None
    reason: TerminationReason
    note: Note = ""


class ReinstateAgreement(Command):
    """Take a termination back that was entered by mistake."""

    agreement: AgreementId
    note: NoteGiven


class AttachScan(Command):
    """Name the sealed paper."""

    agreement: AgreementId
    scan: ScanId
    media_type: MediaType
    size: int = Field(ge=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    parts: int = Field(ge=1)


class ShowScan(Command):
    agreement: AgreementId
    scan: ScanId


class EraseScan(Command):
    agreement: AgreementId
    scan: ScanId
    reason: ScanErasureReason
    note: Note = ""


class KnowDelivery(Command):
    """Take in a confirmed delivery, or what is left of one that is a `lender`'s, the `original` there."""

    organization: OrganizationId
    community: CommunityId
    claim: str
    category: Category
    unit: str
    quantity: int
    occurred_on: Day
    lender: OrganizationId | None = None
    original: int | None = None


class WithdrawDeliveries(Command):
    """Take back what was confirmed of a claim."""

    claim: str
    reason: UntickReason = "reopened"


class LendDelivery(Command):
    """Let so much of a delivery count for the agreements of an organization that is merged with this one."""

    delivery: int
    to: OrganizationId
    quantity: int


class EndLoan(Command):
    """Let what was delivered of a claim count here again: the other one has given it back."""

    claim: str
    to: OrganizationId


class TickObligation(Command):
    """Count something that no delivery in the system shows; without a day, today."""

    agreement: AgreementId
    clause: ClauseName
    quantity: Quantity
    occurred_on: DayGiven | None = None
    note: NoteGiven


class UntickObligation(Command):
    """Say that a tick does not count for its clause."""

    agreement: AgreementId
    tick: TickNumber
    note: NoteGiven


class NoteClause(Command):
    """Say how a declaratory clause went in a year."""

    agreement: AgreementId
    clause: ClauseName
    year: YearGiven
    kept: Kept
    note: Note = ""


class MindAgreement(Command):
    """Say that its end is near, or that a `clause`'s time is over."""

    agreement: AgreementId
    clause: ClauseName | None = None
