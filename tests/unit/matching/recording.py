"""Events as they come out of the log."""

from datetime import datetime

from services.matching.messages import publish
from shared.contracts.base import Contract
from shared.eventsourcing.decider import Commit, Recorded
from shared.eventsourcing.model import Event
from shared.messaging.translation import Arrival

from .examples import AT, COMMUNITY, DESK, REQUEST


def commit(version: int, *events: Event, at: datetime = AT, stream: str = REQUEST) -> Commit:
    return Commit(
        position=version,
        stream=stream,
        version=version,
        command_id=f"c{version}",
        body_mac="",
        community=COMMUNITY,
        actor=DESK,
        correlation=f"correlation{version}",
        causation="",
        at=at,
        events=events,
    )


def recorded(*events: Event) -> list[Recorded]:
    """Each event in a commit of its own."""
    return [one for version, event in enumerate(events, 1) for one in commit(version, event)]


def told(event: Event) -> Contract | None:
    """What the peers learn of `event`."""
    return publish(recorded(event)[0])


def arrival() -> Arrival:
    return Arrival(name="registry/wish_x/1/0", at=AT, now=AT, actor=DESK)
