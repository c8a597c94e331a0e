"""What matching tells: who promised what to whom, and what became of it."""

from typing import ClassVar, Literal

from shared.contracts import redaction
from shared.contracts.base import Category, Contract, Party, Value
from shared.contracts.registry import NeedKind, ReferralOutcome, WishKind
from shared.eventsourcing.model import Day, Instant


class About(Value):
    """The request that a fact belongs to, as far as the other services need it."""

    request: str
    kind: Literal["wish", "need"]
    origin: str
    """The wish or need in registry."""
    wish_kind: WishKind | None = None
    need_kind: NeedKind | None = None
    person: str | None = None
    """Who wished, for a wish of a person or household."""
    organization: str | None = None
    """Who needs it, for a need."""
    guardian: str | None = None
    """Who decides about it in the person's place."""
    guardian_wanted: bool = False
    """Whether nobody is known who may decide."""
    entered_by: str | None = None
    """Who entered it, to be told how it ended."""
    category: Category
    unit: str
    place: str | None = None
    """Where it is, or where the person lives: a place of the community."""


class MatchingContract(Contract):
    source: ClassVar[str] = "matching"
    about: About


class ClaimContract(MatchingContract):
    """A fact about one claim of a request."""

    claim: str
    claimant: Party


class RequestOpened(MatchingContract):
    type: ClassVar[str] = "request_opened"
    quantity: int


class RequestUnclaimed(MatchingContract):
    """Nobody has taken it on in time; it is closed at `expires_at` if nobody acts."""

    type: ClassVar[str] = "request_unclaimed"
    expires_at: Instant


class WaitingExtended(MatchingContract):
    """It may wait to be taken on until `until`."""

    type: ClassVar[str] = "waiting_extended"
    until: Instant
    reason: str


class WishClaimed(ClaimContract):
    type: ClassVar[str] = "wish_claimed"
    quantity: int
    needs_acceptance: bool


class NeedClaimed(ClaimContract):
    type: ClassVar[str] = "need_claimed"
    quantity: int
    needs_acceptance: bool


class ClaimAccepted(ClaimContract):
    type: ClassVar[str] = "claim_accepted"
    quantity: int
    due_at: Instant


class ClaimDeclined(ClaimContract):
    type: ClassVar[str] = "claim_declined"
    reason: str


class ClaimReleased(ClaimContract):
    type: ClassVar[str] = "claim_released"
    reason: str


class ClaimExtended(ClaimContract):
    """There is more time for it: until `due_at`."""

    type: ClassVar[str] = "claim_extended"
    due_at: Instant
    reason: str


class ClaimOverdue(ClaimContract):
    """The promise was not kept in time; it expires at `expires_at` if nobody acts."""

    type: ClassVar[str] = "claim_overdue"
    expires_at: Instant


class ClaimExpired(ClaimContract):
    type: ClassVar[str] = "claim_expired"


class ClaimVoided(ClaimContract):
    """Entered by mistake: it never counted for or against anybody."""

    type: ClassVar[str] = "claim_voided"


class Arrangement(ClaimContract):
    """When the claimant comes, with how many people, and whether somebody of the staff comes along."""

    on: Day
    time: str | None
    people: int
    escort: bool


class Arranged(Arrangement):
    type: ClassVar[str] = "arranged"


class ArrangementReminded(Arrangement):
    """The day that was arranged is near."""

    type: ClassVar[str] = "arrangement_reminded"


class Delivered(ClaimContract):
    type: ClassVar[str] = "delivered"
    quantity: int
    """How much this delivery brought."""
    occurred_on: Day


class ConfirmationOverdue(ClaimContract):
    """Nobody has confirmed in time what the claim delivered; it stays to be confirmed."""

    type: ClassVar[str] = "confirmation_overdue"
    occurred_on: Day
    """When it was delivered."""


class DeliveryConfirmed(ClaimContract):
    """One claim's deliveries, confirmed with a mark from 1 to 5; without one where nobody could be reached."""

    type: ClassVar[str] = "delivery_confirmed"
    quantity: int
    """How much of the claim is confirmed by this."""
    of_quantity: int
    """How much the whole request asked for."""
    occurred_on: Day
    mark: int | None


class DeliveryDisputed(ClaimContract):
    """What was said to be delivered was not really done: the claim is under way again. Nothing was confirmed yet."""

    type: ClassVar[str] = "delivery_disputed"
    quantity: int
    due_at: Instant
    reason: str


class WishFulfilled(MatchingContract):
    type: ClassVar[str] = "wish_fulfilled"
    quantity: int
    occurred_on: Day
    providers: tuple[Party, ...] = ()


class NeedResolved(MatchingContract):
    type: ClassVar[str] = "need_resolved"
    quantity: int
    occurred_on: Day
    providers: tuple[Party, ...]


class VacancyAnswered(MatchingContract):
    """A resident would take the job. Who it is, the desk knows."""

    type: ClassVar[str] = "vacancy_answered"
    answer: int
    person: str


class AnswerSettled(MatchingContract):
    type: ClassVar[str] = "answer_settled"
    answer: int
    person: str
    outcome: str


class ReopenedClaim(Value):
    claim: str
    claimant: Party


class RequestReopened(MatchingContract):
    """It was not really done: the named claims are under way again and their confirmations no longer count."""

    type: ClassVar[str] = "request_reopened"
    claims: tuple[ReopenedClaim, ...]
    reason: str


class RequestAmended(MatchingContract):
    type: ClassVar[str] = "request_amended"
    text: str


class RequestClosed(MatchingContract):
    """Closed without (further) fulfilment; open claims end with it, neutrally."""

    type: ClassVar[str] = "request_closed"
    reason: str
    claims: tuple[ReopenedClaim, ...] = ()


class SuggestionContract(MatchingContract):
    """A fact about one suggestion: `provider` was asked whether `offer` would do for the request."""

    suggestion: int
    provider: Party
    offer: str


class SuggestionMade(SuggestionContract):
    type: ClassVar[str] = "suggestion_made"
    quantity: int | None = None


class SuggestionAccepted(SuggestionContract):
    """It became `claim`."""

    type: ClassVar[str] = "suggestion_accepted"
    claim: str


class SuggestionDeclined(SuggestionContract):
    type: ClassVar[str] = "suggestion_declined"
    reason: str
    not_before: Day | None = None


class SuggestionWithdrawn(SuggestionContract):
    type: ClassVar[str] = "suggestion_withdrawn"
    reason: str


class RequestPartlyDone(MatchingContract):
    """Ended with `quantity` of `of_quantity` done; the rest ends with it, neutrally."""

    type: ClassVar[str] = "request_partly_done"
    quantity: int
    of_quantity: int
    occurred_on: Day
    providers: tuple[Party, ...]
    claims: tuple[ReopenedClaim, ...] = ()
    reason: str
    """Why the rest is left."""


class RequestFoundImpossible(MatchingContract):
    """The community's answer is that it can't be done; open claims end with it, neutrally."""

    type: ClassVar[str] = "request_found_impossible"
    reason: str
    claims: tuple[ReopenedClaim, ...] = ()


class RequestReferred(MatchingContract):
    """Passed on to the office `to`, which is to see to it by `expected_by`; open claims end with it, neutrally."""

    type: ClassVar[str] = "request_referred"
    to: str
    expected_by: Day
    claims: tuple[ReopenedClaim, ...] = ()


class ReferralAsked(MatchingContract):
    """The day has passed without word of what became of it."""

    type: ClassVar[str] = "referral_asked"
    to: str
    expected_by: Day


class ReferralAnswered(MatchingContract):
    type: ClassVar[str] = "referral_answered"
    outcome: ReferralOutcome


class RequestReturned(MatchingContract):
    """It came back: what had ended otherwise than wholly done is open again."""

    type: ClassVar[str] = "request_returned"
    reason: str


CONTRACTS: tuple[type[Contract], ...] = (
    RequestOpened,
    RequestUnclaimed,
    WaitingExtended,
    WishClaimed,
    NeedClaimed,
    ClaimAccepted,
    ClaimDeclined,
    ClaimReleased,
    ClaimExtended,
    ClaimOverdue,
    ClaimExpired,
    ClaimVoided,
    Arranged,
    ArrangementReminded,
    Delivered,
    AnswerSettled,
    ConfirmationOverdue,
    DeliveryConfirmed,
    DeliveryDisputed,
    WishFulfilled,
    NeedResolved,
    RequestReopened,
    ReferralAnswered,
    ReferralAsked,
    RequestAmended,
    RequestClosed,
    SuggestionMade,
    SuggestionAccepted,
    SuggestionDeclined,
    SuggestionWithdrawn,
    RequestFoundImpossible,
    RequestPartlyDone,
    RequestReferred,
    RequestReturned,
    VacancyAnswered,
    redaction.InMatching,
)
