"""Routes to what the vault holds behind a wish: how to reach the person, and what he or she said."""

from fastapi import APIRouter

from services.registry.api.common import STAFF, given, living, vault_of
from services.registry.api.persons import PurposeBody, Revealed
from services.registry.commands import RevealWishContact, RevealWords
from services.registry.commands.fields import WishId
from services.registry.decider.wish import decide
from services.registry.decider.wish_refusals import NothingSaid
from services.registry.decider.wish_state import PublishedWish, Wish
from services.registry.events import WishContactRevealed
from shared.errors import Gone
from shared.http.dependencies import Receipt, Writing
from shared.http.policy import Caller, Policy, Subject, acting_self, in_node


def for_itself(caller: Caller, subject: Subject) -> bool:
    """The caller speaks for its own organization, which may be at home elsewhere: whose claim was accepted, the decider
    knows."""
    return subject.acting in caller.itself


POLICY: Policy = {
    "post_wish_reveal": {"staff": in_node, "contact": for_itself, "resident": acting_self},
    "post_wish_words": STAFF,
}

router = APIRouter(tags=["wishes"])


class Said(Receipt):
    """What the person said; the look is on record."""

    words: str


@router.post("/wishes/{wish}/reveals", operation_id="post_wish_reveal")
async def post_wish_reveal(wish: WishId, body: PurposeBody, write: Writing) -> Revealed:
    """See how to reach the person: with an accepted claim, or as staff; the look is recorded first."""
    party = _party(write.caller)
    state = await write.load(wish, acting=party)
    if state.person:
        await living(write.service, state.person, state.community)
    command = RevealWishContact(**given(write, body), party=_claimant(write.caller, state) or party)
    decide(state, command)  # also a repeat shows nothing to who may not see it any more
    outcome = await write.change(wish, command, acting=party)
    assert outcome.commit
    event = outcome.commit.events[0]
    assert isinstance(event, WishContactRevealed)
    await living(write.service, event.person, state.community)  # nothing is shown once the erasure is recorded
    values = await vault_of(write.service).open(event.person, event.person)
    if values is None:
        raise Gone
    shown = {field: value for field, value in values.items() if field in event.fields}
    return Revealed(**dict(write.receipt(outcome)), **shown)


@router.post("/wishes/{wish}/words", operation_id="post_wish_words")
async def post_wish_words(wish: WishId, body: PurposeBody, write: Writing) -> Said:
    """Read what the person said, for a purpose; the look is recorded first, in the person's history."""
    state = await write.load(wish)
    if state.person is None or state.words is None:
        raise NothingSaid
    await living(write.service, state.person, state.community)
    outcome = await write.change(state.person, RevealWords(**given(write, body), wish=wish))
    values = await vault_of(write.service).open(state.person, state.words)
    if values is None:
        raise Gone
    return Said(**dict(write.receipt(outcome)), words=values["words"])


def _claimant(caller: Caller, state: Wish) -> str | None:
    """Who of those that were merged into the caller's organization has an accepted claim."""
    accepted = state.following.accepted.values() if isinstance(state, PublishedWish) else ()
    return next((each.id for each in accepted if each.id in caller.absorbed), None)


def _party(caller: Caller) -> str | None:
    """Who asks; None is staff."""
    if caller.role == "staff":
        return None
    return caller.organization if caller.role == "contact" else caller.person
