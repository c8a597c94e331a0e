"""Routes about wishes, until matching takes over."""

from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from services.registry.api.common import (
    INTAKE,
    ROOT,
    STAFF,
    STAFF_OR_OWNER,
    allowed,
    decided_by,
    given,
    history_for,
    living,
    stream_for,
    vault_of,
)
from services.registry.api.places import check_place
from services.registry.commands import (
    ExternalRefGiven,
    PostWish,
    Publication,
    PublishWish,
    Rejection,
    RejectWish,
    ReviseWish,
    WithdrawWish,
)
from services.registry.commands.fields import CommunityId, OrganizationId, PersonId, WishId
from services.registry.commands.wish import WithdrawalReason
from services.registry.decider.following import Progress
from services.registry.decider.person import Erased, Registered
from services.registry.decider.wish_state import PostedWish
from services.registry.projections import WISHES, Wish
from services.registry.queries.audience import own_wishes
from services.registry.queries.lists import wishes_in
from services.registry.queries.views import WishView, show_wish, thanked_names
from shared.contracts.base import Category
from shared.contracts.registry import WishKind
from shared.errors import NotFound
from shared.http.dependencies import Body, Page, Paging, Read, ReadingPast, Receipt, Write, Writing
from shared.http.policy import Caller, Policy, Subject, acting_self, at_home, in_node
from shared.http.texts import malformed
from shared.privacy.text import Note, PlainText, PublicText
from shared.privacy.vault import blind


def for_a_person(caller: Caller, subject: Subject) -> bool:
    """Somebody of the same community wishes: the caller, or a neighbour who agreed."""
    return at_home(caller, subject) and (subject.acting or "").startswith("person_")


POLICY: Policy = {
    "post_wish": {**INTAKE, "staff": in_node, "contact": acting_self, "resident": for_a_person},
    "put_wish": STAFF_OR_OWNER,
    "post_wish_withdrawal": STAFF_OR_OWNER,
    "post_wish_review": STAFF,
    "get_wishes": {"staff": in_node, "contact": at_home, "resident": at_home, "service": in_node},
    "get_wish": {**STAFF_OR_OWNER, "service": in_node},
}

router = APIRouter(tags=["wishes"])


class WishTextBody(Body):
    """`words` are a person's own and go to the vault; a wish without a person has a public `text`."""

    words: PlainText | None = None
    text: PublicText | None = None


class WishBody(WishTextBody):
    """A wish of a person, or a public one that staff or an organization noticed."""

    community: CommunityId
    person: PersonId | None = None
    organization: OrganizationId | None = None
    external_ref: ExternalRefGiven | None = None


class WishWithdrawalBody(Body):
    """Why it is withdrawn."""

    reason: WithdrawalReason
    note: Note = ""


class PublishBody(Body, Publication):
    """Publish it, in words that don't say who lives where, or alone."""

    decision: Literal["publish"]


class RejectBody(Body, Rejection):
    """Don't publish it, for a reason."""

    decision: Literal["reject"]


ReviewBody = Annotated[PublishBody | RejectBody, Field(discriminator="decision")]


@router.post("/wishes", status_code=201, operation_id="post_wish")
async def post_wish(body: WishBody, write: Writing) -> Receipt:
    """Post a wish: one's own, somebody else's with consent, or a public one."""
    acting = body.organization or body.person
    await write.allow(community=body.community, acting=acting)
    if body.organization:
        organization = await write.load(body.organization, acting=acting)
        if organization.community != body.community:
            raise NotFound
    stream = await stream_for(write, "wish", body.community, body.external_ref)
    fields = given(write, body, body.person or body.organization)
    record = _record(write, stream, body)
    fields["words"] = await _seal(write, body.person, body.community, record, body.words)
    fields |= await decided_by(write.service, body.person)
    command = PostWish(**fields, wish=stream)
    outcome = await write.create(stream, command, community=body.community, acting=acting)
    return write.receipt(outcome, location=f"{ROOT}/wishes/{stream}")


@router.put("/wishes/{wish}", operation_id="put_wish")
async def put_wish(wish: WishId, body: WishTextBody, write: Writing) -> Receipt:
    """Say it differently, before it is reviewed."""
    state = await write.load(wish)
    words = None
    if isinstance(state, PostedWish):
        record = f"{wish}.{write.new_id('words')}"
        words = await _seal(write, state.person, state.community, record, body.words)
    command = ReviseWish(at=write.at, actor=write.actor(body), text=body.text, words=words)
    return write.receipt(await write.change(wish, command, must_match=True))


@router.post("/wishes/{wish}/withdrawal", operation_id="post_wish_withdrawal")
async def post_wish_withdrawal(wish: WishId, body: WishWithdrawalBody, write: Writing) -> Receipt:
    """Withdraw a wish that is not published yet."""
    return write.receipt(await write.change(wish, WithdrawWish(**given(write, body))))


@router.post("/wishes/{wish}/review", operation_id="post_wish_review")
async def post_wish_review(wish: WishId, body: ReviewBody, write: Writing) -> Receipt:
    """Publish a wish, or reject it with a reason."""
    command = review_of(write, body)
    if isinstance(body, RejectBody) and body.duplicate_of:
        await write.load(wish)
        await check_known(write, body.duplicate_of)
    if isinstance(command, PublishWish):
        command = await placed(write, wish, command)
    return write.receipt(await write.change(wish, command, must_match=True))


@router.get("/communities/{community}/wishes", operation_id="get_wishes")
async def get_wishes(
    community: CommunityId,
    read: ReadingPast,
    paging: Paging,
    state: Literal["posted", "referred", "published", "rejected", "withdrawn"] | None = None,
    progress: Progress | None = None,
    kind: WishKind | None = None,
    category: Category | None = None,
    organization: OrganizationId | None = None,
) -> Page[WishView]:
    """List a community's wishes, the latest first; residents and contacts see their own."""
    await read.allow(community=community)
    said = {
        "state": state,
        "progress": progress,
        "kind": kind,
        "category": category,
        "organization": organization,
    }
    query = wishes_in(community, said) | own_wishes(read.caller)
    page = await paging.page(read.documents(WISHES, [community]), query)
    names = await thanked_names(read.reads, page.items)
    return page.map(lambda document: show_wish(document, read.caller, names=names))


@router.get("/wishes/{wish}", operation_id="get_wish")
async def get_wish(wish: WishId, read: ReadingPast, response: Response) -> WishView:
    """Read a wish; its history is for staff and owners, the person's own words for the wisher and who entered them."""
    document = await allowed(read, await read.documents(WISHES).get(wish), response)
    history = await history_for(read, document)
    words = None if read.caller.parties.isdisjoint(document.owners) else await _said(read, document)
    return show_wish(document, read.caller, words, history, await thanked_names(read.reads, [document]))


def review_of(write: Write, body: PublishBody | RejectBody) -> PublishWish | RejectWish:
    """What a review asks of its wish."""
    if isinstance(body, PublishBody):
        return PublishWish(**given(write, body, only=Publication))
    return RejectWish(**given(write, body, only=Rejection))


async def placed(write: Write, wish: WishId, command: PublishWish) -> PublishWish:
    """`command` with the limits of the wish's community, and the person's place where it names none. Raises NotFound,
    Malformed for an unknown place, PlaceInactive."""
    state = await write.load(wish)
    await check_place(write, command.place, state.community)
    place = command.place or await _home_of(write, state.person)
    limits = await write.service.tree.limits(state.community)
    return command.model_copy(update={"place": place, "limits": limits})


async def _home_of(write: Write, person: str | None) -> str | None:
    state = await write.service.handler.state(person) if person else None
    return state.place if isinstance(state, Registered) else None


async def check_known(write: Write, original: str) -> None:
    """Raises Malformed for a wish that is not there, or not for this caller to see."""
    try:
        await write.load(original)
    except NotFound:
        raise malformed("duplicate_of", "unknown_wish") from None


def _record(write: Write, wish: str, body: WishBody) -> str:
    """The name for what was said; under a reference it follows from the words, so that others are told apart."""
    if body.external_ref is None:
        return wish
    return f"{wish}.{blind(write.service.secret, 'words', body.words or '')[:32]}"


async def _seal(write: Write, person: str | None, community: str, record: str, words: str | None) -> str | None:
    """Seals what a person said, and gives the record's name; None where nothing is said.

    Raises NotFound for a person of elsewhere, Gone after erasure.
    """
    if words is None:
        return None
    if person is None:  # nobody's words: nothing to seal, and the decider says what to do
        return record
    await living(write.service, person, community)
    await vault_of(write.service).seal(person, record, {"words": words})
    return record


async def _said(read: Read, document: Wish) -> str | None:
    """What the person said; nothing from the moment of erasure on."""
    person, record = document.person, document.words
    if person is None or record is None or isinstance(await read.service.handler.state(person), Erased):
        return None
    return (await vault_of(read.service).open(person, record) or {}).get("words")
