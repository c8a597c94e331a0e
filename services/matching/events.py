"""The facts in matching's log. Each says what it is about, so it can be told without its stream."""

from typing import ClassVar, Literal

from shared.contracts.base import Party
from shared.contracts.matching import About
from shared.contracts.registry import Audience
from shared.directory import events as directory
from shared.eventsourcing.model import Day, Event, Frozen, Instant

DeclineReason = Literal["unsuitable", "already_helped", "cannot_verify", "other"]
ReleaseReason = Literal["no_longer_able", "no_time", "not_reachable", "agreed", "other"]
VoidReason = Literal["entered_twice", "wrong_request", "wrong_party", "wrong_quantity", "not_delivered", "other"]
ExtendReason = Literal["asked_by_recipient", "supplies_late", "weather", "illness", "other"]
ReopenReason = Literal["not_done", "not_complete", "defective", "confirmed_by_mistake", "claim_voided", "other"]
CloseReason = Literal[
    "no_longer_wanted",
    "done_by_others",
    "not_reachable",
    "out_of_scope",
    "impossible",
    "referred",
    "withdrawn",
    "erased",
    "other",
]
EvidenceCode = Literal["visit", "handover", "call", "photo_on_file"]
ConfirmedHow = Literal["self", "visit", "call", "on_site"]


class Terms(Frozen):
    """The limits that held when a claim was accepted; its later deadlines follow them."""

    claim_due: str
    claim_grace: str
    time_zone: str


class RequestEvent(Event):
    community: str
    about: About


class ClaimEvent(RequestEvent):
    """A fact about one claim."""

    claim: str
    claimant: Party


class RequestOpened(RequestEvent):
    type: ClassVar[str] = "request_opened"
    title: str
    text: str
    quantity: int
    audience: Audience


class RequestClaimed(ClaimEvent):
    type: ClassVar[str] = "request_claimed"
    quantity: int
    needs_acceptance: bool


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


class Delivered(ClaimEvent):
    """`final`: this claim brings no more, the rest of its promise is open again."""

    type: ClassVar[str] = "delivered"
    quantity: int
    final: bool
    occurred_on: Day
    evidence: str = ""
    evidence_code: EvidenceCode | None = None


class DeliveryVoided(ClaimEvent):
    """The claim's delivery number `delivery` was entered by mistake; the promise is due at `due_at`."""

    type: ClassVar[str] = "delivery_voided"
    delivery: int
    quantity: int
    due_at: Instant
    reason: VoidReason
    note: str = ""


class DeliveryConfirmed(ClaimEvent):
    """All that a claim had delivered and nobody had confirmed yet, with a mark from 1 to 5."""

    type: ClassVar[str] = "delivery_confirmed"
    quantity: int
    of_quantity: int
    occurred_on: Day
    mark: int
    how: ConfirmedHow
    confirmed_by: str


class RequestFulfilled(RequestEvent):
    """All of it is confirmed."""

    type: ClassVar[str] = "request_fulfilled"
    quantity: int
    occurred_on: Day
    providers: tuple[Party, ...]


class Reopening(Frozen):
    """A claim that is under way again."""

    claim: str
    claimant: Party
    due_at: Instant
    terms: Terms


class RequestReopened(RequestEvent):
    """It was not really done: confirmations of these claims no longer count."""

    type: ClassVar[str] = "request_reopened"
    claims: tuple[Reopening, ...]
    reason: ReopenReason
    note: str = ""


class Ended(Frozen):
    """A claim that ended with its request."""

    claim: str
    claimant: Party


class RequestClosed(RequestEvent):
    """Ended without (further) fulfilment; open claims end with it, neutrally."""

    type: ClassVar[str] = "request_closed"
    claims: tuple[Ended, ...]
    reason: CloseReason
    note: str = ""


class RequestAmended(RequestEvent):
    """The public text was replaced; `claimants` are those who have to know."""

    type: ClassVar[str] = "request_amended"
    old_text: str
    text: str
    reason: str
    claimants: tuple[Party, ...]


OneClaim = (
    ClaimAccepted
    | ClaimDeclined
    | ClaimReleased
    | ClaimVoided
    | ClaimExtended
    | ClaimOverdue
    | ClaimExpired
    | Delivered
    | DeliveryVoided
    | DeliveryConfirmed
)
"""What happens to a claim after it was made."""

EVENTS: tuple[type[Event], ...] = (
    RequestOpened,
    RequestClaimed,
    ClaimAccepted,
    ClaimDeclined,
    ClaimReleased,
    ClaimVoided,
    ClaimExtended,
    ClaimOverdue,
    ClaimExpired,
    Delivered,
    DeliveryVoided,
    DeliveryConfirmed,
    RequestFulfilled,
    RequestReopened,
    RequestClosed,
    RequestAmended,
    *directory.EVENTS,
)
