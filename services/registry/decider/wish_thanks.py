"""Decisions about thanks: said once a wish has come true, reviewed, published, taken back at any time."""

from collections.abc import Sequence
from typing import Any, assert_never

from services.registry.commands.thanks import PublishThanks, RejectThanks, SayThanks, ThanksCommand, WithdrawThanks
from services.registry.decider.guardian import consent_for
from services.registry.decider.wish_refusals import (
    NobodyToThank,
    NoThanks,
    NothingFulfilled,
    ThanksKnown,
    ThanksReviewed,
)
from services.registry.decider.wish_state import PublishedWish, Thanks, Wish
from services.registry.events import Followed, OutcomeKnown
from services.registry.events.thanks import (
    ThanksEvent,
    ThanksPublished,
    ThanksRejected,
    ThanksSaid,
    ThanksWithdrawalReason,
    ThanksWithdrawn,
)
from shared.errors import NotFound
from shared.eventsourcing.model import Event


def decide(state: Wish | None, command: ThanksCommand) -> Sequence[Event]:
    """What becomes of the thanks for a wish."""
    if state is None:
        raise NotFound
    match command:
        case SayThanks():
            return [_say(_fulfilled(state), command)]
        case PublishThanks(text=text):
            wish = _fulfilled(state)
            thanks, providers = _waiting(wish), wish.following.providers
            return [ThanksPublished(**_whose(wish, thanks), text=text, shown_to=thanks.shown_to, providers=providers)]
        case RejectThanks(reason=reason, note=note):
            thanks = _waiting(state)
            return [ThanksRejected(**_whose(state, thanks), words=thanks.words, reason=reason, note=note)]
        case WithdrawThanks(reason=reason):
            return [_withdrawn(state, _known(state), reason)]
        case _:
            assert_never(command)


def withdraw_erased(state: PublishedWish) -> Sequence[Event]:
    """Thanks of an erased person that nobody has reviewed are nobody's any more; a text that names nobody stays, unless
    the wish is under way again and withdrawn with it."""
    thanks = state.thanks
    if thanks is None or (thanks.published and state.following.outcome):
        return []
    return [_withdrawn(state, thanks, "person_erased")]


def withdraw_undone(state: PublishedWish, fact: Followed) -> Sequence[Event]:
    """What was published in thanks to those who, as it ends after all, did not do it."""
    thanks = state.thanks
    if thanks is None or not isinstance(fact, OutcomeKnown) or set(thanks.providers) <= set(fact.providers):
        return []
    return [_withdrawn(state, thanks, "not_really_done")]


def evolve(state: Wish, event: ThanksEvent) -> Wish:
    """The wish after `event`."""
    assert isinstance(state, PublishedWish)
    match event:
        case ThanksSaid():
            said = event.model_dump(include=set(Thanks.model_fields))
            return state.model_copy(update={"thanks": Thanks(**said)})
        case ThanksPublished(providers=providers):
            assert state.thanks
            thanks = state.thanks.model_copy(update={"published": True, "providers": providers})
            return state.model_copy(update={"thanks": thanks})
        case _:
            return state.model_copy(update={"thanks": None})


def _say(wish: PublishedWish, command: SayThanks) -> Event:
    if wish.thanks:
        raise ThanksKnown
    if wish.person is None or not wish.following.providers:
        raise NobodyToThank
    consent = consent_for(command.actor, wish.person, wish.guardian, wanted=wish.guardian_wanted)
    return ThanksSaid(
        person=wish.person,
        entered_by=command.actor.id,
        guardian=wish.guardian,
        consent=consent,
        words=command.words,
        shown_to=command.shown_to,
    )


def _fulfilled(state: Wish) -> PublishedWish:
    if not isinstance(state, PublishedWish) or state.following.outcome not in ("fulfilled", "partly"):
        raise NothingFulfilled
    return state


def _known(state: Wish) -> Thanks:
    thanks = state.thanks if isinstance(state, PublishedWish) else None
    if thanks is None:
        raise NoThanks
    return thanks


def _waiting(state: Wish) -> Thanks:
    thanks = _known(state)
    if thanks.published:
        raise ThanksReviewed
    return thanks


def _whose(wish: Wish, thanks: Thanks) -> dict[str, Any]:
    """Who said it, and who decides now."""
    said = thanks.model_dump(include={"person", "entered_by"})
    return said | wish.model_dump(include={"guardian", "guardian_wanted"})


def _withdrawn(wish: Wish, thanks: Thanks, reason: ThanksWithdrawalReason) -> Event:
    return ThanksWithdrawn(**_whose(wish, thanks), words=thanks.words, reason=reason, providers=thanks.providers)
