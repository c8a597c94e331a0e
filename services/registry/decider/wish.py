"""A wish: posted, reviewed, published; from then on the request in matching has the say."""

from collections.abc import Sequence
from typing import assert_never

from services.registry.commands import (
    Follow,
    PostWish,
    PublishWish,
    RejectWish,
    RevealWishContact,
    ReviseWish,
    WithdrawErased,
    WithdrawWish,
)
from services.registry.decider.consent import consent_of
from services.registry.decider.following import Following, follow, news, published
from services.registry.events import (
    Followed,
    PersonField,
    ReopeningKnown,
    WishContactRevealed,
    WishPosted,
    WishPublished,
    WishRejected,
    WishRevised,
    WishWithdrawalReason,
    WishWithdrawn,
)
from shared.contracts.registry import WishKind
from shared.errors import Malformed, NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event, Frozen


class WishKnown(Refused):
    zh = "这个心愿已经提交过，请直接使用它。"
    en = "This wish was posted already. Use the existing one."


class AlreadyReviewed(Refused):
    zh = "这个心愿已审核为不发布；若情况有变，请重新提交一个。"
    en = "This wish was reviewed and rejected. Post a new one if things have changed."


class AlreadyWithdrawn(Refused):
    zh = "这个心愿已经撤回；若又需要，请重新提交一个。"
    en = "This wish was withdrawn. Post a new one if it is wanted again."


class NothingToReveal(Refused):
    zh = "这个心愿没有可联系的居民，或已经结束，请联系社区工作人员。"
    en = "There is nobody to reach behind this wish, or it has ended. Ask the community's staff."


class NotAnAcceptedClaimant(NotFound):
    zh = "只有认领已确认对接的一方可以查看联系方式，请先等待社区确认。"
    en = "Only a claimant whose claim was accepted may see this. Wait for the staff's word first."


class Wished(Frozen):
    """A wish, in whichever state."""

    wish: str
    community: str
    person: str | None
    organization: str | None
    entered_by: str

    @property
    def owners(self) -> frozenset[str]:
        """The person, who entered it for the person, and the organization that noticed it."""
        neighbour = self.entered_by if self.entered_by.startswith("person_") else None
        return frozenset(filter(None, (self.person, neighbour, self.organization)))


class PostedWish(Wished):
    """It waits for review."""

    text: str | None
    words: str | None


class PublishedWish(Wished):
    """Matching has a request for it."""

    kind: WishKind
    home_visit: bool
    following: Following = Following()


class RejectedWish(Wished):
    """Staff said why not."""


class WithdrawnWish(Wished):
    """It is no longer wanted."""


Wish = PostedWish | PublishedWish | RejectedWish | WithdrawnWish
Command = PostWish | ReviseWish | WithdrawWish | WithdrawErased | PublishWish | RejectWish | RevealWishContact | Follow
Fact = WishPosted | WishRevised | WishPublished | WishRejected | WishWithdrawn | WishContactRevealed | Followed


def decide(state: Wish | None, command: Command) -> Sequence[Event]:
    match command:
        case PostWish():
            return _post(state, command)
        case Follow(fact=fact):
            return _follow(state, fact)
        case WithdrawErased():
            return _withdraw_erased(state)
        case RevealWishContact():
            return [_reveal(state, command)]
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
            return [WishRejected(**_whose(_waiting(state)), **_said(command))]
        case _:
            assert_never(command)


def _follow(state: Wish | None, fact: Followed) -> Sequence[Event]:
    if isinstance(state, WithdrawnWish) and isinstance(fact, ReopeningKnown):
        # Only an erased person's wish is withdrawn once it is published; what is reopened behind it ends anew.
        return [WishWithdrawn(**_whose(state), published=True, reason="person_erased", note="")]
    return news(state.following, fact) if isinstance(state, PublishedWish) else []


def evolve(state: Wish | None, event: Fact) -> Wish:
    if isinstance(event, WishPosted):
        return PostedWish(**event.model_dump(exclude={"consent"}))
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
        case WishContactRevealed():
            return state
        case _:
            assert isinstance(state, PublishedWish)
            return state.model_copy(update={"following": follow(state.following, event)})


def _who(state: Wish) -> dict[str, str]:
    return state.model_dump(include=set(Wished.model_fields))


def _whose(state: Wish) -> dict[str, str]:
    return state.model_dump(include={"person", "organization", "entered_by"})


def _said(command: Command) -> dict[str, str]:
    return command.model_dump(exclude={"at", "actor"})


def _waiting(state: Wish | None) -> PostedWish:
    match state:
        case None:
            raise NotFound
        case PostedWish():
            return state
        case PublishedWish(wish=wish):
            raise published(wish)
        case RejectedWish():
            raise AlreadyReviewed
        case WithdrawnWish():
            raise AlreadyWithdrawn


def _post(state: Wish | None, command: PostWish) -> Sequence[Event]:
    if state is not None:
        raise WishKnown
    _check_words(command.person, command.text, command.words)
    consent = consent_of(command.actor, command.person) if command.person else None
    return [WishPosted(**_said(command), entered_by=command.actor.id, consent=consent)]


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
    return WishPublished(**_whose(state), **_said(command))


def _withdraw(state: PostedWish | PublishedWish, reason: WishWithdrawalReason, note: str = "") -> Event:
    published = isinstance(state, PublishedWish)
    return WishWithdrawn(**_whose(state), published=published, reason=reason, note=note)


def _withdraw_erased(state: Wish | None) -> Sequence[Event]:
    match state:
        case PostedWish():
            return [_withdraw(state, "person_erased")]
        case PublishedWish(following=following) if following.outcome is None:
            return [_withdraw(state, "person_erased")]
        case _:
            return []


def _reveal(state: Wish | None, command: RevealWishContact) -> Event:
    if state is None:
        raise NotFound
    _check_may_see(state, command.party)
    if not isinstance(state, PublishedWish) or state.kind == "public" or state.following.outcome:
        raise NothingToReveal
    assert state.person, "without a person a wish is public"
    fields: tuple[PersonField, ...] = ("name", "phone", "address") if state.home_visit else ("name", "phone")
    return WishContactRevealed(person=state.person, party=command.party, purpose=command.purpose, fields=fields)


def _check_may_see(state: Wish, party: str | None) -> None:
    accepted = state.following.accepted if isinstance(state, PublishedWish) else {}
    if party not in {None, state.person, *(claimant.id for claimant in accepted.values())}:
        raise NotAnAcceptedClaimant


DECIDER: Decider[Wish] = Decider(decide, evolve)
