"""Routes about links: an organization without an account says by one whether an offer holds still."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from services.registry.api.common import ROOT, STAFF, check_still_there, given
from services.registry.api.speaking import known_organization, speaker_of
from services.registry.commands import AnswerOfferByLink, ConfirmOffer, EndOffer, LinkOffer, PauseDays, PauseOffer
from services.registry.commands.fields import OfferId
from services.registry.decider.offer_state import Listed, Offer
from services.registry.events import OfferEndReason
from services.registry.projections import COMMUNITIES
from services.registry.queries.campaigns import asking_about
from shared.errors import NotFound
from shared.eventsourcing.model import Actor, Day, Frozen
from shared.http.dependencies import Asking, Body, Read, Reading, Receipt, Write, Writing
from shared.http.policy import EVERYBODY, Policy
from shared.links import api as links
from shared.links.model import Link, LinkNumber, RevokeLink, found
from shared.links.refusals import LinkOver, WrongLink
from shared.links.tokens import OfferToken, lock_of, stream_of, token_of
from shared.privacy.text import Note

POLICY: Policy = {
    "post_offer_link": STAFF,
    "get_offer_links": STAFF,
    "post_offer_link_revocation": STAFF,
    "post_link_opening": EVERYBODY,
    "post_link_answer": EVERYBODY,
}

LINKS = "/offers/{offer}/links"

router = APIRouter(tags=["links"])


class LinkedOffer(links.LinkOpened):
    """An offer on the list, and when its organization last said that it holds."""

    detail: str
    confirmed_on: Day | None


class OpeningLinkBody(Frozen):
    """What stands after the # of the link."""

    token: OfferToken


class Holds(Frozen):
    """It can be had still."""

    answer: Literal["holds"]


class Pauses(PauseDays):
    """It can't be had for some time."""

    answer: Literal["paused"]


class Ends(Frozen):
    """It can't be had any more."""

    answer: Literal["ended"]
    reason: OfferEndReason
    note: Note = ""


class LinkAnswerBody(Frozen):
    """What whoever holds the link says."""

    token: OfferToken
    said: Annotated[Holds | Pauses | Ends, Field(discriminator="answer")]


@router.post(LINKS, status_code=201, operation_id="post_offer_link")
async def post_offer_link(offer: OfferId, body: Body, write: Writing) -> links.MadeLink:
    """Make a link that asks the organization whether its offer holds still; a former one opens nothing any more. It
    lasts as long as the community's settings say (`link_lasts`) and can be answered once. The open campaigns that ask
    about the offer learn that it was asked about, and what is answered."""
    state = await write.load(offer)
    lock = lock_of(write.service.secret, token_of(write.service.secret, offer, write.command_id))
    owner = await speaker_of(write, state.organization)
    await check_still_there(write, owner)
    command = LinkOffer(
        **given(write, body),
        organization=owner.organization,
        lock=lock,
        limits=await write.service.tree.limits(state.community),
        campaigns=await asking_about(write.service.reads, state.community, offer),
    )
    return links.made(write, await write.change(offer, command), f"{ROOT}/offers/{offer}/links")


@router.get(LINKS, operation_id="get_offer_links")
async def get_offer_links(offer: OfferId, read: Reading) -> list[links.LinkView]:
    """List an offer's links, the newest first: whether they were answered, and nothing that opens one."""
    state: Offer | None = await read.service.handler.state(offer)
    if state is None:
        raise NotFound
    await read.allow(community=state.community)
    return await links.shown(state.links, read.now, lambda link: _answerable(read, state, link))


@router.post(LINKS + "/{number}/revocation", operation_id="post_offer_link_revocation")
async def post_offer_link_revocation(
    offer: OfferId, number: LinkNumber, body: links.LinkRevocationBody, write: Writing
) -> Receipt:
    """Take a link back before it is answered."""
    return write.receipt(await write.change(offer, RevokeLink(number=number, **given(write, body))))


@router.post("/links/opening", operation_id="post_link_opening")
async def post_link_opening(body: OpeningLinkBody, read: Asking) -> LinkedOffer:
    """See what a link asks. Opening changes nothing."""
    await read.allow()
    state, link = await _found(read, body.token)
    owner = await known_organization(read, link.organization)
    home = await read.reads(COMMUNITIES).get(state.community)
    answerable = await _answerable(read, state, link)
    readable = links.readable(link, read.now)
    return LinkedOffer(
        purpose=link.purpose,
        state=links.standing(link, read.now, answerable),
        until=link.until,
        organization_name=owner.facts.name,
        community_name=home.name if home else "",
        title=state.text.title if readable else "",
        detail=state.text.detail if readable else "",
        confirmed_on=state.confirmed_on if readable else None,
        receipt=await links.receipt_of(read, state.offer, link),
    )


@router.post("/links/answer", operation_id="post_link_answer")
async def post_link_answer(body: LinkAnswerBody, write: Writing) -> links.LinkReceipt:
    """Answer a link. Answered before, by whomever, it says what that was, and nothing changes."""
    state, link = await _found(write, body.token)
    if link.state == "open" and not await _answerable(write, state, link):
        raise LinkOver
    actor = links.answering(write, link, state.offer)
    command = AnswerOfferByLink(
        at=write.at,
        actor=actor,
        lock=link.lock,
        answer=_command(body, write, actor),
        campaigns=await asking_about(write.service.reads, state.community, state.offer),
    )
    return links.answered(write, await write.change(state.offer, command))


async def _found(visit: Read | Write, token: str) -> tuple[Offer, Link]:
    """The offer that a token is about, and its link. Raises WrongLink."""
    state: Offer | None = await visit.service.handler.state(stream_of(token))
    if state is None:
        raise WrongLink
    return state, found(state.links, lock_of(visit.service.secret, token))


async def _answerable(visit: Read | Write, offer: Offer, link: Link) -> bool:
    """Whether the offer stands on the list, and the organization that the link was made for speaks for it still."""
    if not isinstance(offer, Listed):
        return False
    speaker = await speaker_of(visit, offer.organization)
    return speaker.organization == link.organization and speaker.active


def _command(body: LinkAnswerBody, write: Write, actor: Actor) -> ConfirmOffer | PauseOffer | EndOffer:
    match body.said:
        case Holds():
            return ConfirmOffer(at=write.at, actor=actor)
        case Pauses() as pause:
            return PauseOffer(at=write.at, actor=actor, **pause.model_dump(exclude={"answer"}))
        case Ends(reason=reason, note=note):
            return EndOffer(at=write.at, actor=actor, reason=reason, note=note)
