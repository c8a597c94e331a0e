"""Service A: questions are asked over HTTP."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from fastapi import APIRouter
from pydantic import Field

from shared.contracts.base import Category, Contract
from shared.contracts.registry import NeedPublished
from shared.directory.decider import DECIDER as COMMUNITY
from shared.directory.events import CommunityKnown
from shared.directory.projections import COMMUNITIES
from shared.eventsourcing.decider import Decider, Recorded
from shared.eventsourcing.model import Command, Event, Frozen
from shared.eventsourcing.projection import Document, Projection, of_kind
from shared.http.dependencies import Body, Receipt, Writing
from shared.http.policy import Policy, in_node
from shared.messaging.translation import Arrival, Send
from shared.runtime.service import Definition

ORGANIZATION = "org_bench"
DAY = date(2026, 1, 1)


class Text(Frozen):
    """What is asked."""

    community: str = Field(max_length=60)
    title: str = Field(max_length=60)
    text: str = Field(max_length=2000)
    category: Category
    quantity: int = Field(ge=1, le=10_000)
    unit: str = Field(max_length=10)


class Asked(Event, Text):
    """A question was asked."""

    type: ClassVar[str] = "asked"


class Ask(Command, Text):
    """Ask a question."""


class Question(Text):
    """What was asked last."""


class QuestionShown(Document, Text):
    """A question as its readers see it."""


class QuestionBody(Body, Text):
    """A question as it is sent in."""


def decide(state: Question | None, command: Ask) -> Sequence[Event]:
    """It may be asked whenever somebody likes."""
    return [Asked(**_text(command))]


def evolve(state: Question | None, event: Asked) -> Question:
    """The question after `event`."""
    return Question(**_text(event))


def show(document: QuestionShown | None, recorded: Recorded) -> QuestionShown:
    """The document after one more event."""
    return QuestionShown(id=recorded.stream, **_text(recorded.event))


def publish(recorded: Recorded) -> Contract | None:
    """A question travels as a need, since a contract with a text is what there is."""
    if not isinstance(recorded.event, Asked):
        return None
    more = {"need": recorded.stream, "organization": ORGANIZATION, "audience": "public", "confirmed_on": DAY}
    return NeedPublished(**_text(recorded.event), **more)


def receive(contract: Contract, arrival: Arrival) -> Sequence[Send]:
    """It listens to nobody."""
    return ()


def _text(given: object) -> dict[str, object]:
    return {name: getattr(given, name) for name in Text.model_fields}


QUESTIONS = Projection(name="questions", version=1, document=QuestionShown, apply=show, keys=of_kind("question"))

router = APIRouter()


@router.post("/questions", status_code=201, operation_id="post_question")
async def post_question(body: QuestionBody, write: Writing) -> Receipt:
    """Ask a question."""
    stream = write.new_id("question")
    command = Ask(at=write.at, actor=write.actor(body), **_text(body))
    return write.receipt(await write.create(stream, command, community=body.community))


POLICY: Policy = {"post_question": {"staff": in_node}}

ASKING = Definition(
    name="asking",
    title="asking",
    events=(Asked, CommunityKnown),
    deciders={"question": Decider(decide, evolve), "community": COMMUNITY},
    projections=(QUESTIONS, COMMUNITIES),
    communities=COMMUNITIES,
    router=router,
    policy=POLICY,
    sources=(),
    receive=receive,
    publish=publish,
)
