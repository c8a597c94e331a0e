"""Links: an organization without an account answers a suggestion by one, or says that it delivered."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from services.matching.api.bodies import ClaimNumber, RequestId, Since2000
from services.matching.api.reaching import counted
from services.matching.api.speaking import by, known_of, steward_of
from services.matching.api.suggestions import SUGGESTION, Number
from services.matching.commands import (
    AcceptSuggestion,
    AnswerByLink,
    DeclineSuggestion,
    Deliver,
    LinkClaim,
    LinkSuggestion,
    Quantity,
)
from services.matching.decider import Claim, State, Suggestion
from services.matching.events import EvidenceCode, RefusalReason
from services.matching.queries import LinkedRequest, answerable, asked, linked, speaker
from shared.errors import NotFound
from shared.eventsourcing.handle import Outcome
from shared.eventsourcing.model import Actor, Frozen
from shared.http.dependencies import Asking, Body, Read, Reading, Receipt, Write, Writing
from shared.links import api as links
from shared.links.model import Link, LinkNumber, RevokeLink, found
from shared.links.refusals import LinkOver, NotItsQuestion, OnlyForOrganizations, WrongLink
from shared.links.tokens import RequestToken, lock_of, stream_of, token_of
from shared.privacy.text import Note, PublicText

LINKS = "/requests/{request}/links"

router = APIRouter()


class OpeningLinkBody(Frozen):
    """What stands after the # of the link."""

    token: RequestToken


class Yes(Frozen):
    """To `quantity`, or to what was asked for as far as it is left."""

    answer: Literal["yes"]
    quantity: Quantity | None = None


class No(Frozen):
    """Perhaps from `not_before` on for such things again."""

    answer: Literal["no"]
    reason: RefusalReason
    note: Note = ""
    not_before: Since2000 | None = None


class SaysDelivered(Frozen):
    """What was brought: `quantity`, or all that is still promised; today, unless `occurred_on` says when."""

    answer: Literal["delivered"]
    quantity: Quantity | None = None
    final: bool = False
    occurred_on: Since2000 | None = None
    evidence: PublicText | None = None
    evidence_code: EvidenceCode | None = None


class LinkAnswerBody(Frozen):
    """What whoever holds the link says."""

    token: RequestToken
    said: Annotated[Yes | No | SaysDelivered, Field(discriminator="answer")]


@router.post(SUGGESTION + "/links", status_code=201, operation_id="post_suggestion_link")
async def post_suggestion_link(request: RequestId, number: Number, body: Body, write: Writing) -> links.MadeLink:
    """Make a link by which the organization that was asked may answer; a former one opens nothing any more. It lasts
    as long as the community's settings say (`link_lasts`) and can be answered once."""
    state: State = await write.load(request)
    suggestion = next((each for each in state.suggestions if each.number == number), None)
    if suggestion is None:
        raise NotFound
    said = {**await _link_for(write, state, suggestion.provider.id), **by(write, body)}
    return _made(write, await write.change(request, LinkSuggestion(suggestion=number, **said)))


@router.post("/requests/{request}/claims/{number}/links", status_code=201, operation_id="post_claim_link")
async def post_claim_link(request: RequestId, number: ClaimNumber, body: Body, write: Writing) -> links.MadeLink:
    """Make a link by which the organization may say that it delivered; a former one opens nothing any more. It lasts
    as long as the community's settings say (`link_lasts`) and can be answered once."""
    state: State = await write.load(request)
    claim = state.claim(f"{request}.{number}")
    if claim is None:
        raise NotFound
    said = {**await _link_for(write, state, claim.claimant.id), **by(write, body)}
    return _made(write, await write.change(request, LinkClaim(claim=claim.id, **said)))


@router.get(LINKS, operation_id="get_request_links")
async def get_request_links(request: RequestId, read: Reading) -> list[links.LinkView]:
    """List a request's links, the newest first: whether they were answered, and nothing that opens one."""
    state: State | None = await read.service.handler.state(request)
    if state is None:
        raise NotFound
    await read.allow(community=state.community)
    return await links.shown(state.links, read.now, lambda link: answerable(read.reads, state, link))


@router.post(LINKS + "/{number}/revocation", operation_id="post_request_link_revocation")
async def post_request_link_revocation(
    request: RequestId, number: LinkNumber, body: links.LinkRevocationBody, write: Writing
) -> Receipt:
    """Take a link back before it is answered."""
    command = RevokeLink(number=number, reason=body.reason, note=body.note, **by(write, body))
    return write.receipt(await write.change(request, command))


@router.post("/links/opening", operation_id="post_link_opening")
async def post_link_opening(body: OpeningLinkBody, read: Asking) -> LinkedRequest:
    """See what a link asks. Opening changes nothing."""
    await read.allow()
    return await linked(read, *await _found(read, body.token))


@router.post("/links/answer", operation_id="post_link_answer")
async def post_link_answer(body: LinkAnswerBody, write: Writing) -> links.LinkReceipt:
    """Answer a link. Answered before, by whomever, it says what that was, and nothing changes."""
    state, link = await _found(write, body.token)
    if link.state == "open" and not await answerable(write.service.reads, state, link):
        raise LinkOver
    request = state.about.request
    actor = links.answering(write, link, request)
    command = await _command(body, write, actor, state, link)
    answer = AnswerByLink(at=write.at, actor=actor, lock=link.lock, answer=command)
    async with counted(write, state, command):
        return links.answered(write, await write.change(request, answer))


async def _found(visit: Read | Write, token: str) -> tuple[State, Link]:
    """The request that a token is about, and its link. Raises WrongLink."""
    state: State | None = await visit.service.handler.state(stream_of(token))
    if state is None:
        raise WrongLink
    return state, found(state.links, lock_of(visit.service.secret, token))


async def _command(
    body: LinkAnswerBody, write: Write, actor: Actor, state: State, link: Link
) -> AcceptSuggestion | DeclineSuggestion | Deliver:
    """What the answer means for the suggestion or the claim of the link. Raises NotItsQuestion."""
    limits = await write.service.tree.limits(state.community)
    said = body.said.model_dump(exclude={"answer"}) | {"at": write.at, "actor": actor}
    match asked(state, link), body.said:
        case Suggestion() as suggestion, Yes():
            about = {"suggestion": suggestion.number, "party": suggestion.provider.id}
            known = await known_of(write, suggestion.provider.id)
            return AcceptSuggestion(**about, **said, limits=limits, **known)
        case Suggestion() as suggestion, No():
            about = {"suggestion": suggestion.number, "party": suggestion.provider.id}
            return DeclineSuggestion(**about, **said, time_zone=limits.time_zone)
        case Claim() as claim, SaysDelivered():
            steward = await steward_of(write, state, claim.id)
            return Deliver(claim=claim.id, party=claim.claimant.id, steward=steward, **said)
        case _:
            raise NotItsQuestion


async def _link_for(write: Write, state: State, party: str) -> dict[str, Any]:
    """What is said of a link for the organization `party`: who speaks for it, if anybody does, its lock, and the
    limits. Raises OnlyForOrganizations."""
    if not party.startswith("org_"):
        raise OnlyForOrganizations
    secret, speaks = write.service.secret, await speaker(write.service.reads, party)
    return {
        "organization": speaks.id,
        "inactive": not speaks.active,
        "lock": lock_of(secret, token_of(secret, state.about.request, write.command_id)),
        "limits": await write.service.tree.limits(state.community),
    }


def _made(write: Write, outcome: Outcome) -> links.MadeLink:
    return links.made(write, outcome, f"/api/matching/v1/requests/{outcome.stream}/links")
