"""What may help with a request, and why; providers are asked, and say yes or no."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from services.matching.api.bodies import RequestId, Since2000
from services.matching.api.reaching import asked_offer, counted
from services.matching.api.speaking import by, known_of, party_of
from services.matching.commands import (
    AcceptSuggestion,
    DeclineSuggestion,
    MakeSuggestion,
    PartNumber,
    Quantity,
    WithdrawSuggestion,
)
from services.matching.decider import State
from services.matching.events import RefusalReason, RetractionReason
from services.matching.projections import REQUESTS
from services.matching.queries import AskedOf, Suggestions, asked_of, suggestions, waiting_for
from shared.contracts.base import Party
from shared.directory.mergers import all_of
from shared.directory.projections import ORGANIZATIONS
from shared.errors import NotFound
from shared.eventsourcing.model import Actor
from shared.http.dependencies import Body, Page, Paging, Reading, Receipt, Write, Writing
from shared.privacy.text import Id, Note

SUGGESTIONS = "/requests/{request}/suggestions"
SUGGESTION = SUGGESTIONS + "/{number}"

Number = Annotated[int, Path(ge=1, le=10_000)]
OfferId = Annotated[str, Field(pattern=r"^offer_[a-z2-7]{26}$")]

router = APIRouter()


class SuggestionBody(Body):
    """The offer that may do; for `quantity`, or for all that is left. Of a request in parts, of the `part` with that
    number."""

    offer: OfferId
    quantity: Quantity | None = None
    part: PartNumber | None = None


class SuggestionYesBody(Body):
    """Yes: to `quantity`, or to what was asked for as far as it is left."""

    quantity: Quantity | None = None


class SuggestionNoBody(Body):
    """No, and perhaps the day from which on the provider may be asked again for things of this category."""

    reason: RefusalReason
    note: Note = ""
    not_before: Since2000 | None = None


class RetractionBody(Body):
    reason: RetractionReason
    note: Note = ""


@router.get(SUGGESTIONS, operation_id="get_suggestions")
async def get_suggestions(
    request: RequestId,
    read: Reading,
    on: Annotated[Since2000 | None, Query(description="The day on which it is needed; else from today on.")] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Suggestions:
    """List the offers that may do for a need or a public wish, the best first, each with its reasons. In parts, each
    offer stands there once, with the open part it fits best."""
    document = await read.reads(REQUESTS).get(request)
    if document is None:
        raise NotFound
    await read.allow(community=document.community, owners=document.owners)
    return await suggestions(read, document, await read.service.tree.limits(document.community), on, limit)


@router.post(SUGGESTIONS, status_code=201, operation_id="post_suggestion")
async def post_suggestion(request: RequestId, body: SuggestionBody, write: Writing) -> Receipt:
    """Ask an offer's provider whether it would do."""
    state: State = await write.load(request)
    limits = await write.service.tree.limits(state.community)
    command = MakeSuggestion(
        offer=await asked_offer(write, body.offer, state, limits.time_zone),
        quantity=body.quantity,
        part=body.part,
        time_zone=limits.time_zone,
        **by(write, body),
    )
    return write.receipt(await write.change(request, command), location=f"/api/matching/v1/requests/{request}")


@router.post(SUGGESTION + "/acceptance", operation_id="post_suggestion_acceptance")
async def post_suggestion_acceptance(
    request: RequestId, number: Number, body: SuggestionYesBody, write: Writing
) -> Receipt:
    """Say yes: it becomes a claim at once."""
    state: State = await write.load(request)
    asked = _provider(state, number)
    command = AcceptSuggestion(
        at=write.at,
        actor=_answering(write, body, asked),
        suggestion=number,
        party=party_of(write.caller, *([asked.id] if asked else ())),
        quantity=body.quantity,
        limits=await write.service.tree.limits(state.community),
        **await known_of(write, asked.id if asked else None),
    )
    async with counted(write, state, command):
        return write.receipt(await write.change(request, command))


@router.post(SUGGESTION + "/refusal", operation_id="post_suggestion_refusal")
async def post_suggestion_refusal(
    request: RequestId, number: Number, body: SuggestionNoBody, write: Writing
) -> Receipt:
    """Say no; until the day that is named the provider is not suggested for such things."""
    state: State = await write.load(request)
    asked = _provider(state, number)
    limits = await write.service.tree.limits(state.community)
    command = DeclineSuggestion(
        at=write.at,
        actor=_answering(write, body, asked),
        suggestion=number,
        party=party_of(write.caller, *([asked.id] if asked else ())),
        reason=body.reason,
        note=body.note,
        not_before=body.not_before,
        time_zone=limits.time_zone,
    )
    return write.receipt(await write.change(request, command))


@router.post(SUGGESTION + "/withdrawal", operation_id="post_suggestion_withdrawal")
async def post_suggestion_withdrawal(
    request: RequestId, number: Number, body: RetractionBody, write: Writing
) -> Receipt:
    """Take a suggestion back: no answer is needed any more."""
    command = WithdrawSuggestion(suggestion=number, reason=body.reason, note=body.note, **by(write, body))
    return write.receipt(await write.change(request, command))


@router.get("/organizations/{organization}/suggestions", operation_id="get_organization_suggestions")
async def get_organization_suggestions(organization: Id, read: Reading, paging: Paging) -> Page[AskedOf]:
    """List the requests that wait for an organization's answer, those that changed last first."""
    found = await read.reads(ORGANIZATIONS).get(organization)
    if found is None:
        raise NotFound
    await read.allow(community=found.community, owners=frozenset({organization}))
    whose = await all_of(read.reads, organization)
    page = await paging.page(read.reads(REQUESTS), waiting_for(whose))
    return await asked_of(read.reads, whose, page)


def _provider(state: State, number: int) -> Party | None:
    """Who was asked by this suggestion."""
    return next((each.provider for each in state.suggestions if each.number == number), None)


def _answering(write: Write, body: Body, asked: Party | None) -> Actor:
    """Who answers, on behalf of who was asked; the community needs nobody's behalf."""
    if body.on_behalf_of or asked is None or asked.kind == "community" or asked.id == write.caller.person:
        return write.actor(body)
    if write.caller.role != "staff" and asked.id not in write.caller.parties:
        return write.actor(body)  # the decider says that it is not there for him
    return write.actor(body.model_copy(update={"on_behalf_of": asked.id}))
