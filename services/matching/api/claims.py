"""Claims on a request, and what they deliver."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends

from services.matching.api.bodies import (
    ClaimBody,
    ClaimNumber,
    DeclineBody,
    DeliveryBody,
    DeliveryNumber,
    ExtendBody,
    ReleaseBody,
    RequestId,
    VoidBody,
)
from services.matching.api.speaking import benefit_of, by, claimant_of, claiming_for, known_of, open_to, steward_of
from services.matching.commands import (
    AcceptClaim,
    ClaimRequest,
    DeclineClaim,
    Deliver,
    ExtendClaim,
    ReleaseClaim,
    VoidClaim,
    VoidDelivery,
)
from services.matching.events import RequestClaimed
from shared.directory.mergers import inactive
from shared.eventsourcing.model import Command
from shared.http.dependencies import Body, Receipt, Write, Writing

CLAIMS = "/requests/{request}/claims"
CLAIM = CLAIMS + "/{number}"

router = APIRouter()


@dataclass(frozen=True)
class ClaimPath:
    """The claim a path names."""

    request: str
    id: str


def _claim_path(request: RequestId, number: ClaimNumber) -> ClaimPath:
    return ClaimPath(request, f"{request}.{number}")


Named = Annotated[ClaimPath, Depends(_claim_path)]


async def _change(write: Write, claim: ClaimPath, command: Command) -> Receipt:
    return write.receipt(await write.change(claim.request, command), id=claim.id)


@router.post(CLAIMS, status_code=201, operation_id="post_claim")
async def post_claim(request: RequestId, body: ClaimBody, write: Writing) -> Receipt:
    """Claim a request, wholly or for a part of its quantity."""
    claimant = body.claimant.party
    state = await write.load(request, acting=claimant.id)
    limits = await write.service.tree.limits(state.community)
    command = ClaimRequest(
        at=write.at,
        actor=claimant_of(write, body),
        claimant=claimant,
        quantity=body.quantity,
        part=body.part,
        limits=limits,
        **await known_of(write, claimant.id),
        open_to=await open_to(write, state.community, claimant.id),
        benefit=await benefit_of(write, state, body.benefit, limits.time_zone) if body.benefit else None,
    )
    outcome = await write.change(request, command, acting=claimant.id)
    assert outcome.commit is not None, "a claim is never nothing"
    (claim,) = (event.claim for event in outcome.commit.events if isinstance(event, RequestClaimed))
    return write.receipt(outcome, id=claim, location=f"/api/matching/v1/requests/{request}")


@router.post(CLAIM + "/acceptance", operation_id="post_acceptance")
async def post_acceptance(claim: Named, body: Body, write: Writing) -> Receipt:
    """Accept a claim: from now on it is due."""
    state = await write.load(claim.request)
    found = state.claim(claim.id)
    command = AcceptClaim(
        claim=claim.id,
        limits=await write.service.tree.limits(state.community),
        inactive=found is not None and bool(await inactive(write.service.reads, [found.claimant.id])),
        **by(write, body),
    )
    return await _change(write, claim, command)


@router.post(CLAIM + "/declination", operation_id="post_declination")
async def post_declination(claim: Named, body: DeclineBody, write: Writing) -> Receipt:
    """Decline a claim."""
    return await _change(write, claim, DeclineClaim(claim=claim.id, **_said(body), **by(write, body)))


@router.post(CLAIM + "/release", operation_id="post_release")
async def post_release(claim: Named, body: ReleaseBody, write: Writing) -> Receipt:
    """Give a claim back; what it delivered stays to be confirmed."""
    party = await claiming_for(write, claim.request, claim.id)
    return await _change(write, claim, ReleaseClaim(claim=claim.id, party=party, **_said(body), **by(write, body)))


@router.post(CLAIM + "/void", operation_id="post_void")
async def post_void(claim: Named, body: VoidBody, write: Writing) -> Receipt:
    """Take back a claim that was entered by mistake: it counts neither for nor against anybody."""
    return await _change(write, claim, VoidClaim(claim=claim.id, **_said(body), **by(write, body)))


@router.post(CLAIM + "/extension", operation_id="post_extension")
async def post_extension(claim: Named, body: ExtendBody, write: Writing) -> Receipt:
    """Give a claim more time."""
    return await _change(write, claim, ExtendClaim(claim=claim.id, **_said(body), **by(write, body)))


@router.post(CLAIM + "/deliveries", status_code=201, operation_id="post_delivery")
async def post_delivery(claim: Named, body: DeliveryBody, write: Writing) -> Receipt:
    """Enter what was brought, all of it or a part."""
    party = await claiming_for(write, claim.request, claim.id)
    steward = await steward_of(write, await write.load(claim.request), claim.id)
    said = {**_said(body), **by(write, body)}
    return await _change(write, claim, Deliver(claim=claim.id, party=party, steward=steward, **said))


@router.post(CLAIM + "/deliveries/{delivery}/void", operation_id="post_delivery_void")
async def post_delivery_void(claim: Named, delivery: DeliveryNumber, body: VoidBody, write: Writing) -> Receipt:
    """Take back a delivery that was entered by mistake and is not confirmed."""
    command = VoidDelivery(claim=claim.id, delivery=delivery, **_said(body), **by(write, body))
    return await _change(write, claim, command)


def _said(body: Body) -> dict[str, Any]:
    """What a body says beside for whom."""
    return {name: value for name, value in body if name not in Body.model_fields}
