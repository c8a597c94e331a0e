"""What can be asked about residents' answers to a vacancy."""

from typing import Annotated

from pydantic import Field

from services.matching.events import AnswerOutcome
from shared.eventsourcing.model import Command, Day

AnswerNumber = Annotated[int, Field(ge=1, le=10_000)]


class AnswerVacancy(Command):
    """`person` would take the job."""

    person: Annotated[str, Field(pattern=r"^person_[a-z2-7]{26}$")]


class SettleAnswer(Command):
    """Say what became of an answer; today, unless `occurred_on` says when. `party` may withdraw its own, no more."""

    answer: AnswerNumber
    outcome: AnswerOutcome
    occurred_on: Day | None = None
    party: str | None = None
    time_zone: str
