"""Decisions about an end that is no fulfilment: partly done, impossible, referred; and about coming back from it."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from services.matching.commands import AnswerReferral, AskAboutReferral, EndPartly, FindImpossible, Refer, Return
from services.matching.decider.common import ended_with, of, still_open, words_allowed
from services.matching.decider.delivering import done_by
from services.matching.decider.ending_errors import (
    ExpectedTooEarly,
    NothingDone,
    NothingToReturn,
    NotReferred,
    StillToConfirm,
)
from services.matching.decider.errors import NotYet
from services.matching.decider.state import Open, State
from services.matching.events import (
    ReferralAnswered,
    ReferralAsked,
    RequestFoundImpossible,
    RequestPartlyDone,
    RequestReferred,
    RequestReturned,
)
from shared.directory.limits import due_at
from shared.eventsourcing.model import Day, Event


def end_partly(state: State, command: EndPartly) -> Sequence[Event]:
    """Ends with what is confirmed counted; what waits to be confirmed has to be judged first."""
    still_open(state)
    words_allowed(state, command.note)
    if any(claim.unconfirmed for claim in state.claims):
        raise StillToConfirm
    if not state.confirmed:
        raise NothingDone
    occurred_on, providers = done_by(state)
    return [
        RequestPartlyDone(
            **of(state),
            quantity=state.confirmed,
            of_quantity=state.quantity,
            occurred_on=occurred_on,
            providers=providers,
            claims=ended_with(state),
            reason=command.reason,
            note=command.note,
        )
    ]


def find_impossible(state: State, command: FindImpossible) -> Sequence[Event]:
    """The answer is that it can't be done."""
    still_open(state)
    words_allowed(state, command.note)
    return [RequestFoundImpossible(**of(state), claims=ended_with(state), reason=command.reason, note=command.note)]


def refer(state: State, command: Refer) -> Sequence[Event]:
    """Somebody else is to see to it, until a day that has not passed."""
    still_open(state)
    words_allowed(state, command.note)
    zone = ZoneInfo(command.time_zone)
    if command.expected_by < command.at.astimezone(zone).date():
        raise ExpectedTooEarly(field="expected_by")
    midnight = datetime.combine(command.expected_by, time.min, zone)
    return [
        RequestReferred(
            **of(state),
            to=command.to,
            expected_by=command.expected_by,
            due_at=due_at(midnight, "P0D", command.time_zone),
            claims=ended_with(state),
            note=command.note,
        )
    ]


def ask(state: State, command: AskAboutReferral) -> Sequence[Event]:
    """The day has passed; nothing when the outcome is known, or it came back meanwhile."""
    referral = state.end.referral if state.end else None
    if referral is None or referral.asked or referral.outcome or referral.due_at > command.at:
        return []
    return [ReferralAsked(**of(state), to=referral.to, expected_by=referral.expected_by)]


def answer(state: State, command: AnswerReferral) -> Sequence[Event]:
    """What became of it there; the same answer twice is one answer."""
    referral = state.end.referral if state.end else None
    if referral is None:
        raise NotReferred
    words_allowed(state, command.note)
    day = _day(command.occurred_on, command.at, command.time_zone)
    if (referral.outcome, referral.occurred_on, referral.note) == (command.outcome, day, command.note):
        return []
    return [ReferralAnswered(**of(state), outcome=command.outcome, occurred_on=day, note=command.note)]


def return_(state: State, command: Return) -> Sequence[Event]:
    """It is open again: what was referred, found impossible or partly done."""
    words_allowed(state, command.note)
    if isinstance(state, Open) or state.end is None or state.end.kind == "closed":
        raise NothingToReturn
    return [RequestReturned(**of(state), reason=command.reason, note=command.note)]


def _day(given: Day | None, at: datetime, time_zone: str) -> Day:
    today = at.astimezone(ZoneInfo(time_zone)).date()
    if given and given > today:
        raise NotYet(field="occurred_on")
    return given or today
