"""Decisions about residents' answers to a vacancy."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from services.matching.commands import AnswerVacancy, SettleAnswer
from services.matching.decider.common import of, still_open
from services.matching.decider.end import Answer
from services.matching.decider.ending_errors import (
    AnsweredBefore,
    MayOnlyWithdraw,
    NoPlaceLeft,
    NotAVacancy,
    NotYourAnswer,
)
from services.matching.decider.errors import ConsentMissing, NotYet, RequestEnded
from services.matching.decider.state import Closed, Fulfilled, State
from services.matching.events import AnswerSettled, RequestFulfilled, RequestReopened, VacancyAnswered
from shared.errors import NotFound
from shared.eventsourcing.model import Day, Event


def answer(state: State, command: AnswerVacancy) -> Sequence[Event]:
    """A resident would take the job; who enters it for the resident says how he or she agreed."""
    if not state.vacancy:
        raise NotAVacancy
    still_open(state)
    if command.actor.id != command.person and command.actor.consent is None:
        raise ConsentMissing(field="consent")
    earlier = [one for one in state.answers if one.person == command.person]
    if any(one.outcome in (None, "hired") for one in earlier):
        raise AnsweredBefore
    return [VacancyAnswered(**of(state), answer=len(state.answers) + 1, person=command.person)]


def settle(state: State, command: SettleAnswer) -> Sequence[Event]:
    """What became of an answer. The last place taken resolves the need; one that comes free again opens it."""
    found = _named(state, command)
    if isinstance(state, Closed):
        raise RequestEnded
    day = _day(command)
    if (found.outcome, found.settled_on) == (command.outcome, day):
        return []
    hires, hired = command.outcome == "hired", found.outcome == "hired"
    if hires and not hired and not state.left:
        raise NoPlaceLeft
    fields: dict[str, Any] = of(state)
    settled = AnswerSettled(
        **fields, answer=found.number, person=found.person, outcome=command.outcome, occurred_on=day
    )
    if isinstance(state, Fulfilled) and hired and not hires:
        return [settled, RequestReopened(**fields, claims=(), reason="answer_corrected")]
    if hires and not hired and state.confirmed + 1 >= state.quantity:
        days = [one.settled_on for one in state.answers if one.outcome == "hired" and one.settled_on]
        last = max([*days, day])
        return [settled, RequestFulfilled(**fields, quantity=state.quantity, occurred_on=last, providers=())]
    return [settled]


def _named(state: State, command: SettleAnswer) -> Answer:
    found = next((one for one in state.answers if one.number == command.answer), None)
    if found is None:
        raise NotFound
    if command.party not in (None, found.person):
        raise NotYourAnswer
    if command.party is not None and command.outcome != "withdrew":
        raise MayOnlyWithdraw
    return found


def _day(command: SettleAnswer) -> Day:
    today = command.at.astimezone(ZoneInfo(command.time_zone)).date()
    if command.occurred_on and command.occurred_on > today:
        raise NotYet(field="occurred_on")
    return command.occurred_on or today
