"""Asking whether an offer holds, what is answered, and what becomes of it: staff accept before anything changes."""

from collections.abc import Sequence

from services.registry.commands import AnswerOffer, AskOffer, MindOffer, ReviewAnswer
from services.registry.decider.days import day_of, not_after
from services.registry.decider.offer_refusals import NothingToReview
from services.registry.decider.offer_state import Listed, Pending
from services.registry.decider.offer_text import text_of
from services.registry.events import OfferChanged, OfferConfirmed, OfferEnded
from services.registry.events.campaign import OfferAnswered, OfferAnswerReviewed, OfferAsked
from services.registry.events.offer import OfferTurningStale
from shared.contracts.offers import OfferText
from shared.errors import Malformed
from shared.eventsourcing.model import Day, Event


def ask(state: Listed, command: AskOffer) -> Event:
    """That the organization was asked."""
    return OfferAsked(
        organization=state.organization,
        campaign=command.campaign,
        way=command.way,
        contact=command.contact,
        occurred_on=_day(command),
    )


def answer(state: Listed, command: AnswerOffer) -> Sequence[Event]:
    """What it said; that the offer holds confirms it at once."""
    text = text_of(command.text) if command.text else None
    _check(state, command, text)
    said = OfferAnswered(
        organization=state.organization,
        campaign=command.campaign,
        way=command.way,
        contact=command.contact,
        occurred_on=_day(command),
        answer=command.answer,
        text=text,
        reason=command.reason,
        note=command.note,
    )
    return [said, *confirm(state, said.occurred_on)] if command.answer == "holds" else [said]


def confirm(state: Listed, day: Day) -> Sequence[Event]:
    """That it holds, unless that was known of a later day."""
    if state.confirmed_on and day <= state.confirmed_on:
        return []
    return [OfferConfirmed(organization=state.organization, confirmed_on=day, terms=state.terms(confirmed_on=day))]


def mind(state: Listed, command: MindOffer) -> Sequence[Event]:
    """That it is asked online, unless it was already, or somebody confirmed it meanwhile."""
    if state.confirmed_on != command.confirmed_on or state.minded_for == command.confirmed_on:
        return []
    return [OfferTurningStale(organization=state.organization, **command.model_dump(exclude={"at", "actor"}))]


def review(state: Listed, command: ReviewAnswer) -> Sequence[Event]:
    """What staff made of it; accepted, the offer becomes what was answered."""
    pending = state.answer
    if pending is None or pending.campaign != command.campaign:
        raise NothingToReview
    judged = OfferAnswerReviewed(
        organization=state.organization, campaign=command.campaign, accepted=command.accept, note=command.note
    )
    return [judged, *_become(state, pending)] if command.accept else [judged]


def _become(state: Listed, pending: Pending) -> Sequence[Event]:
    if pending.text is None:
        assert pending.reason
        return [
            OfferEnded(organization=state.organization, reason=pending.reason, note=pending.note, terms=state.terms())
        ]
    changed = state.model_copy(update={"text": pending.text})
    replaced = OfferChanged(organization=state.organization, text=pending.text, terms=changed.terms())
    return [replaced, *confirm(changed, pending.occurred_on)]


def _day(command: AskOffer | AnswerOffer) -> Day:
    return not_after(command.at, command.occurred_on or day_of(command.at), "occurred_on")


def _check(state: Listed, command: AnswerOffer, text: OfferText | None) -> None:
    if (text is not None) != (command.answer == "changed"):
        raise Malformed(
            field="text",
            reason_zh="有变化时请填写新的内容，否则请去掉。",
            reason_en="give the new text if it has changed, and only then.",
        )
    if (command.reason is not None) != (command.answer == "ended"):
        raise Malformed(
            field="reason",
            reason_zh="不再提供时请选原因，否则请去掉。",
            reason_en="give the reason if it has ended, and only then.",
        )
    if text == state.text:
        raise Malformed(
            field="answer",
            reason_zh="内容与清单上相同，请选“仍有效”。",
            reason_en="the text is the one on the list. Say that it holds.",
        )
