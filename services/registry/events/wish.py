"""What happened to a wish until it was published."""

from typing import ClassVar, Literal

from services.registry.events.person import PersonField, RevealPurpose
from services.registry.events.reference import ExternalRef
from shared.contracts.base import Category
from shared.contracts.registry import Waiting, WishKind
from shared.eventsourcing.model import Consent, Event, Instant

WishWithdrawalReason = Literal[
    "no_longer_wanted", "done_by_others", "moved_away", "entered_by_mistake", "other", "person_erased"
]
RejectionReason = Literal["duplicate", "out_of_scope", "unclear", "already_done", "inappropriate"]


class WishPosted(Event):
    """Somebody wishes something. `words` names the vault's record of what a person said; `text` is there only
    when no person stands behind it."""

    type: ClassVar[str] = "wish_posted"
    wish: str
    community: str
    person: str | None
    organization: str | None
    entered_by: str
    consent: Consent | None
    text: str | None
    words: str | None
    external_ref: ExternalRef | None = None
    posted_at: Instant | None = None
    guardian: str | None = None
    """Who decides about it in the person's place."""


class WishRevised(Event):
    """Said differently, before anybody reviewed it."""

    type: ClassVar[str] = "wish_revised"
    text: str | None
    words: str | None


class WishPublished(Event):
    """Reviewed and published; from here matching has the say."""

    type: ClassVar[str] = "wish_published"
    kind: WishKind
    person: str | None
    organization: str | None
    entered_by: str
    text: str
    category: Category
    quantity: int
    unit: str
    home_visit: bool
    place: str | None = None
    waiting: Waiting | None = None
    posted_at: Instant | None = None
    guardian: str | None = None


class WishRejected(Event):
    type: ClassVar[str] = "wish_rejected"
    person: str | None
    organization: str | None
    entered_by: str
    reason: RejectionReason
    note: str
    duplicate_of: str | None
    guardian: str | None = None
    guardian_wanted: bool = False


class WishWithdrawn(Event):
    """No longer wanted; `published` says that matching has a request to close."""

    type: ClassVar[str] = "wish_withdrawn"
    person: str | None
    organization: str | None
    entered_by: str
    published: bool
    reason: WishWithdrawalReason
    note: str
    guardian: str | None = None
    guardian_wanted: bool = False


class WishReceiptIssued(Event):
    """Somebody got a receipt, in place of any former one; `lock` is the keyed hash of its code."""

    type: ClassVar[str] = "wish_receipt_issued"
    number: str
    lock: str


class WishContactRevealed(Event):
    """Staff, the wisher or an accepted claimant saw how to reach the person; `party` is None for staff."""

    type: ClassVar[str] = "wish_contact_revealed"
    person: str
    party: str | None
    purpose: RevealPurpose
    fields: tuple[PersonField, ...]


EVENTS: tuple[type[Event], ...] = (
    WishPosted,
    WishRevised,
    WishPublished,
    WishRejected,
    WishWithdrawn,
    WishContactRevealed,
    WishReceiptIssued,
)
