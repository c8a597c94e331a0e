"""What residents answer to a vacancy. They are ids only: who they are, the vault knows."""

from typing import ClassVar

from services.matching.events.reasons import AnswerOutcome
from services.matching.events.request import RequestEvent
from shared.eventsourcing.model import Day, Event


class AnswerEvent(RequestEvent):
    """A fact about the answer number `answer`, which `person` gave."""

    answer: int
    person: str


class VacancyAnswered(AnswerEvent):
    """A resident would take the job."""

    type: ClassVar[str] = "vacancy_answered"


class AnswerSettled(AnswerEvent):
    """What became of it; a later outcome replaces this one."""

    type: ClassVar[str] = "answer_settled"
    outcome: AnswerOutcome
    occurred_on: Day


EVENTS: tuple[type[Event], ...] = (
    VacancyAnswered,
    AnswerSettled,
)
