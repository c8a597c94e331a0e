"""A need: posted by an organization, published by staff; from then on the request in matching has the say."""

from collections.abc import Sequence
from typing import Any, assert_never

from services.registry.commands import ConfirmNeed, Follow, NeedText, PostNeed, PublishNeed, ReviseNeed, WithdrawNeed
from services.registry.decider.days import day_of, not_after
from services.registry.decider.following import Following, follow, published
from services.registry.decider.reference import if_referred, same_again
from services.registry.events import (
    Followed,
    NeedConfirmed,
    NeedPosted,
    NeedPublished,
    NeedRevised,
    NeedWithdrawn,
)
from shared.errors import Malformed, NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Day, Event, Frozen, Instant


class AlreadyPosted(Refused):
    zh = "这条需求已经提交过，请直接使用它。"
    en = "This need was posted already. Use the existing one."


class NeedClosed(Refused):
    zh = "这条需求已经撤回；若又需要，请重新提交一条。"
    en = "This need was withdrawn. Post a new one if it is wanted again."


class NotPublished(Refused):
    zh = "这条需求还没有公布，不用确认；请先公布。"
    en = "This need isn't on the list yet, so there is nothing to confirm. Publish it first."


class NeedEnded(Refused):
    zh = "这条需求已经办结，不用再确认；若又需要，请重新提交一条。"
    en = "This need has ended, so there is nothing to confirm. Post a new one if it is wanted again."


class Posed(Frozen):
    """A need, in whichever state."""

    need: str
    community: str
    organization: str
    text: NeedText
    first: NeedPosted | None = None
    """As it was posted, where another system has a name for it."""
    posted_at: Instant | None = None
    confirmed_on: Day | None = None

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
Command = PostNeed | ReviseNeed | PublishNeed | ConfirmNeed | WithdrawNeed | Follow
Fact = NeedPosted | NeedRevised | NeedPublished | NeedConfirmed | NeedWithdrawn | Followed


def decide(state: Need | None, command: Command) -> Sequence[Event]:
    match command:
        case Follow(fact=fact):
            return [fact] if isinstance(state, PublishedNeed) else []
        case PostNeed():
            event = NeedPosted(**_said(command), posted_at=command.at)
            return [event] if state is None else same_again(state.first, event, state.need, AlreadyPosted)
        case ConfirmNeed():
            return _confirm(state, command)
    match state:
        case None:
            raise NotFound
        case PublishedNeed(need=need):
            raise published(need)
        case WithdrawnNeed():
            raise NeedClosed
        case PostedNeed():
            return _before_publication(state, command)
        case _:
            assert_never(state)


def _before_publication(state: PostedNeed, command: PublishNeed | ReviseNeed | WithdrawNeed) -> Sequence[Event]:
    match command:
        case PublishNeed():
            return [_publish(state, command)]
        case ReviseNeed():
            revised = NeedRevised(**_said(command))
            return [] if _text(revised) == state.text else [revised]
        case WithdrawNeed(reason=reason, note=note):
            return [NeedWithdrawn(organization=state.organization, reason=reason, note=note)]


def _said(command: PostNeed | ReviseNeed) -> dict[str, Any]:
    """What it says, with the quantity that its parts have together. Raises Malformed for a vacancy in parts."""
    if command.kind == "vacancy" and command.parts:
        raise Malformed(
            field="parts",
            reason_zh="招聘岗位不分项；不同的岗位请分别提交。",
            reason_en="a vacancy has no parts: post a need for each job.",
        )
    said = command.model_dump(exclude={"at", "actor"})
    return said | ({"quantity": sum(part.quantity for part in command.parts)} if command.parts else {})


def _confirm(state: Need | None, command: ConfirmNeed) -> Sequence[Event]:
    match state:
        case None:
            raise NotFound
        case PostedNeed():
            raise NotPublished
        case WithdrawnNeed():
            raise NeedClosed
        case PublishedNeed(following=following) if following.outcome:
            raise NeedEnded
    day = not_after(command.at, command.confirmed_on or day_of(command.at), "confirmed_on")
    if state.confirmed_on and day <= state.confirmed_on:
        return []
    return [NeedConfirmed(organization=state.organization, confirmed_on=day)]


def evolve(state: Need | None, event: Fact) -> Need:
    if isinstance(event, NeedPosted):
        return PostedNeed(
            need=event.need,
            community=event.community,
            organization=event.organization,
            text=_text(event),
            first=if_referred(event),
            posted_at=event.posted_at,
        )
    assert state
    match event:
        case NeedRevised():
            return state.model_copy(update={"text": _text(event)})
        case NeedPublished(confirmed_on=day):
            return PublishedNeed(**dict(state) | {"confirmed_on": day})
        case NeedConfirmed(confirmed_on=day):
            return state.model_copy(update={"confirmed_on": day})
        case NeedWithdrawn():
            return WithdrawnNeed(**dict(state))
        case _:
            assert isinstance(state, PublishedNeed)
            return state.model_copy(update={"following": follow(state.following, event)})


def _text(event: NeedPosted | NeedRevised) -> NeedText:
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
        kind=text.kind,
        parts=text.parts,
        posted_at=state.posted_at,
        confirmed_on=not_after(command.at, command.confirmed_on or day_of(command.at), "confirmed_on"),
    )


DECIDER: Decider[Need] = Decider(decide, evolve)
