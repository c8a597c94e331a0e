"""Wishes, and how the requests behind them stand."""

from typing import Literal

from services.registry.events import (
    ClaimKnown,
    ExternalRef,
    OutcomeKnown,
    RejectionReason,
    ReopeningKnown,
    RequestKnown,
    TextKnown,
    WishContactRevealed,
    WishPosted,
    WishPublished,
    WishReceiptIssued,
    WishRejected,
    WishWithdrawalReason,
    WishWithdrawn,
)
from services.registry.events.referral import WishReferralAnswered, WishReferred, WishReturned
from services.registry.projections.fold import Followable, take, take_followed
from shared.contracts.base import Category
from shared.contracts.registry import ReferralOutcome, WishKind
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Consent, Day, Frozen
from shared.eventsourcing.projection import Projection, of_kind


class Referred(Frozen):
    """Where it was passed on to before it was published, and what became of it there."""

    to: str
    expected_by: Day
    outcome: ReferralOutcome | None = None
    answered_on: Day | None = None


class Wish(Followable):
    """`words` names the vault's record of what the person said; `text` is public."""

    community: str
    state: Literal["posted", "referred", "published", "rejected", "withdrawn"] = "posted"
    person: str | None = None
    organization: str | None = None
    entered_by: str = ""
    consent: Consent | None = None
    words: str | None = None
    kind: WishKind | None = None
    category: Category | None = None
    quantity: int | None = None
    unit: str = ""
    home_visit: bool = False
    reason: RejectionReason | WishWithdrawalReason | None = None
    note: str = ""
    duplicate_of: str | None = None
    external_ref: ExternalRef | None = None
    referral: Referred | None = None

    @property
    def owners(self) -> frozenset[str]:
        """The person, who entered it for the person, and the organization that noticed it."""
        neighbour = self.entered_by if self.entered_by.startswith("person_") else None
        return frozenset(filter(None, (self.person, neighbour, self.organization)))


def apply(document: Wish | None, recorded: Recorded) -> Wish:
    document = document or Wish(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case WishPosted() as event:
            return take(document, event, posted_at=recorded.at, owed_since=recorded.at)
        case WishPublished() as event:
            posted_at = document.posted_at
            return take(document, event, state="published", posted_at=posted_at, published_at=recorded.at)
        case WishRejected() as event:
            return take(document, event, state="rejected", owed_since=None)
        case WishWithdrawn() as event:
            return take(document, event, state="withdrawn", owed_since=None)
        case WishReferred(to=to, expected_by=day):
            return take(document, state="referred", owed_since=None, referral=Referred(to=to, expected_by=day))
        case WishReferralAnswered(outcome=outcome, occurred_on=day):
            known = {"outcome": outcome, "answered_on": day}
            referral = document.referral.model_copy(update=known) if document.referral else None
            return take(document, referral=referral)
        case WishReturned():
            return take(document, state="posted", owed_since=document.posted_at, referral=None)
        case RequestKnown() | ClaimKnown() | OutcomeKnown() | ReopeningKnown() | TextKnown() as event:
            return take_followed(document, event, recorded.at)
        case WishContactRevealed() | WishReceiptIssued():
            return document
        case event:
            return take(document, event)


WISHES = Projection(
    name="wishes",
    version=3,
    document=Wish,
    apply=apply,
    keys=of_kind("wish"),
    indexes=(
        [("community", 1), ("state", 1), ("position", -1)],
        [("community", 1), ("position", -1)],
        [("community", 1), ("progress", 1), ("done_on", -1)],
        [("person", 1), ("state", 1)],
        [("community", 1), ("owed_since", 1)],
    ),
)
