"""Claims made in a claiming meeting, by number, and taken back."""

from fastapi import APIRouter

from services.matching.api.meeting_bodies import MeetingClaimBody, MeetingId, PathNumber, UndoBody
from services.matching.api.speaking import by, claimant_of, known_of
from services.matching.commands import AtMeeting, BeginClaiming, ClaimRequest, VoidClaim
from services.matching.decider import MeetingState, State
from services.matching.decider.errors import AlreadyClaimed
from services.matching.decider.meeting_errors import NothingClaimedHere, Taken
from services.matching.events import ClaimVoided, RequestClaimed
from services.matching.queries import names
from shared.eventsourcing.decider import Envelope
from shared.http.dependencies import Body, Receipt, Write, Writing

CLAIMS = "/meetings/{meeting}/claims"

router = APIRouter()


@router.post(CLAIMS, status_code=201, operation_id="post_meeting_claim")
async def post_meeting_claim(meeting: MeetingId, body: MeetingClaimBody, write: Writing) -> Receipt:
    """Claim a number for somebody, who need have no account: all of the wish, or a part of its quantity."""
    state = await _begun(write, meeting, body.number)
    request, claimant = state.request(body.number), body.claimant.party
    wish: State = await write.load(request)
    command = ClaimRequest(
        at=write.at,
        actor=claimant_of(write, body),
        claimant=claimant,
        quantity=body.quantity,
        limits=await write.service.tree.limits(wish.community),
        **await known_of(write, claimant.id),
        meeting=AtMeeting(id=meeting, state=state.state),
    )
    try:
        outcome = await write.change(request, command)
    except AlreadyClaimed:
        raise await _taken(write, body.number, request) from None
    assert outcome.commit is not None, "a claim is never nothing"
    (claim,) = (event.claim for event in outcome.commit.events if isinstance(event, RequestClaimed))
    return write.receipt(outcome, id=claim, location=f"/api/matching/v1/requests/{request}")


async def _begun(write: Write, meeting: str, number: int) -> MeetingState:
    """The meeting with its numbers fixed, if it is open: else `number` might mean another wish a moment later."""
    state: MeetingState = await write.load(meeting)
    state.request(number)
    if state.state != "open" or state.begun:
        return state
    command = BeginClaiming(at=write.at, actor=write.actor(Body()))
    envelope = Envelope(meeting, command, id=f"{write.command_id}/begin", correlation=write.correlation)
    await write.service.handler.handle(envelope)
    begun: MeetingState = await write.load(meeting)
    return begun


async def _taken(write: Write, number: int, request: str) -> AlreadyClaimed:
    """The refusal that says who has it."""
    wish: State = await write.load(request)
    claimants = [claim.claimant for claim in wish.claims if claim.promised]
    known = await names(write.service.reads, [claimant.id for claimant in claimants])
    givers = dict.fromkeys(claimant.id for claimant in claimants if claimant.kind != "person")
    residents = any(claimant.kind == "person" for claimant in claimants)
    return Taken(number=number, claimants=[known.get(giver) or giver for giver in givers], residents=residents)


@router.post(CLAIMS + "/{number}/void", operation_id="post_meeting_void")
async def post_meeting_void(meeting: MeetingId, number: PathNumber, body: UndoBody, write: Writing) -> Receipt:
    """Take back the last claim that was made in the meeting on a number, as entered by mistake."""
    state: MeetingState = await write.load(meeting)
    request = state.request(number)
    wish: State = await write.load(request)
    claim = wish.claimed_in(meeting)
    if claim is None:
        raise NothingClaimedHere(number=number)
    command = VoidClaim(claim=claim.id, reason=body.reason, note=body.note, **by(write, body))
    outcome = await write.change(request, command)
    assert outcome.commit is not None, "a claim is voided, or that is refused"
    (voided,) = (event.claim for event in outcome.commit.events if isinstance(event, ClaimVoided))
    return write.receipt(outcome, id=voided)
