"""Wishes, and how the requests behind them stand."""

from datetime import datetime
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
from services.registry.events.guardian import WishGuardianChanged
from services.registry.events.referral import WishReferralAnswered, WishReferred, WishReturned
from services.registry.events.thanks import (
    ThanksEvent,
    ThanksPublished,
    ThanksRejected,
    ThanksRejectionReason,
    ThanksSaid,
    ThanksWithdrawalReason,
    ThanksWithdrawn,
)
from services.registry.projections.fold import Followable, take, take_followed
from shared.contracts.base import Category, Party
from shared.contracts.registry import ReferralOutcome, WishKind
from shared.contracts.thanks import ThanksShownTo
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Consent, Day, Frozen, Instant
from shared.eventsourcing.projection import Projection, of_kind


class Referred(Frozen):
    """Where it was passed on to before it was published, and what became of it there."""

    to: str
    expected_by: Day
    outcome: ReferralOutcome | None = None
    answered_on: Day | None = None


class Thanks(Frozen):
    """What the person said for it: waiting for review, or published as `text` for `providers` to read; `shown_to`
    everybody, it hangs on the wall as well."""

    state: Literal["said", "published", "rejected", "withdrawn"] = "said"
    shown_to: ThanksShownTo
    said_at: Instant
    published_at: Instant | None = None
    text: str | None = None
    providers: tuple[Party, ...] = ()
    reason: ThanksRejectionReason | ThanksWithdrawalReason | None = None
    note: str = ""


class Wish(Followable):
    """`words` names the vault's record of what the person said; `text` is public."""

    community: str
    state: Literal["posted", "referred", "published", "rejected", "withdrawn"] = "posted"
    person: str | None = None
    organization: str | None = None
    entered_by: str = ""
    consent: Consent | None = None
    words: str | None = None
    guardian: str | None = None
    """Who decides in the person's place."""
    guardian_wanted: bool = False
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
    thanks: Thanks | None = None

    @property
    def owners(self) -> frozenset[str]:
        """The person and who entered it for the person, or the guardian; and the organization that noticed it."""
        guarded = self.guardian or self.guardian_wanted
        neighbour = self.entered_by if self.entered_by.startswith("person_") and not guarded else None
        decides = None if self.guardian_wanted else self.guardian or self.person
        return frozenset(filter(None, (decides, neighbour, self.organization)))


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
        case ThanksEvent() as event:
            return take(document, thanks=_thanks(document.thanks, event, recorded.at))
        case WishGuardianChanged(guardian=guardian, wanted=wanted):
            return take(document, guardian=guardian, guardian_wanted=wanted)
        case WishContactRevealed() | WishReceiptIssued():
            return document
        case event:
            return take(document, event)


def _thanks(before: Thanks | None, event: ThanksEvent, at: datetime) -> Thanks | None:
    if isinstance(event, ThanksSaid):
        return Thanks(shown_to=event.shown_to, said_at=at)
    assert before
    match event:
        case ThanksPublished(text=text, providers=providers):
            changes = {"state": "published", "text": text, "providers": providers, "published_at": at}
        case ThanksRejected(reason=reason, note=note):
            changes = {"state": "rejected", "reason": reason, "note": note}
        case ThanksWithdrawn(reason=reason):
            changes = {"state": "withdrawn", "reason": reason, "text": None, "providers": ()}
        case _:
            changes = {}
    return before.model_copy(update=changes)


WISHES = Projection(
    name="wishes",
    version=5,
    document=Wish,
    apply=apply,
    keys=of_kind("wish"),
    indexes=(
        [("community", 1), ("state", 1), ("position", -1)],
        [("community", 1), ("position", -1)],
        [("community", 1), ("progress", 1), ("done_on", -1)],
        [("person", 1), ("state", 1)],
        [("community", 1), ("owed_since", 1)],
        [("community", 1), ("thanks.state", 1), ("thanks.said_at", 1)],
        [("thanks.providers.id", 1)],
        [("guardian", 1)],
    ),
)
