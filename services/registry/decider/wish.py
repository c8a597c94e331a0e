"""A wish: posted, reviewed, published; from then on the request in matching has the say."""

from collections.abc import Sequence
from typing import Any, assert_never

from services.registry.commands import (
    AnswerWishReferral,
    Follow,
    IssueReceipt,
    PostWish,
    Publication,
    PublishWish,
    ReferWish,
    RejectWish,
    ReturnWish,
    RevealWishContact,
    ReviseWish,
    WithdrawErased,
    WithdrawWish,
)
from services.registry.commands.guardian import ChangeWishGuardian
from services.registry.commands.thanks import PublishThanks, RejectThanks, SayThanks, ThanksCommand, WithdrawThanks
from services.registry.decider import wish_referral, wish_thanks
from services.registry.decider.following import follow, published
from services.registry.decider.guardian import GuardianWanted, change, consent_for
from services.registry.decider.reference import if_referred, same_again
from services.registry.decider.waiting import waiting_from
from services.registry.decider.wish_referral import whose
from services.registry.decider.wish_refusals import (
    AlreadyReviewed,
    AlreadyWithdrawn,
    WasReferred,
    WishKnown,
)
from services.registry.decider.wish_reveal import reveal
from services.registry.decider.wish_state import (
    PostedWish,
    PublishedWish,
    ReferredWish,
    RejectedWish,
    Wish,
    Wished,
    WithdrawnWish,
)
from services.registry.events import (
    Followed,
    ReopeningKnown,
    WishContactRevealed,
    WishPosted,
    WishPublished,
    WishReceiptIssued,
    WishRejected,
    WishRevised,
    WishWithdrawalReason,
    WishWithdrawn,
)
from services.registry.events.guardian import WishGuardianChanged
from services.registry.events.referral import WishReferral
from services.registry.events.thanks import ThanksEvent
from shared.errors import Malformed, NotFound
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event

Command = (
    PostWish
    | ReviseWish
    | WithdrawWish
    | WithdrawErased
    | PublishWish
    | RejectWish
    | ReferWish
    | AnswerWishReferral
    | ReturnWish
    | RevealWishContact
    | IssueReceipt
    | Follow
    | ThanksCommand
    | ChangeWishGuardian
)
Fact = (
    WishPosted
    | WishRevised
    | WishPublished
    | WishRejected
    | WishReferral
    | ThanksEvent
    | WishGuardianChanged
    | WishWithdrawn
    | WishContactRevealed
    | WishReceiptIssued
    | Followed
)


def decide(state: Wish | None, command: Command) -> Sequence[Event]:
    match command:
        case PostWish():
            return _post(state, command)
        case Follow(fact=fact):
            return _follow(state, fact)
        case WithdrawErased():
            return _withdraw_erased(state)
        case RevealWishContact():
            return [reveal(state, command)]
        case IssueReceipt(number=number, lock=lock):
            return _issue(state, number, lock)
        case ReviseWish(text=text, words=words):
            waiting = _waiting(state)
            _check_words(waiting.person, text, words)
            same = (text, words) == (waiting.text, waiting.words)
            return [] if same else [WishRevised(text=text, words=words)]
        case WithdrawWish(reason=reason, note=note):
            return [_withdraw(_waiting(state), reason, note)]
        case PublishWish():
            return [_publish(_waiting(state), command)]
        case RejectWish():
            return [WishRejected(**whose(_waiting(state)), **_said(command))]
        case ReferWish():
            return wish_referral.refer(_waiting(state), command)
        case AnswerWishReferral() | ReturnWish():
            return wish_referral.end(state, command)
        case SayThanks() | PublishThanks() | RejectThanks() | WithdrawThanks():
            return wish_thanks.decide(state, command)
        case ChangeWishGuardian():
            return change(state, command)
        case _:
            assert_never(command)


def _follow(state: Wish | None, fact: Followed) -> Sequence[Event]:
    if isinstance(state, WithdrawnWish) and isinstance(fact, ReopeningKnown):
        # Only an erased person's wish is withdrawn once it is published; what is reopened behind it ends anew.
        return [WishWithdrawn(**whose(state), published=True, reason="person_erased", note="")]
    return [fact, *wish_thanks.withdraw_undone(state, fact)] if isinstance(state, PublishedWish) else []


def evolve(state: Wish | None, event: Fact) -> Wish:
    if isinstance(event, WishPosted):
        return PostedWish(**event.model_dump(exclude={"consent", "external_ref"}), first=if_referred(event))
    assert state
    match event:
        case WishRevised(text=text, words=words):
            return state.model_copy(update={"text": text, "words": words})
        case WishPublished(kind=kind, home_visit=home_visit):
            return PublishedWish(**_who(state), kind=kind, home_visit=home_visit)
        case WishRejected():
            return RejectedWish(**_who(state))
        case WishWithdrawn():
            return WithdrawnWish(**_who(state))
        case WishReferral():
            return wish_referral.evolve(state, event)
        case ThanksEvent():
            return wish_thanks.evolve(state, event)
        case WishGuardianChanged(guardian=guardian, wanted=wanted):
            return state.model_copy(update={"guardian": guardian, "guardian_wanted": wanted})
        case WishContactRevealed() | WishReceiptIssued():
            return state
        case _:
            assert isinstance(state, PublishedWish)
            return state.model_copy(update={"following": follow(state.following, event)})


def _who(state: Wish) -> dict[str, Any]:
    return state.model_dump(include=set(Wished.model_fields))


def _said(command: Command) -> dict[str, Any]:
    return command.model_dump(exclude={"at", "actor", "guardian_wanted"})


def _waiting(state: Wish | None) -> PostedWish:
    match state:
        case None:
            raise NotFound
        case ReferredWish(to=to):
            raise WasReferred(to=to)
        case PostedWish():
            return state
        case PublishedWish(wish=wish):
            raise published(wish)
        case RejectedWish():
            raise AlreadyReviewed
        case WithdrawnWish():
            raise AlreadyWithdrawn


def _post(state: Wish | None, command: PostWish) -> Sequence[Event]:
    _check_words(command.person, command.text, command.words)
    consent = None
    if command.person:
        consent = consent_for(command.actor, command.person, command.guardian, wanted=command.guardian_wanted)
    event = WishPosted(**_said(command), entered_by=command.actor.id, consent=consent, posted_at=command.at)
    return [event] if state is None else same_again(state.first, event, state.wish, WishKnown)


def _issue(state: Wish | None, number: str, lock: str) -> Sequence[Event]:
    if state is None:
        raise NotFound
    return [WishReceiptIssued(number=number, lock=lock)]


def _check_words(person: str | None, text: str | None, words: str | None) -> None:
    if person and (words is None or text is not None):
        raise Malformed(
            field="words",
            reason_zh="居民的心愿请填写原话（words），不要填写公开文字（text）。",
            reason_en="a person's wish has `words`, the person's own, and no public `text`.",
        )
    if person is None and (text is None or words is not None):
        raise Malformed(
            field="text",
            reason_zh="公共心愿请填写可公开的文字（text），不要填写原话（words）。",
            reason_en="a wish without a person has a public `text` and no `words`.",
        )


def _publish(state: PostedWish, command: PublishWish) -> Event:
    if state.person is None and command.kind != "public":
        raise Malformed(
            field="kind",
            reason_zh="没有登记居民的心愿只能作为公共心愿发布。",
            reason_en="a wish without a person can only be published as a public one.",
        )
    if state.guardian_wanted:
        raise GuardianWanted
    said = whose(state) | command.model_dump(include=set(Publication.model_fields))
    del said["guardian_wanted"]
    waiting = waiting_from(command.at, command.limits.of(command.kind, command.category))
    return WishPublished(**said, waiting=waiting, posted_at=state.posted_at)


def _withdraw(state: PostedWish | PublishedWish, reason: WishWithdrawalReason, note: str = "") -> Event:
    published = isinstance(state, PublishedWish)
    return WishWithdrawn(**whose(state), published=published, reason=reason, note=note)


def _withdraw_erased(state: Wish | None) -> Sequence[Event]:
    match state:
        case PostedWish():
            return [_withdraw(state, "person_erased")]
        case PublishedWish(following=following):
            ended = [] if following.outcome else [_withdraw(state, "person_erased")]
            return [*wish_thanks.withdraw_erased(state), *ended]
        case _:
            return []


DECIDER: Decider[Wish] = Decider(decide, evolve)
