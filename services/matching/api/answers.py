"""What residents answer to a vacancy."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from services.matching.api.bodies import RequestId, Since2000
from services.matching.api.speaking import by, party_of
from services.matching.commands import AnswerNumber, AnswerVacancy, SettleAnswer
from services.matching.events import AnswerOutcome, VacancyAnswered
from shared.directory.projections import PERSONS
from shared.errors import NotFound
from shared.http.dependencies import Body, Receipt, Writing

AnswerPath = Annotated[AnswerNumber, Path()]

router = APIRouter()


class AnswerBody(Body):
    """Who would take the job; whoever enters it for the resident says how he or she agreed."""

    person: Annotated[str, Field(pattern=r"^person_[a-z2-7]{26}$")]


class AnswerOutcomeBody(Body):
    """What became of it; today, unless `occurred_on` says when."""

    outcome: AnswerOutcome
    occurred_on: Since2000 | None = None


@router.post("/requests/{request}/answers", status_code=201, operation_id="post_answer")
async def post_answer(request: RequestId, body: AnswerBody, write: Writing) -> Receipt:
    """Answer a vacancy, for a resident or as one."""
    state = await write.load(request, acting=body.person)
    if write.caller.role != "staff" and state.audience == "members":
        raise NotFound
    person = await write.service.reads(PERSONS).get(body.person)
    if person is None or person.erased or person.community != state.community:
        raise NotFound
    said = body if body.on_behalf_of or body.person == write.caller.person else _for(body)
    outcome = await write.change(request, AnswerVacancy(person=body.person, **by(write, said)), acting=body.person)
    assert outcome.commit is not None, "an answer is never nothing"
    (number,) = (event.answer for event in outcome.commit.events if isinstance(event, VacancyAnswered))
    return write.receipt(outcome, id=f"{request}/answers/{number}", location=f"/api/matching/v1/requests/{request}")


def _for(body: AnswerBody) -> AnswerBody:
    return body.model_copy(update={"on_behalf_of": body.person})


@router.post("/requests/{request}/answers/{answer}/outcome", operation_id="post_answer_outcome")
async def post_answer_outcome(
    request: RequestId, answer: AnswerPath, body: AnswerOutcomeBody, write: Writing
) -> Receipt:
    """Say what became of an answer; the resident may only withdraw it. A later outcome replaces this one."""
    state = await write.load(request)
    command = SettleAnswer(
        answer=answer,
        outcome=body.outcome,
        occurred_on=body.occurred_on,
        party=party_of(write.caller),
        time_zone=(await write.service.tree.limits(state.community)).time_zone,
        **by(write, body),
    )
    return write.receipt(await write.change(request, command))
