"""Service B: takes every question into its own log, and shows it."""

from collections.abc import Sequence
from typing import ClassVar

from fastapi import APIRouter

from shared.contracts.base import Contract
from shared.contracts.registry import NeedPublished
from shared.directory.projections import COMMUNITIES
from shared.eventsourcing.decider import Decider, Recorded
from shared.eventsourcing.model import Command, Event
from shared.eventsourcing.projection import Document, Projection, of_kind
from shared.messaging.translation import Arrival, Send
from shared.runtime.service import Definition
from tests.bench.ours.asking import Question, Text


class Taken(Event, Text):
    """A question of the other service is known here."""

    type: ClassVar[str] = "taken"


class Take(Command, Text):
    """Record a question."""


class TakenShown(Document, Text):
    """A foreign question as its readers see it here."""


def decide(state: Question | None, command: Take) -> Sequence[Event]:
    """A fact is never refused."""
    return [Taken(**_text(command))]


def evolve(state: Question | None, event: Taken) -> Question:
    """The question after `event`."""
    return Question(**_text(event))


def show(document: TakenShown | None, recorded: Recorded) -> TakenShown:
    """The document after one more event."""
    return TakenShown(id=recorded.stream, **_text(recorded.event))


def receive(contract: Contract, arrival: Arrival) -> Sequence[Send]:
    """Every question is recorded in a stream of its own."""
    if not isinstance(contract, NeedPublished):
        return ()
    command = Take(at=arrival.now, actor=arrival.actor, **_text(contract))
    return (Send(contract.need.replace("question_", "taken_"), command, begins=True),)


def _text(given: object) -> dict[str, object]:
    return {name: getattr(given, name) for name in Text.model_fields}


TAKEN = Projection(name="taken", version=1, document=TakenShown, apply=show, keys=of_kind("taken"))

TAKING = Definition(
    name="taking",
    title="taking",
    events=(Taken,),
    deciders={"taken": Decider(decide, evolve)},
    projections=(TAKEN,),
    communities=COMMUNITIES,
    router=APIRouter(),
    policy={},
    sources=("asking",),
    receive=receive,
)
