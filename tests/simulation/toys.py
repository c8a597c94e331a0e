"""The two services of the simulation: the toy boxes, some commands making several events, and their read models."""

from collections.abc import Sequence

from shared.contracts.base import Contract
from shared.contracts.registry import MembershipStarted
from shared.eventsourcing.decider import Decider, Recorded
from shared.eventsourcing.model import Command, Event
from shared.eventsourcing.projection import Document, Projection
from shared.messaging.translation import Arrival, Send
from tests.support.toy import BOXES, Box, Copied, CopyDecider, Put, PutIn, Shaken, decide, evolve
from tests.support.toy import receive as receive_one

TELLER, LISTENER = "registry", "copies"
TWICE = "twice"


def decide_some(state: Box | None, command: Command) -> Sequence[Event]:
    """As the toy; some put their number in twice, with something unpublished between."""
    events = decide(state, command)
    if isinstance(command, PutIn) and command.text == TWICE and events:
        return [*events, Shaken(), *events]
    return events


PUTTING: Decider[Box] = Decider(decide_some, evolve)


class Contents(Document):
    """Everything that ever went into a box, in its order: nothing lost or doubled goes unseen."""

    numbers: tuple[int, ...] = ()


def fill(document: Contents | None, recorded: Recorded) -> Contents:
    """The document after one more event."""
    shown = document or Contents(id=recorded.stream)
    event = recorded.event
    more = (event.n,) if isinstance(event, Put | Copied) else ()
    return shown.model_copy(update={"numbers": (*shown.numbers, *more)})


CONTENTS: Projection[Contents] = Projection(name="contents", version=1, document=Contents, apply=fill)


class Day(Document):
    """What went in anywhere under the same last digit: documents that many streams touch."""

    numbers: tuple[int, ...] = ()


def digit(recorded: Recorded) -> Sequence[str]:
    """The document a number belongs to."""
    return (f"digit_{recorded.event.n % 10}",) if isinstance(recorded.event, Put | Copied) else ()


def note(document: Day | None, recorded: Recorded) -> Day:
    """The document after one more number."""
    shown = document or Day(id=digit(recorded)[0])
    assert isinstance(recorded.event, Put | Copied)
    return shown.model_copy(update={"numbers": (*shown.numbers, recorded.event.n)})


DIGITS: Projection[Day] = Projection(name="digits", version=1, document=Day, apply=note, keys=digit)

PROJECTIONS = (BOXES, CONTENTS, DIGITS)


class Poisonous(CopyDecider):
    """What the listener refuses, fails at, or dies of."""

    def __init__(self) -> None:
        super().__init__()
        self.deadly: set[int] = set()
        self.ever: set[int] = set()

    @property
    def all(self) -> set[int]:
        """Every number that is poison."""
        return self.refuse | self.fail | self.deadly

    def cure(self) -> None:
        """From now on everything is taken."""
        for numbers in (self.refuse, self.fail, self.deadly):
            numbers.clear()


def receive(contract: Contract, arrival: Arrival) -> Sequence[Send]:
    """As the toy; the first of a stream says that it begins it."""
    sends = receive_one(contract, arrival)
    first = arrival.name.split("/")[2] == "1" and isinstance(contract, MembershipStarted)
    return [Send(send.stream, send.command, begins=first) for send in sends]
