"""A service as small as can be: boxes that numbers are put into, and copies of them in another service."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from uuid import uuid4

from pymongo.asynchronous.database import AsyncDatabase

from shared.contracts.base import Contract
from shared.contracts.registry import MembershipEnded, MembershipStarted
from shared.errors import Refused
from shared.eventsourcing.codec import Codec
from shared.eventsourcing.decider import Commit, Decider, Envelope, Recorded
from shared.eventsourcing.handle import Handler
from shared.eventsourcing.log import Log
from shared.eventsourcing.model import Actor, Command, Event, Frozen
from shared.eventsourcing.projection import Document, Projection
from shared.eventsourcing.tail import Tail
from shared.messaging.translation import Arrival, Send

COMMUNITY = "community_toy"
START = datetime(2026, 1, 1, tzinfo=UTC)


class Put(Event):
    """`n` was put into a box."""

    type: ClassVar[str] = "put"
    n: int
    text: str = ""


class Shaken(Event):
    """Nobody else's business: it is not published."""

    type: ClassVar[str] = "shaken"


class Shut(Event):
    """Nothing more goes in."""

    type: ClassVar[str] = "shut"


class Copied(Event):
    """What the other service recorded of a `Put`."""

    type: ClassVar[str] = "copied"
    n: int


EVENTS: tuple[type[Event], ...] = (Put, Shaken, Shut, Copied)


class PutIn(Command):
    """Put `n` in; 0 changes nothing."""

    n: int
    text: str = ""


class Shake(Command):
    """Changes nothing that others would see."""


class Shutting(Command):
    """The first one wins."""


class Copy(Command):
    """Record what was put in elsewhere."""

    n: int


class AlreadyShut(Refused):
    """It takes nothing more."""


class Unwanted(Refused):
    """The copying side was told to refuse this number."""


class Box(Frozen):
    """What is in it, in order."""

    community: str = COMMUNITY
    numbers: tuple[int, ...] = ()
    shut: bool = False


def decide(state: Box | None, command: Command) -> Sequence[Event]:
    """What happens to a box."""
    if state is not None and state.shut:
        raise AlreadyShut
    if isinstance(command, PutIn):
        return [Put(n=command.n, text=command.text)] if command.n else []
    return [Shut()] if isinstance(command, Shutting) else [Shaken()]


def evolve(state: Box | None, event: Event) -> Box:
    """The box after `event`."""
    box = state or Box()
    if isinstance(event, Put | Copied):
        return box.model_copy(update={"numbers": (*box.numbers, event.n)})
    return box.model_copy(update={"shut": box.shut or isinstance(event, Shut)})


BOX: Decider[Box] = Decider(decide, evolve)


class CopyDecider:
    """Records copies, except for the numbers it was told to refuse or to fail at."""

    def __init__(self) -> None:
        self.refuse: set[int] = set()
        self.fail: set[int] = set()
        self.decider: Decider[Box] = Decider(self._decide, evolve)

    def _decide(self, state: Box | None, command: Copy) -> Sequence[Event]:
        if command.n in self.refuse:
            raise Unwanted
        if command.n in self.fail:
            raise ZeroDivisionError("told to fail")
        return [Copied(n=command.n)]


class BoxShown(Document):
    """A box as its readers see it."""

    total: int = 0
    puts: int = 0


def show(document: BoxShown | None, recorded: Recorded) -> BoxShown:
    """The document after one more event."""
    shown = document or BoxShown(id=recorded.stream)
    if not isinstance(recorded.event, Put):
        return shown
    return shown.model_copy(update={"total": shown.total + recorded.event.n, "puts": shown.puts + 1})


BOXES: Projection[BoxShown] = Projection(
    name="boxes", version=1, document=BoxShown, apply=show, indexes=([("total", 1)],)
)


def publish(recorded: Recorded) -> Contract | None:
    """A number travels as a day, since a contract with days is what there is."""
    organization = recorded.stream
    if isinstance(recorded.event, Put):
        since = date.fromordinal(recorded.event.n)
        return MembershipStarted(community=COMMUNITY, organization=organization, since=since)
    if isinstance(recorded.event, Shut):
        return MembershipEnded(community=COMMUNITY, organization=organization, until=START.date())
    return None


def receive(contract: Contract, arrival: Arrival) -> Sequence[Send]:
    """Every number put into `box_x` is copied into `copy_x`."""
    if not isinstance(contract, MembershipStarted):
        return []
    command = Copy(at=arrival.now, actor=arrival.actor, n=contract.since.toordinal())
    return [Send(contract.organization.replace("box_", "copy_"), command)]


class Toy:
    """One service over one database, without workers."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], copies: CopyDecider | None = None) -> None:
        self.database = database
        self.copies = copies or CopyDecider()
        self.log = Log(database["commits"], Codec(EVENTS))
        self.tail = Tail(self.log)
        self.handler = Handler(self.log, {"box": BOX, "copy": self.copies.decider}, self.tail.written)

    async def put(self, stream: str, *numbers: int) -> None:
        """Puts `numbers` in, one commit each."""
        for result in await self.handler.handle_many([put(stream, n) for n in numbers]):
            if isinstance(result, Exception):
                raise result

    async def numbers(self, stream: str) -> list[int]:
        """What is in `stream`, in order."""
        state = await self.handler.state(stream)
        return list(state.numbers) if state else []

    async def commits(self) -> list[Commit]:
        """The whole log."""
        commits: list[Commit] = []
        while page := await self.log.page(commits[-1].position if commits else 0):
            commits += page
        return commits


def envelope(stream: str, command: Command, id: str = "", **more: Any) -> Envelope:  # noqa: A002
    """`command` with its address and an id."""
    return Envelope(stream=stream, command=command, id=id or uuid4().hex, **more)


def put(stream: str, n: int = 1, id: str = "", text: str = "", **more: Any) -> Envelope:  # noqa: A002
    """Put `n` into `stream`."""
    return envelope(stream, PutIn(at=START, actor=Actor(id="a"), n=n, text=text), id, **more)


def shut(stream: str, id: str = "", **more: Any) -> Envelope:  # noqa: A002
    """Shut `stream`."""
    return envelope(stream, Shutting(at=START, actor=Actor(id="a")), id, **more)


def shake(stream: str) -> Envelope:
    """Shake `stream`."""
    return envelope(stream, Shake(at=START, actor=Actor(id="a")))
