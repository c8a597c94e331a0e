"""A need: posted by an organization, published by staff; from then on the request in matching has the say."""

from collections.abc import Sequence
from typing import assert_never

from services.registry.commands import Follow, NeedText, PostNeed, PublishNeed, WithdrawNeed
from services.registry.decider.days import day_of, not_after
from services.registry.decider.following import Following, follow, news, published
from services.registry.decider.reference import if_referred, same_again
from services.registry.events import (
    Followed,
    NeedPosted,
    NeedPublished,
    NeedWithdrawn,
)
from shared.errors import NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event, Frozen


class AlreadyPosted(Refused):
    zh = "这条需求已经提交过，请直接使用它。"
    en = "This need was posted already. Use the existing one."


class NeedClosed(Refused):
    zh = "这条需求已经撤回；若又需要，请重新提交一条。"
    en = "This need was withdrawn. Post a new one if it is wanted again."


class Posed(Frozen):
    """A need, in whichever state."""

    need: str
    community: str
    organization: str
    text: NeedText
    first: NeedPosted | None = None
    """As it was posted, where another system has a name for it."""

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.organization})


class PostedNeed(Posed):
    """It waits for staff."""


class PublishedNeed(Posed):
    """Matching has a request for it."""

    following: Following = Following()


class WithdrawnNeed(Posed):
    """It was taken back before anybody saw it."""


Need = PostedNeed | PublishedNeed | WithdrawnNeed
Command = PostNeed | PublishNeed | WithdrawNeed | Follow
Fact = NeedPosted | NeedPublished | NeedWithdrawn | Followed


def decide(state: Need | None, command: Command) -> Sequence[Event]:
    match command:
        case Follow(fact=fact):
            return news(state.following, fact) if isinstance(state, PublishedNeed) else []
        case PostNeed():
            event = NeedPosted(**command.model_dump(exclude={"at", "actor"}))
            return [event] if state is None else same_again(state.first, event, state.need, AlreadyPosted)
    match state:
        case None:
            raise NotFound
        case PublishedNeed(need=need):
            raise published(need)
        case WithdrawnNeed():
            raise NeedClosed
        case PostedNeed(organization=organization):
            if isinstance(command, PublishNeed):
                return [_publish(state, command)]
            return [NeedWithdrawn(organization=organization, reason=command.reason, note=command.note)]
        case _:
            assert_never(state)


def evolve(state: Need | None, event: Fact) -> Need:
    if isinstance(event, NeedPosted):
        return PostedNeed(
            need=event.need,
            community=event.community,
            organization=event.organization,
            text=_text(event),
            first=if_referred(event),
        )
    assert state
    match event:
        case NeedPublished():
            return PublishedNeed(**dict(state))
        case NeedWithdrawn():
            return WithdrawnNeed(**dict(state))
        case _:
            assert isinstance(state, PublishedNeed)
            return state.model_copy(update={"following": follow(state.following, event)})


def _text(event: NeedPosted) -> NeedText:
    return NeedText.model_construct(**{name: getattr(event, name) for name in NeedText.model_fields})


def _publish(state: PostedNeed, command: PublishNeed) -> Event:
    text = state.text
    return NeedPublished(
        organization=state.organization,
        title=text.title,
        text=command.text or text.detail,
        category=text.category,
        quantity=text.quantity,
        unit=text.unit,
        audience=text.audience,
        confirmed_on=not_after(command.at, command.confirmed_on or day_of(command.at), "confirmed_on"),
    )


DECIDER: Decider[Need] = Decider(decide, evolve)
