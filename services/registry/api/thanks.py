"""Routes about thanks for a wish that came true: in the person's own words, sealed, and a reviewed text for others."""

from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from services.registry.api.common import (
    ROOT,
    STAFF,
    STAFF_OR_ITS_ORGANIZATION,
    allowed,
    given,
    held_by_receipt,
    living,
    vault_of,
)
from services.registry.api.persons import PurposeBody
from services.registry.api.reveals import Said
from services.registry.commands import RevealWords
from services.registry.commands.fields import OrganizationId, PersonId, WishId
from services.registry.commands.thanks import (
    PublishThanks,
    RejectThanks,
    SayThanks,
    ThanksRejection,
    ThanksText,
    WithdrawThanks,
)
from services.registry.decider.consent import consent_of
from services.registry.decider.wish_refusals import NobodyToThank, NoThanks
from services.registry.decider.wish_state import PublishedWish
from services.registry.projections import ORGANIZATIONS, PERSONS, WISHES
from services.registry.queries.thanks import ReceivedThanks, received, show_received
from shared.contracts.thanks import ThanksShownTo
from shared.directory.mergers import all_of
from shared.errors import Gone
from shared.eventsourcing.model import Actor
from shared.http.dependencies import Body, Page, Paging, Reading, Receipt, Write, Writing
from shared.http.policy import Policy, Role, Where, own
from shared.privacy.text import PlainText

ITS_PERSON: dict[Role, Where] = {**STAFF, "resident": own}
FOR_ITS_PERSON: dict[Role, Where] = {**ITS_PERSON, "holder": held_by_receipt}

POLICY: Policy = {
    "post_wish_thanks": FOR_ITS_PERSON,
    "post_thanks_review": STAFF,
    "post_thanks_withdrawal": FOR_ITS_PERSON,
    "post_thanks_words": STAFF,
    "get_organization_thanks": STAFF_OR_ITS_ORGANIZATION,
    "get_person_thanks": ITS_PERSON,
}

router = APIRouter(tags=["wishes"])


class ThanksBody(Body):
    """`words` are the person's own and go to the vault; of them only a reviewed text may be `shown_to` others."""

    words: PlainText
    shown_to: ThanksShownTo


class PublishThanksBody(Body, ThanksText):
    """Pass it on, in words that name nobody, and don't say who lives where, or alone."""

    decision: Literal["publish"]


class RejectThanksBody(Body, ThanksRejection):
    """Don't pass it on, for a reason."""

    decision: Literal["reject"]


ThanksReviewBody = Annotated[PublishThanksBody | RejectThanksBody, Field(discriminator="decision")]


class ThanksWithdrawalBody(Body):
    """Why it is taken back."""

    reason: Literal["consent_withdrawn", "entered_by_mistake", "published_by_mistake", "not_really_done"]


@router.post("/wishes/{wish}/thanks", status_code=201, operation_id="post_wish_thanks")
async def post_wish_thanks(wish: WishId, body: ThanksBody, write: Writing) -> Receipt:
    """Thank who fulfilled a wish: one's own, or somebody else's with consent. Whoever shows its receipt says how the
    person agreed, also who is that person."""
    state = await write.load(wish)
    if state.person is None:
        raise NobodyToThank
    await living(write.service, state.person, state.community)
    record = f"{wish}.{write.new_id('words')}"
    actor = _speaking(write, body, state.person)
    command = SayThanks(at=write.at, actor=actor, words=record, shown_to=body.shown_to)
    await vault_of(write.service).seal(state.person, record, {"words": body.words})
    return write.receipt(await write.change(wish, command), location=f"{ROOT}/wishes/{wish}")


@router.post("/wishes/{wish}/thanks/review", operation_id="post_thanks_review")
async def post_thanks_review(wish: WishId, body: ThanksReviewBody, write: Writing) -> Receipt:
    """Publish thanks to those who fulfilled the wish (and to everybody, if the person agreed), or reject them. Of
    somebody who was erased nothing is published."""
    if isinstance(body, PublishThanksBody):
        state = await write.load(wish)
        if state.person:
            await living(write.service, state.person, state.community)
    command = (
        PublishThanks(**given(write, body, only=ThanksText))
        if isinstance(body, PublishThanksBody)
        else RejectThanks(**given(write, body, only=ThanksRejection))
    )
    return write.receipt(await write.change(wish, command, must_match=True))


@router.post("/wishes/{wish}/thanks/withdrawal", operation_id="post_thanks_withdrawal")
async def post_thanks_withdrawal(wish: WishId, body: ThanksWithdrawalBody, write: Writing) -> Receipt:
    """Take thanks back, published or not: nobody reads them any more, and the words themselves are deleted."""
    return write.receipt(await write.change(wish, WithdrawThanks(**given(write, body))))


@router.post("/wishes/{wish}/thanks/words", operation_id="post_thanks_words")
async def post_thanks_words(wish: WishId, body: PurposeBody, write: Writing) -> Said:
    """Read the thanks in the person's own words, for a purpose; the look is recorded first, in the person's history."""
    state = await write.load(wish)
    thanks = state.thanks if isinstance(state, PublishedWish) else None
    if thanks is None:
        raise NoThanks
    await living(write.service, thanks.person, state.community)
    outcome = await write.change(thanks.person, RevealWords(**given(write, body), wish=wish))
    values = await vault_of(write.service).open(thanks.person, thanks.words)
    if values is None:
        raise Gone
    return Said(**dict(write.receipt(outcome)), words=values["words"])


@router.get("/organizations/{organization}/thanks", operation_id="get_organization_thanks", tags=["organizations"])
async def get_organization_thanks(
    organization: OrganizationId, read: Reading, paging: Paging, response: Response
) -> Page[ReceivedThanks]:
    """List the thanks an organization (with all that was merged into it) has received, the latest first."""
    document = await allowed(read, await read.reads(ORGANIZATIONS).get(organization), response)
    query = received(tuple(await all_of(read.reads, document.id, ORGANIZATIONS)))
    return (await paging.page(read.reads(WISHES), query)).map(show_received)


@router.get("/persons/{person}/thanks", operation_id="get_person_thanks", tags=["persons"])
async def get_person_thanks(
    person: PersonId, read: Reading, paging: Paging, response: Response
) -> Page[ReceivedThanks]:
    """List the thanks a person has received for wishes that he or she fulfilled, the latest first."""
    document = await allowed(read, await read.reads(PERSONS).get(person), response)
    return (await paging.page(read.reads(WISHES), received((document.id,)))).map(show_received)


def _speaking(write: Write, body: ThanksBody, person: str) -> Actor:
    """Who says it for `person`. Raises Malformed before anything is sealed where consent is to be told, and is not."""
    if write.caller.role != "holder":
        return write.actor(body.model_copy(update={"on_behalf_of": person}))
    actor = write.actor(body)
    consent_of(actor, person)
    return actor
