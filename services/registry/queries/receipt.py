"""What became of a wish, for who has a receipt for it: nothing that is not public, and nobody's name."""

from collections.abc import Iterable
from hmac import compare_digest
from typing import Literal

from services.registry.commands.receipt import lock_of
from services.registry.decider.following import Progress
from services.registry.events import (
    ClaimKnown,
    Outcome,
    OutcomeKnown,
    RejectionReason,
    ReopeningKnown,
    WishPosted,
    WishPublished,
    WishRejected,
    WishWithdrawalReason,
    WishWithdrawn,
)
from services.registry.events.referral import WishReferred, WishReturned
from services.registry.projections import RECEIPTS, WISHES, Wish
from shared.contracts.base import Category
from shared.contracts.registry import WishKind
from shared.eventsourcing.decider import Commit
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Event, Frozen, Instant

Step = Literal["posted", "published", "rejected", "withdrawn", "referred", "claimed", "accepted", "reopened"] | Outcome
MOST = 20


class Stage(Frozen):
    """One step on the way, and when it was taken."""

    step: Step
    at: Instant


class OpenedThanks(Frozen):
    """How thanks for a wish stand, and what of them was passed on; never the person's own words."""

    state: Literal["said", "published", "rejected", "withdrawn"]
    text: str | None


class OpenedWish(Frozen):
    """A wish as its receipt shows it. `text` is the public one; with the `token`, until `token_until`, matching shows
    the request and takes a confirmation or a reopening of it, and thanks may be said here (`can_thank`) or taken
    back. Of who is `guarded` nothing is said but with the guardian's consent."""

    wish: str
    community: str
    state: Literal["posted", "referred", "published", "rejected", "withdrawn"]
    progress: Progress | None
    kind: WishKind | None
    category: Category | None
    text: str | None
    quantity: int | None
    unit: str
    reason: RejectionReason | WishWithdrawalReason | None
    note: str
    request_id: str | None
    stages: tuple[Stage, ...]
    thanks: OpenedThanks | None
    can_thank: bool
    guarded: bool
    token: str | None = None
    token_until: Instant | None = None


async def opened(reads: Reads, secret: bytes, number: str, code: str) -> Wish | None:
    """The one wish that number and code open; None where none does, or (a freak) two do."""
    receipts = await reads(RECEIPTS).find({"number": number}, limit=MOST)
    fitting = [each.id for each in receipts if compare_digest(each.lock, lock_of(secret, each.id, code))]
    return await reads(WISHES).get(fitting[0]) if len(fitting) == 1 else None


def show_opened(wish: Wish, commits: Iterable[Commit]) -> OpenedWish:
    """What the receipt shows of `wish`, to which `commits` happened."""
    fields = wish.model_dump(include=set(OpenedWish.model_fields) - {"thanks"})
    said = wish.thanks
    thanks = OpenedThanks(state=said.state, text=said.text) if said else None
    shown = {"stages": stages_of(commits), "thanks": thanks, "can_thank": _can_thank(wish)}
    shown["guarded"] = wish.guardian is not None or wish.guardian_wanted
    return OpenedWish(wish=wish.id, **shown, **fields)


def _can_thank(wish: Wish) -> bool:
    """It is a person's and came true, somebody decides for who is a minor, and no thanks wait or were passed on."""
    live = wish.thanks is not None and wish.thanks.state in ("said", "published")
    return wish.person is not None and wish.progress in ("fulfilled", "partly") and not (live or wish.guardian_wanted)


def stages_of(commits: Iterable[Commit]) -> tuple[Stage, ...]:
    """The steps on the way, oldest first."""
    taken = ((_step(recorded.event), recorded.at) for commit in commits for recorded in commit)
    return tuple(Stage(step=step, at=at) for step, at in taken if step)


def _step(event: Event) -> Step | None:
    match event:
        case WishPosted():
            return "posted"
        case WishPublished():
            return "published"
        case WishRejected():
            return "rejected"
        case WishWithdrawn():
            return "withdrawn"
        case WishReferred():
            return "referred"
        case WishReturned():
            return "reopened"
        case ClaimKnown(standing="claimed"):
            return "claimed"
        case ClaimKnown(standing="accepted"):
            return "accepted"
        case OutcomeKnown(outcome=outcome):
            return outcome
        case ReopeningKnown():
            return "reopened"
        case _:
            return None
