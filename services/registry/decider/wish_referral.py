"""Decisions about a wish that is for somebody else to do, taken before it is published."""

from collections.abc import Sequence
from typing import Any

from services.registry.commands import AnswerWishReferral, ReferWish, ReturnWish
from services.registry.decider.days import day_of, not_after
from services.registry.decider.wish_refusals import NotReferred
from services.registry.decider.wish_state import PostedWish, ReferredWish, Wish
from services.registry.events.referral import WishReferral, WishReferralAnswered, WishReferred, WishReturned
from shared.errors import Malformed, NotFound
from shared.eventsourcing.model import Event


def refer(state: PostedWish, command: ReferWish) -> Sequence[Event]:
    """An office is to see to it, by a day that has not passed."""
    if command.expected_by < day_of(command.at):
        raise Malformed(
            field="expected_by",
            reason_zh="预计答复的日子不能早于今天。",
            reason_en="the day can't be before today.",
        )
    return [WishReferred(**whose(state), to=command.to, expected_by=command.expected_by)]


def end(state: Wish | None, command: AnswerWishReferral | ReturnWish) -> Sequence[Event]:
    """It waits for review again; or what became of it there: the same answer twice is one answer."""
    referred = _referred(state)
    if isinstance(command, ReturnWish):
        return [WishReturned(**whose(referred), reason=command.reason)]
    day = not_after(command.at, command.occurred_on or day_of(command.at), "occurred_on")
    if (referred.outcome, referred.answered_on) == (command.outcome, day):
        return []
    return [WishReferralAnswered(**whose(referred), outcome=command.outcome, occurred_on=day)]


def evolve(state: Wish, event: WishReferral) -> Wish:
    """The wish after `event`."""
    kept = state.model_dump(include=set(PostedWish.model_fields))
    match event:
        case WishReferred(to=to, expected_by=day):
            return ReferredWish(**kept, to=to, expected_by=day)
        case WishReferralAnswered(outcome=outcome, occurred_on=day):
            return state.model_copy(update={"outcome": outcome, "answered_on": day})
        case _:
            return PostedWish(**kept)


def whose(state: Wish) -> dict[str, Any]:
    """What each event of a wish says of whose it is."""
    return state.model_dump(include={"person", "organization", "entered_by", "guardian", "guardian_wanted"})


def _referred(state: Wish | None) -> ReferredWish:
    if state is None:
        raise NotFound
    if not isinstance(state, ReferredWish):
        raise NotReferred
    return state
