"""How a request stands that ended otherwise than wholly done, and what residents answered to a vacancy."""

from typing import Literal

from services.matching.events import (
    AnswerOutcome,
    AnswerSettled,
    ReferralAnswered,
    ReferralAsked,
    RequestClosed,
    RequestFoundImpossible,
    RequestPartlyDone,
    RequestReferred,
    VacancyAnswered,
)
from shared.contracts.registry import ReferralOutcome
from shared.eventsourcing.model import Day, Frozen, Instant

EndKind = Literal["closed", "partly", "impossible", "referred"]
Endings = RequestClosed | RequestPartlyDone | RequestFoundImpossible | RequestReferred


class Referral(Frozen):
    """Where it was passed on to. `asked`: the day has passed without word."""

    to: str
    expected_by: Day
    due_at: Instant
    asked: bool = False
    outcome: ReferralOutcome | None = None
    occurred_on: Day | None = None
    note: str = ""


class End(Frozen):
    """How it ended, for who asked: a reason from a list (none for a referral) and a note."""

    kind: EndKind
    reason: str | None = None
    note: str = ""
    referral: Referral | None = None


class Answer(Frozen):
    """What one resident answered to a vacancy, and what became of it."""

    number: int
    person: str
    outcome: AnswerOutcome | None = None
    settled_on: Day | None = None

    @property
    def waits(self) -> bool:
        return self.outcome is None


def end_of(event: Endings) -> End:
    """How `event` ends a request."""
    match event:
        case RequestReferred():
            referral = Referral(to=event.to, expected_by=event.expected_by, due_at=event.due_at)
            return End(kind="referred", note=event.note, referral=referral)
        case RequestPartlyDone():
            return End(kind="partly", reason=event.reason, note=event.note)
        case RequestFoundImpossible():
            return End(kind="impossible", reason=event.reason, note=event.note)
        case RequestClosed():
            return End(kind="closed", reason=event.reason, note=event.note)


def referral_after(end: End | None, event: ReferralAsked | ReferralAnswered) -> End:
    """The end after more is known about its referral."""
    assert end is not None
    assert end.referral is not None, "only what was referred is asked about"
    known = {"asked": True} if isinstance(event, ReferralAsked) else _answer(event)
    return end.model_copy(update={"referral": end.referral.model_copy(update=known)})


def _answer(event: ReferralAnswered) -> dict[str, object]:
    return {"outcome": event.outcome, "occurred_on": event.occurred_on, "note": event.note}


def answers_after(answers: tuple[Answer, ...], event: VacancyAnswered | AnswerSettled) -> tuple[Answer, ...]:
    """The answers with one more, or with one of them settled."""
    if isinstance(event, VacancyAnswered):
        return (*answers, Answer(number=event.answer, person=event.person))
    settled = {"outcome": event.outcome, "settled_on": event.occurred_on}
    return tuple(one.model_copy(update=settled) if one.number == event.answer else one for one in answers)
