"""Visits: arranged by who comes, and return visits that ask how it went; and more time for what nobody takes on."""

from fastapi import APIRouter

from services.matching.api.bodies import ClaimNumber, RequestId, Since2000
from services.matching.api.meeting_bodies import CommunityId
from services.matching.api.speaking import by, claiming_for
from services.matching.commands import Arrange, ExtendWaiting, RecordNotReached, Visit
from services.matching.events import ExtendReason, VisitedHow
from services.matching.queries import ReturnVisits, return_visits, stewards_visits
from shared.directory.projections import PERSONS
from shared.directory.queries import below
from shared.errors import NotFound
from shared.http.dependencies import Body, Reading, Receipt, Writing
from shared.privacy.text import Id, Note

router = APIRouter()


class ArrangementBody(Body, Visit):
    """When who claimed comes, with how many people, and whether staff come along; why, nobody writes."""

    on: Since2000


class ReturnVisitBody(Body):
    """A visit or call that reached nobody; today, unless `occurred_on` says when."""

    how: VisitedHow
    occurred_on: Since2000 | None = None


class WaitingBody(Body):
    """More time to be claimed, to the end of the day `until`."""

    until: Since2000
    reason: ExtendReason
    note: Note = ""


@router.post("/requests/{request}/claims/{number}/arrangement", operation_id="post_arrangement")
async def post_arrangement(request: RequestId, number: ClaimNumber, body: ArrangementBody, write: Writing) -> Receipt:
    """Arrange when the claimant comes; a later arrangement replaces it, and the day before everybody is reminded."""
    claim = f"{request}.{number}"
    said = body.model_dump(include=set(Visit.model_fields))
    party = await claiming_for(write, request, claim)
    command = Arrange(claim=claim, party=party, **said, **by(write, body))
    return write.receipt(await write.change(request, command), id=claim)


@router.post("/requests/{request}/return-visits", status_code=201, operation_id="post_return_visit")
async def post_return_visit(request: RequestId, body: ReturnVisitBody, write: Writing) -> Receipt:
    """Enter that a return visit reached nobody; after the third, what was delivered counts without a mark.
    Who was reached is entered as a confirmation, or as a reopening."""
    command = RecordNotReached(how=body.how, occurred_on=body.occurred_on, **by(write, body))
    return write.receipt(await write.change(request, command))


@router.post("/requests/{request}/waiting", operation_id="post_waiting")
async def post_waiting(request: RequestId, body: WaitingBody, write: Writing) -> Receipt:
    """Let a request go unclaimed for longer."""
    command = ExtendWaiting(until=body.until, reason=body.reason, note=body.note, **by(write, body))
    return write.receipt(await write.change(request, command))


@router.get("/communities/{community}/return-visits", operation_id="get_return_visits")
async def get_return_visits(community: CommunityId, read: Reading) -> ReturnVisits:
    """List whom to ask how it went, building by building, in a node and below it."""
    await read.allow(community=community)
    return await return_visits(read.reads, await below(read.reads, community))


@router.get("/persons/{person}/return-visits", operation_id="get_stewards_return_visits")
async def get_stewards_return_visits(person: Id, read: Reading) -> ReturnVisits:
    """List the public wishes that wait to be confirmed at the places a person answers for."""
    found = await read.reads(PERSONS).get(person)
    if found is None:
        raise NotFound
    await read.allow(community=found.community, owners=frozenset({person}))
    return await stewards_visits(read.reads, person)
