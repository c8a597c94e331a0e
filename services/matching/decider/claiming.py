"""Decisions about claims: made, accepted or declined, extended, given back, overdue, expired, voided."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from services.matching.commands import (
    AcceptClaim,
    ClaimRequest,
    DeclineClaim,
    ExpireClaim,
    ExtendClaim,
    MarkOverdue,
    ReleaseClaim,
    VoidClaim,
)
from services.matching.decider.benefits import given
from services.matching.decider.common import due, named, of, still_open, terms_of, theirs, words_allowed
from services.matching.decider.ending_errors import NoSuchPart, VacancyNotClaimed
from services.matching.decider.errors import (
    AlreadyClaimed,
    AlreadyVoided,
    ConsentMissing,
    NotAccepted,
    NotLater,
    NotUnderWay,
    NotWaiting,
    OrganizationInactive,
    OtherCommunity,
    OwnRequest,
    TooMuch,
    WrongKind,
)
from services.matching.decider.meeting_errors import MeetingNotOpen
from services.matching.decider.state import Claim, ClaimStatus, Fulfilled, State
from services.matching.events import (
    ClaimAccepted,
    ClaimDeclined,
    ClaimExpired,
    ClaimExtended,
    ClaimOverdue,
    ClaimReleased,
    ClaimVoided,
    RequestClaimed,
    RequestReopened,
)
from shared.directory.limits import Limits, due_at
from shared.errors import NotFound
from shared.eventsourcing.model import Event

PREFIXES = {"organization": "org_", "person": "person_", "community": "community_"}
UNDER_WAY: tuple[ClaimStatus, ...] = ("claimed", "accepted", "overdue")
"""In these states something of it is still to be delivered."""


def claim(state: State, command: ClaimRequest) -> Sequence[Event]:
    """Promises what is asked for, if that much is left; stands at once where nobody has to accept. What is open to
    others than who asks isn't there."""
    if command.open_to is not None and state.audience not in command.open_to:
        raise NotFound
    still_open(state)
    meeting = _meeting(command)
    _may_claim(state, command)
    left, unit = left_of(state, command.part)
    quantity = command.quantity or left
    if not left:
        raise AlreadyClaimed
    if quantity > left:
        raise TooMuch(left=left, unit=unit)
    waits = state.personal or command.limits.accept_public_claims
    claim_id = f"{state.about.request}.{len(state.claims) + 1}"
    more: dict[str, Any] = {"part": command.part, "peer_class": command.peer_class, "benefit": given(state, command)}
    made = Claim(id=claim_id, claimant=command.claimant, claimed=quantity, promised=quantity, **more)
    claimed = RequestClaimed(**of(state, made), quantity=quantity, needs_acceptance=waits, meeting=meeting, **more)
    return [claimed] if waits else [claimed, _accepted(state, made, command.at, command.limits)]


def left_of(state: State, part: int | None) -> tuple[int, str]:
    """How much can be claimed, or asked for, and what is counted. Raises NoSuchPart, VacancyNotClaimed."""
    if state.vacancy:
        raise VacancyNotClaimed
    if not state.parts and part is None:
        return state.left, state.about.unit
    if part is None or part > len(state.parts):
        raise NoSuchPart(field="part", parts=len(state.parts))
    return state.left_of(part), state.parts[part - 1].unit


def _meeting(command: ClaimRequest) -> str | None:
    """The meeting it is claimed in. Raises MeetingNotOpen."""
    if command.meeting is None:
        return None
    if command.meeting.state != "open":
        raise MeetingNotOpen
    return command.meeting.id


def _may_claim(state: State, command: ClaimRequest) -> None:
    claimant = command.claimant
    if not claimant.id.startswith(PREFIXES[claimant.kind]):
        raise WrongKind(field="claimant")
    if command.inactive:
        raise OrganizationInactive
    if claimant.id in (state.about.person, state.about.guardian, state.about.organization):
        raise OwnRequest
    if claimant.kind == "community" and claimant.id != state.community:
        raise OtherCommunity
    if claimant.kind == "person" and command.actor.id != claimant.id and command.actor.consent is None:
        raise ConsentMissing(field="consent")


def accept(state: State, command: AcceptClaim) -> Sequence[Event]:
    """Staff's word before a stranger meets a resident; from now on the claim is due."""
    still_open(state)
    claim = named(state, command)
    if claim.status != "claimed":
        raise NotWaiting
    if command.inactive:
        raise OrganizationInactive
    return [_accepted(state, claim, command.at, command.limits)]


def _accepted(state: State, claim: Claim, at: datetime, limits: Limits) -> ClaimAccepted:
    terms = terms_of(state, claim, limits, at)
    return ClaimAccepted(**of(state, claim), quantity=claim.promised, due_at=due(at, terms), terms=terms)


def decline(state: State, command: DeclineClaim) -> Sequence[Event]:
    """The claim is not accepted; what it asked for is left again."""
    claim = named(state, command)
    words_allowed(state, command.note)
    if claim.status != "claimed":
        raise NotWaiting
    return [ClaimDeclined(**of(state, claim), reason=command.reason, note=command.note)]


def release(state: State, command: ReleaseClaim) -> Sequence[Event]:
    """The claimant gives back what is not delivered."""
    claim = named(state, command)
    theirs(claim, command.party)
    words_allowed(state, command.note)
    if claim.status not in UNDER_WAY:
        raise NotUnderWay
    return [ClaimReleased(**of(state, claim), reason=command.reason, note=command.note)]


def void(state: State, command: VoidClaim) -> Sequence[Event]:
    """The claim was entered by mistake. A fulfilled request that counted on it is open again."""
    claim = named(state, command)
    words_allowed(state, command.note)
    if claim.status == "voided":
        raise AlreadyVoided
    voided = ClaimVoided(**of(state, claim), reason=command.reason, note=command.note)
    if isinstance(state, Fulfilled) and claim.confirmed:
        return [voided, RequestReopened(**of(state), claims=(), reason="claim_voided")]
    return [voided]


def extend(state: State, command: ExtendClaim) -> Sequence[Event]:
    """More time, to the end of a day; by right, so it is not overdue."""
    claim = named(state, command)
    words_allowed(state, command.note)
    if claim.status == "claimed":
        raise NotAccepted
    if claim.status not in ("accepted", "overdue"):
        raise NotUnderWay
    assert claim.terms is not None
    assert claim.due_at is not None
    zone = claim.terms.time_zone
    end = due_at(datetime.combine(command.until, time.min, ZoneInfo(zone)), "P0D", zone)
    if end <= max(claim.due_at, command.at):
        raise NotLater
    return [ClaimExtended(**of(state, claim), due_at=end, reason=command.reason, note=command.note)]


def mark_overdue(state: State, command: MarkOverdue) -> Sequence[Event]:
    """The due date has passed; nothing when it was kept, extended or ended meanwhile."""
    claim = named(state, command)
    if claim.status != "accepted" or claim.due_at is None or claim.due_at > command.at:
        return []
    assert claim.terms is not None
    terms = claim.terms
    expires_at = due_at(command.at, terms.claim_grace, terms.time_zone, terms.calendar)
    return [ClaimOverdue(**of(state, claim), expires_at=expires_at)]


def expire(state: State, command: ExpireClaim) -> Sequence[Event]:
    """The grace has passed and nobody acted: what is not delivered is left again."""
    claim = named(state, command)
    if claim.status != "overdue" or claim.expires_at is None or claim.expires_at > command.at:
        return []
    return [ClaimExpired(**of(state, claim))]
