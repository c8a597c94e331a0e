"""What becomes of an offer: submitted, listed once staff vetted it, confirmed from time to time, paused, ended."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.registry.commands import (
    AnswerOffer,
    AnswerOfferByLink,
    AskOffer,
    CallOffer,
    ChangeOffer,
    ConfirmOffer,
    EndOffer,
    LinkOffer,
    ListOffer,
    MindOffer,
    NameOfferContact,
    PauseOffer,
    ReachOffer,
    RenewOffer,
    ResumeOffer,
    ReviewAnswer,
    SubmitOffer,
)
from services.registry.commands.offer import KnowPromised
from services.registry.decider.days import day_of, not_after
from services.registry.decider.offer_answers import answer, ask, confirm, mind, review
from services.registry.decider.offer_links import link, use
from services.registry.decider.offer_refusals import (
    AlreadyEnded,
    AlreadyListed,
    AlreadyPaused,
    AlreadySubmitted,
    NotListed,
    NotOpened,
    NotPaused,
    NotYetInTheSubdistrict,
    StillInTheDistrict,
)
from services.registry.decider.offer_state import Ended, Listed, Offer, Submitted, evolve, with_step
from services.registry.decider.offer_text import text_of
from services.registry.decider.reference import same_again
from services.registry.events import (
    OfferCalled,
    OfferChanged,
    OfferContactNamed,
    OfferEnded,
    OfferListed,
    OfferPaused,
    OfferReachChanged,
    OfferResumed,
    OfferSubmitted,
)
from services.registry.events.offer import OfferPromisedKnown
from shared.contracts.offers import Pause
from shared.errors import Malformed, NotFound
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event
from shared.links.model import RevokeLink, revoke

OnTheList = (
    ConfirmOffer
    | CallOffer
    | PauseOffer
    | ResumeOffer
    | ReachOffer
    | AskOffer
    | AnswerOffer
    | ReviewAnswer
    | LinkOffer
    | AnswerOfferByLink
)
Known = RenewOffer | MindOffer | KnowPromised
"""What others tell: it is recorded where it matters, and never refused."""
Command = SubmitOffer | ListOffer | ChangeOffer | NameOfferContact | EndOffer | Known | RevokeLink | OnTheList


def decide(state: Offer | None, command: Command) -> Sequence[Event]:
    if isinstance(command, SubmitOffer):
        event = _submit(command)
        return [event] if state is None else same_again(state.origin, event, state.offer, AlreadySubmitted)
    if isinstance(command, Known):
        return _record(state, command)
    if state is None:
        raise NotFound
    if isinstance(command, RevokeLink):
        return revoke(state.links, command)
    if isinstance(state, Ended):
        raise AlreadyEnded
    match command:
        case ListOffer():
            return [_list(state, command)]
        case ChangeOffer():
            return _replace(state, command)
        case NameOfferContact():
            return _name(state, command)
        case EndOffer(reason=reason, note=note):
            return [OfferEnded(organization=state.organization, reason=reason, note=note, terms=state.terms())]
        case _ if isinstance(state, Submitted):
            raise NotListed
        case _:
            return _on_the_list(state, command)


def _record(state: Offer | None, command: Known) -> Sequence[Event]:
    if isinstance(command, KnowPromised):
        known = OfferPromisedKnown(partners_taken=command.partners_taken, quantity_taken=command.quantity_taken)
        return [known] if state else []
    if not isinstance(state, Listed):
        return []
    return mind(state, command) if isinstance(command, MindOffer) else confirm(state, command.kept_on)


def _on_the_list(state: Listed, command: OnTheList) -> Sequence[Event]:
    match command:
        case ConfirmOffer():
            return confirm(state, not_after(command.at, command.confirmed_on or day_of(command.at), "confirmed_on"))
        case CallOffer():
            return _call(state, command)
        case PauseOffer():
            return [_pause(state, command)]
        case ResumeOffer():
            return [_resume(state, command)]
        case ReachOffer():
            return _reach(state, command)
        case AskOffer():
            return [ask(state, command)]
        case AnswerOffer():
            return answer(state, command)
        case ReviewAnswer():
            return review(state, command)
        case LinkOffer():
            return link(state, command)
        case AnswerOfferByLink():
            told, used = use(state, command)
            return [*told, *decide(state, command.answer), used]
        case _:
            assert_never(command)


def _submit(command: SubmitOffer) -> OfferSubmitted:
    if command.confirmed_on:
        not_after(command.at, command.confirmed_on, "confirmed_on")
    said = command.model_dump(include=set(OfferSubmitted.model_fields))
    return OfferSubmitted(**said, text=text_of(command))


def _list(state: Submitted | Listed, command: ListOffer) -> Event:
    if isinstance(state, Listed):
        raise AlreadyListed
    day = state.confirmed_on or day_of(command.at)
    return OfferListed(organization=state.organization, confirmed_on=day, terms=state.terms(confirmed_on=day))


def _call(state: Listed, command: CallOffer) -> Sequence[Event]:
    """A call, and where it reached somebody the confirmation it brought."""
    day = not_after(command.at, command.occurred_on or day_of(command.at), "occurred_on")
    _check_again(command, day)
    called = OfferCalled(
        organization=state.organization,
        contact=command.contact,
        outcome=command.outcome,
        occurred_on=day,
        again_on=command.call_again_on,
    )
    return [called, *confirm(state, day)] if command.outcome == "reached" else [called]


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
    text = text_of(command)
    if text == state.text:
        return []
    terms = state.terms(text=text) if isinstance(state, Listed) else None
    return [OfferChanged(organization=state.organization, text=text, terms=terms)]


def _name(state: Submitted | Listed, command: NameOfferContact) -> Sequence[Event]:
    if (command.person, command.phone) == (state.person, state.phone):
        return []
    return [OfferContactNamed(organization=state.organization, person=command.person, phone=command.phone)]


def _pause(state: Listed, command: PauseOffer) -> Event:
    if pause := state.paused(day_of(command.at)):
        raise AlreadyPaused(first=pause.first)
    if command.last and command.last < day_of(command.at):
        raise Malformed(
            field="last",
            reason_zh="这段时间已经过去，请填写今天或以后的日期。",
            reason_en="these days are over. Give today or a later day.",
        )
    said = command.model_dump(include=set(Pause.model_fields))
    terms = state.terms(pause=Pause(**said))
    return OfferPaused(organization=state.organization, note=command.note, terms=terms, **said)


def _resume(state: Listed, command: ResumeOffer) -> Event:
    if state.paused(day_of(command.at)) is None:
        raise NotPaused
    return OfferResumed(organization=state.organization, terms=state.terms(pause=None))


def _reach(state: Listed, command: ReachOffer) -> Sequence[Event]:
    _check_step(state, command)
    event = OfferReachChanged(
        organization=state.organization,
        level=command.level,
        node=command.node,
        quota=command.quota,
        decided_by=command.decided_by,
        decided_on=not_after(command.at, command.decided_on or day_of(command.at), "decided_on"),
        note=command.note,
        terms=state.terms(),
    )
    reach = with_step(state.reach, event)
    return [] if reach == state.reach else [event.model_copy(update={"terms": state.terms(reach=reach)})]


def _check_step(state: Listed, command: ReachOffer) -> None:
    """Outwards one level after the other, and back the same way."""
    opened = {step.level for step in state.reach}
    if command.quota is None:
        if command.level not in opened:
            raise NotOpened
        if command.level == "subdistrict" and "district" in opened:
            raise StillInTheDistrict
    elif command.level == "district" and "subdistrict" not in opened:
        raise NotYetInTheSubdistrict


DECIDER: Decider[Offer] = Decider(decide, evolve)
