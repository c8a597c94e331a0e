"""What an organization and its community agreed on. All agreements of one organization are one stream, together with
what it delivered, since a delivery ticks off whichever of them it fits."""

from typing import ClassVar, Literal

from services.registry.events.template import Clause
from shared.eventsourcing.model import Day, Event, Frozen, Instant

TerminationReason = Literal[
    "by_mutual_consent", "moved_away", "dissolved", "not_kept", "replaced", "not_signed", "entered_by_mistake", "other"
]
MediaType = Literal["application/pdf", "image/jpeg", "image/png"]
Kept = Literal["kept", "partly", "broken"]
UntickReason = Literal["reopened", "corrected", "by_hand", "unmerged"]
ScanErasureReason = Literal["wrong_document", "unreadable", "on_request", "entered_by_mistake", "other"]


class Overdue(Frozen):
    """When a clause's time is over."""

    clause: str
    at: Instant


class AgreementDrafted(Event):
    type: ClassVar[str] = "agreement_drafted"
    agreement: str
    community: str
    organization: str
    title: str
    clauses: tuple[Clause, ...]
    template: str | None
    edition: int | None


class AgreementRedrafted(Event):
    """Another text, before anybody signed."""

    type: ClassVar[str] = "agreement_redrafted"
    agreement: str
    title: str
    clauses: tuple[Clause, ...]


class Signing(Event):
    """What both sides signed: the term, its clauses, and by whom. Clauses are named `<term>.<number>`.

    `signatory` is the organization's contact, `countersigned` the staff; `office` says in which office they signed.
    """

    agreement: str
    organization: str
    title: str
    term: int
    signed_on: Day
    since: Day
    until: Day
    signatory: str | None
    countersigned: str
    office: str
    clauses: tuple[Clause, ...]
    remind_at: Instant | None
    overdue: tuple[Overdue, ...]


class AgreementSigned(Signing):
    type: ClassVar[str] = "agreement_signed"


class AgreementRenewed(Signing):
    type: ClassVar[str] = "agreement_renewed"


class AgreementCorrected(Signing):
    """The latest term was entered wrongly: this is what was signed."""

    type: ClassVar[str] = "agreement_corrected"
    note: str


class AgreementTerminated(Event):
    """Over before its time; `on` is the last day. A draft that nobody will sign ends in the same way."""

    type: ClassVar[str] = "agreement_terminated"
    agreement: str
    organization: str
    title: str
    on: Day
    reason: TerminationReason
    note: str


class AgreementReinstated(Event):
    """The termination was entered by mistake."""

    type: ClassVar[str] = "agreement_reinstated"
    agreement: str
    note: str


class AgreementExpiring(Event):
    """It ends soon, unless somebody renews it."""

    type: ClassVar[str] = "agreement_expiring"
    agreement: str
    organization: str
    title: str
    until: Day


class ScanAttached(Event):
    """The signed paper lies sealed under a key of its own, in so many `parts`; `sha256` is that of the whole file."""

    type: ClassVar[str] = "scan_attached"
    agreement: str
    scan: str
    media_type: MediaType
    size: int
    sha256: str
    parts: int


class ScanShown(Event):
    """Somebody looked at the paper."""

    type: ClassVar[str] = "scan_shown"
    agreement: str
    scan: str


class ScanErased(Event):
    """The file and its key are gone."""

    type: ClassVar[str] = "scan_erased"
    agreement: str
    scan: str
    reason: ScanErasureReason
    note: str


EVENTS: tuple[type[Event], ...] = (
    AgreementDrafted,
    AgreementRedrafted,
    AgreementSigned,
    AgreementRenewed,
    AgreementCorrected,
    AgreementTerminated,
    AgreementReinstated,
    AgreementExpiring,
    ScanAttached,
    ScanShown,
    ScanErased,
)
