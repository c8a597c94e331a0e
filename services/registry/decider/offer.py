"""An offer: submitted, listed once staff vetted it, confirmed from time to time, ended."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.registry.commands import CallOffer, ChangeOffer, ConfirmOffer, EndOffer, ListOffer, OfferText, SubmitOffer
from services.registry.decider.days import day_of, not_after
from services.registry.decider.reference import if_referred, same_again
from services.registry.events import OfferCalled, OfferChanged, OfferConfirmed, OfferEnded, OfferListed, OfferSubmitted
from shared.errors import Malformed, NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Day, Event, Frozen


class AlreadySubmitted(Refused):
    zh = "这条资源已经提交过，请直接使用它。"
    en = "This offer was submitted already. Use the existing one."


class AlreadyListed(Refused):
    zh = "这条资源已在资源清单上，无需再次上架。"
    en = "This offer is on the list already."


class NotListed(Refused):
    zh = "这条资源还没有上架，请先由社区工作人员审核上架。"
    en = "This offer is not on the list yet. Staff have to list it first."


class AlreadyEnded(Refused):
    zh = "这条资源已经结束；若又可以提供，请重新提交一条。"
    en = "This offer has ended. Submit a new one if it can be given again."


class Offered(Frozen):
    """An offer, in whichever state."""

    offer: str
    community: str
    organization: str
    text: OfferText
    confirmed_on: Day | None
    first: OfferSubmitted | None = None
    """As it was submitted, where another system has a name for it."""

    @property
    def owners(self) -> frozenset[str]:
        return frozenset({self.organization})


class Submitted(Offered):
    """It waits for staff."""


class Listed(Offered):
    """It stands on the list."""


class Ended(Offered):
    """It is over."""


Offer = Submitted | Listed | Ended
Command = SubmitOffer | ListOffer | ConfirmOffer | CallOffer | ChangeOffer | EndOffer
Fact = OfferSubmitted | OfferListed | OfferConfirmed | OfferCalled | OfferChanged | OfferEnded


def decide(state: Offer | None, command: Command) -> Sequence[Event]:
    if isinstance(command, SubmitOffer):
        event = _submit(command)
        return [event] if state is None else same_again(state.first, event, state.offer, AlreadySubmitted)
    match state:
        case None:
            raise NotFound
        case Ended():
            raise AlreadyEnded
    match command:
        case ListOffer():
            return [_list(state, command)]
        case ConfirmOffer():
            return _confirm(state, not_after(command.at, command.confirmed_on or day_of(command.at), "confirmed_on"))
        case CallOffer():
            return _call(state, command)
        case ChangeOffer():
            return _replace(state, command)
        case EndOffer(reason=reason, note=note):
            return [OfferEnded(organization=state.organization, reason=reason, note=note)]
        case _:
            assert_never(command)


def evolve(state: Offer | None, event: Fact) -> Offer:
    if isinstance(event, OfferSubmitted):
        return Submitted(
            offer=event.offer,
            community=event.community,
            organization=event.organization,
            text=_text(event),
            confirmed_on=event.confirmed_on,
            first=if_referred(event),
        )
    assert state
    kept = dict(state)
    match event:
        case OfferListed(confirmed_on=day):
            return Listed(**kept | {"confirmed_on": day})
        case OfferConfirmed(confirmed_on=day):
            return state.model_copy(update={"confirmed_on": day})
        case OfferCalled():
            return state
        case OfferChanged():
            return state.model_copy(update={"text": _text(event)})
        case OfferEnded():
            return Ended(**kept)


def _text(source: SubmitOffer | ChangeOffer | OfferSubmitted | OfferChanged) -> OfferText:
    return OfferText.model_construct(**{name: getattr(source, name) for name in OfferText.model_fields})


def _submit(command: SubmitOffer) -> OfferSubmitted:
    if command.confirmed_on:
        not_after(command.at, command.confirmed_on, "confirmed_on")
    return OfferSubmitted(**command.model_dump(exclude={"at", "actor"}))


def _list(state: Submitted | Listed, command: ListOffer) -> Event:
    if isinstance(state, Listed):
        raise AlreadyListed
    return OfferListed(
        organization=state.organization,
        title=state.text.title,
        category=state.text.category,
        confirmed_on=state.confirmed_on or day_of(command.at),
    )


def _confirm(state: Submitted | Listed, day: date) -> Sequence[Event]:
    if isinstance(state, Submitted):
        raise NotListed
    if state.confirmed_on and day <= state.confirmed_on:
        return []
    return [OfferConfirmed(organization=state.organization, confirmed_on=day)]


def _call(state: Submitted | Listed, command: CallOffer) -> Sequence[Event]:
    """A call, and where it reached somebody the confirmation it brought."""
    if isinstance(state, Submitted):
        raise NotListed
    day = not_after(command.at, command.occurred_on or day_of(command.at), "occurred_on")
    again = command.call_again_on
    _check_again(command, day)
    called = OfferCalled(organization=state.organization, outcome=command.outcome, occurred_on=day, again_on=again)
    return [called, *_confirm(state, day)] if command.outcome == "reached" else [called]


def _check_again(command: CallOffer, day: date) -> None:
    again = command.call_again_on
    if again is None and command.outcome == "agreed":
        zh, en = "请填写约定再打电话的日期。", "say on which day to call again."
    elif again is not None and command.outcome == "reached":
        zh, en = "已经打通，无需再约日期，请去掉。", "leave it out: somebody was reached."
    elif again is not None and again <= day:
        zh, en = "再打电话的日期要晚于这次。", "the day has to be later than this call."
    else:
        return
    raise Malformed(field="call_again_on", reason_zh=zh, reason_en=en)


def _replace(state: Submitted | Listed, command: ChangeOffer) -> Sequence[Event]:
    if _text(command) == state.text:
        return []
    return [OfferChanged(**command.model_dump(exclude={"at", "actor"}))]


DECIDER: Decider[Offer] = Decider(decide, evolve)
