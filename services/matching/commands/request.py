"""What can be asked of a request and its claims."""

from typing import Annotated, Literal

from pydantic import Field

from services.matching.commands.benefit import AskedBenefit
from services.matching.events import (
    AmendReason,
    CloseReason,
    ConfirmedHow,
    DeclineReason,
    EvidenceCode,
    ExtendReason,
    FromRegistry,
    ReleaseReason,
    ReopenReason,
    VisitedHow,
    VoidReason,
)
from shared.contracts.base import Party
from shared.contracts.matching import About
from shared.contracts.registry import Audience, Part, Waiting
from shared.directory.limits import Limits
from shared.eventsourcing.model import Command, Day, Frozen, Instant
from shared.privacy.text import Note, PublicText

ClaimId = Annotated[str, Field(pattern=r"^req_[a-z2-7]{26}\.[1-9]\d{0,5}$")]
Quantity = Annotated[int, Field(ge=1, le=1_000_000)]
PartNumber = Annotated[int, Field(ge=1, le=20)]
Mark = Annotated[int, Field(ge=1, le=5)]


class OpenRequest(Command):
    """A wish or need was published."""

    community: str
    about: About
    title: str = ""
    text: str
    quantity: Quantity
    audience: Audience = "public"
    waiting: Waiting | None = None
    parts: tuple[Part, ...] = ()
    asked_at: Instant | None = None


class MarkUnclaimed(Command):
    """Its time to be claimed has passed."""


class EndUnclaimed(Command):
    """Close it, since nobody acted."""


class ExtendWaiting(Command):
    """Let it go unclaimed to the end of the day `until`."""

    until: Day
    reason: ExtendReason
    note: Note = ""


class AtMeeting(Frozen):
    """The claiming meeting a claim is made in, as it stood when the command was sent."""

    id: str
    state: Literal["prepared", "open", "closed"]


class ClaimRequest(Command):
    """Promise `quantity`, or all that is left: of the part, where the request is in parts. `open_to`: the audiences
    that who asks belongs to, as it stood when the command was sent; None: staff, who see all there is."""

    claimant: Party
    quantity: Quantity | None = None
    part: PartNumber | None = None
    limits: Limits
    peer_class: str | None = None
    """The class of the organization that claims, as it stood when the command was sent."""
    inactive: bool = False
    """It was deactivated by then."""
    meeting: AtMeeting | None = None
    open_to: tuple[Audience, ...] | None = None
    benefit: AskedBenefit | None = None
    """With which of the scheme's benefits the community meets a need."""


class AcceptClaim(Command):
    """`inactive`: the organization that claimed was deactivated by then."""

    claim: ClaimId
    limits: Limits
    inactive: bool = False


class DeclineClaim(Command):
    claim: ClaimId
    reason: DeclineReason
    note: Note = ""


class ReleaseClaim(Command):
    claim: ClaimId
    party: str | None = None
    reason: ReleaseReason
    note: Note = ""


class VoidClaim(Command):
    claim: ClaimId
    reason: VoidReason
    note: Note = ""


class ExtendClaim(Command):
    """Let the claim be due at the end of the day `until`."""

    claim: ClaimId
    until: Day
    reason: ExtendReason
    note: Note = ""


class MarkOverdue(Command):
    claim: ClaimId


class ExpireClaim(Command):
    claim: ClaimId


TimeOfDay = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["14:30"])]
People = Annotated[int, Field(ge=1, le=500)]


class Visit(Frozen):
    """When who claimed comes, with how many people, and whether somebody of the staff comes along."""

    on: Day
    time: TimeOfDay | None = None
    people: People = 1
    escort: bool = False


class Arrange(Command, Visit):
    claim: ClaimId
    party: str | None = None


class RemindOfArrangement(Command):
    claim: ClaimId


class RecordNotReached(Command):
    """Nobody could be asked how it went; today, unless `occurred_on` says when."""

    how: VisitedHow
    occurred_on: Day | None = None


class Deliver(Command):
    """Enter what was brought: `quantity`, or all still promised; today, unless `occurred_on` says when. `steward`
    answers for the place of a public wish, as it stood when the command was sent."""

    claim: ClaimId
    party: str | None = None
    quantity: Quantity | None = None
    final: bool = False
    occurred_on: Day | None = None
    evidence: PublicText | None = None
    evidence_code: EvidenceCode | None = None
    steward: str | None = None


class MarkUnconfirmed(Command):
    """The time to confirm what the claim delivered has passed."""

    claim: ClaimId


class VoidDelivery(Command):
    """Take back the claim's delivery number `delivery` (from 1)."""

    claim: ClaimId
    delivery: Annotated[int, Field(ge=1, le=10_000)]
    reason: VoidReason
    note: Note = ""


class Marked(Frozen):
    """A claim and how satisfied people are with what it brought."""

    claim: ClaimId
    mark: Mark


class ConfirmDelivery(Command):
    """Confirm the claims named, each with its mark, or else with `mark` all that have delivered. `said_on` is when it
    was said, if that is not today; `steward` is who answers for the place of a public wish, if that is who speaks."""

    claims: tuple[Marked, ...] = ()
    mark: Mark | None = None
    how: ConfirmedHow
    said_on: Day | None = None
    party: str | None = None
    steward: str | None = None


class Reopen(Command):
    """Say that the claims named were not really kept; without names those that wait to be confirmed, or all of a
    fulfilled request."""

    claims: tuple[ClaimId, ...] = ()
    reason: ReopenReason
    note: Note = ""
    limits: Limits


class CloseRequest(Command):
    """End the request. What registry says is recorded, or nothing if the request has ended; it is never refused."""

    reason: CloseReason | FromRegistry
    note: Note = ""


class KnowGuardian(Command):
    """Let `guardian` decide in the place of who wished it; `wanted`: nobody is known who may. Always recorded."""

    guardian: str | None
    wanted: bool


class AmendText(Command):
    text: PublicText
    reason: AmendReason
    note: Note = ""
