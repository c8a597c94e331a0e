"""What happens to one claim."""

from typing import ClassVar, Literal

from services.matching.events.benefit import BenefitGiven
from services.matching.events.reasons import (
    ConfirmedHow,
    DeclineReason,
    EvidenceCode,
    ExtendReason,
    ReleaseReason,
    ReopenReason,
    VisitedHow,
    VoidReason,
)
from services.matching.events.request import RequestEvent, Terms
from shared.contracts.base import Party
from shared.eventsourcing.model import Day, Frozen, Instant


class ClaimEvent(RequestEvent):
    """A fact about one claim."""

    claim: str
    claimant: Party


class RequestClaimed(ClaimEvent):
    type: ClassVar[str] = "request_claimed"
    quantity: int
    needs_acceptance: bool
    meeting: str | None = None
    """The claiming meeting it was made in."""
    part: int | None = None
    """The number of the part it is for, of a request in parts."""
    peer_class: str | None = None
    """The class of an organization that claims; the claim's limits may follow it."""
    benefit: BenefitGiven | None = None
    """With what of its scheme's benefits the community meets the need."""


class ClaimAccepted(ClaimEvent):
    type: ClassVar[str] = "claim_accepted"
    quantity: int
    due_at: Instant
    terms: Terms


class ClaimDeclined(ClaimEvent):
    type: ClassVar[str] = "claim_declined"
    reason: DeclineReason
    note: str = ""


class ClaimReleased(ClaimEvent):
    """Given back; what was delivered already stays to be confirmed."""

    type: ClassVar[str] = "claim_released"
    reason: ReleaseReason
    note: str = ""


class ClaimVoided(ClaimEvent):
    """Entered by mistake: it never counted for or against anybody."""

    type: ClassVar[str] = "claim_voided"
    reason: VoidReason
    note: str = ""


class ClaimExtended(ClaimEvent):
    type: ClassVar[str] = "claim_extended"
    due_at: Instant
    reason: ExtendReason
    note: str = ""


class ClaimOverdue(ClaimEvent):
    """Not kept in time; it expires at `expires_at` if nobody acts."""

    type: ClassVar[str] = "claim_overdue"
    expires_at: Instant


class ClaimExpired(ClaimEvent):
    """Taken back after the grace period; what was delivered already stays to be confirmed."""

    type: ClassVar[str] = "claim_expired"


class Arrangement(Frozen):
    """When a claimant comes, and with how many people. `escort`: somebody of the staff comes along, `escorted_by` once
    it is known who. Both are reminded at `remind_at`, if there is time for that."""

    on: Day
    time: str | None
    people: int
    escort: bool
    escorted_by: str | None
    remind_at: Instant | None


class Arranged(ClaimEvent, Arrangement):
    """A later one replaces it."""

    type: ClassVar[str] = "arranged"

    @property
    def arrangement(self) -> Arrangement:
        """What was arranged."""
        return Arrangement(**self.model_dump(include=set(Arrangement.model_fields)))


class ArrangementReminded(ClaimEvent):
    """The day that was arranged is near."""

    type: ClassVar[str] = "arrangement_reminded"
    on: Day
    time: str | None
    people: int
    escort: bool


class Delivered(ClaimEvent):
    """`final`: this claim brings no more, the rest of its promise is open again. The `steward` of the place of a public
    wish is told, as it stood then; nobody confirming it until `confirm_by`, the desk is."""

    type: ClassVar[str] = "delivered"
    quantity: int
    final: bool
    occurred_on: Day
    evidence: str = ""
    evidence_code: EvidenceCode | None = None
    steward: str | None = None
    confirm_by: Instant | None = None


class ConfirmationOverdue(ClaimEvent):
    """Nobody has confirmed in time what was delivered, last on `occurred_on`; it stays to be confirmed."""

    type: ClassVar[str] = "confirmation_overdue"
    occurred_on: Day


class DeliveryVoided(ClaimEvent):
    """The claim's delivery number `delivery` was entered by mistake; the promise is due at `due_at`."""

    type: ClassVar[str] = "delivery_voided"
    delivery: int
    quantity: int
    due_at: Instant
    reason: VoidReason
    note: str = ""


class DeliveryConfirmed(ClaimEvent):
    """All that a claim had delivered and nobody had confirmed yet, with a mark from 1 to 5, or none where nobody could
    be reached: it counts as kept, and for no satisfaction. It counts for the day `occurred_on` of the delivery;
    `said_on` is when somebody said how it went, where that was not the day on which it was entered."""

    type: ClassVar[str] = "delivery_confirmed"
    quantity: int
    of_quantity: int
    occurred_on: Day
    mark: int | None
    how: ConfirmedHow | Literal["not_reachable"]
    confirmed_by: str
    said_on: Day | None = None


class NotReached(ClaimEvent):
    """Nobody could be asked how it went, for the `attempt`th time (from 1) since the last delivery."""

    type: ClassVar[str] = "not_reached"
    attempt: int
    occurred_on: Day
    how: VisitedHow


class DeliveryDisputed(ClaimEvent):
    """What a claim had delivered, and nobody had confirmed yet, was not really done: it is due anew at `due_at`."""

    type: ClassVar[str] = "delivery_disputed"
    quantity: int
    due_at: Instant
    terms: Terms
    reason: ReopenReason
    note: str = ""


OneClaim = (
    ClaimAccepted
    | ClaimDeclined
    | ClaimReleased
    | ClaimVoided
    | ClaimExtended
    | ClaimOverdue
    | ClaimExpired
    | Arranged
    | ArrangementReminded
    | Delivered
    | ConfirmationOverdue
    | DeliveryVoided
    | DeliveryConfirmed
    | NotReached
    | DeliveryDisputed
)
"""What happens to a claim after it was made."""
