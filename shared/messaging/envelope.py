"""A message: one or more commits as CloudEvents, and the range of positions its sender has looked through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import orjson

from shared.contracts.base import Contract
from shared.eventsourcing.decider import Commit, Recorded
from shared.messaging.translation import Publish

MAX_COMMITS = 100
MAX_BYTES = 512 * 1024

CloudEvent = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """All that `source` has to tell of the positions behind `start` up to `end`."""

    source: str
    start: int
    end: int
    events: tuple[CloudEvent, ...] = ()

    def body(self) -> bytes:
        """The CloudEvents batch as it is sent."""
        return orjson.dumps(self.events)

    @classmethod
    def read(cls, source: str, start: int, end: int, body: bytes) -> "Message":
        """The message behind what was sent."""
        return cls(source, start, end, tuple(orjson.loads(body)))

    def commits(self) -> "Iterator[ForeignCommit]":
        """Its commits, in order."""
        for position, events in groupby(self.events, key=lambda event: int(event["position"])):
            yield ForeignCommit(self.source, position, tuple(events))


@dataclass(frozen=True, slots=True)
class ForeignCommit:
    """The published events of one commit of another service."""

    source: str
    position: int
    events: tuple[CloudEvent, ...]

    @property
    def stream(self) -> str:
        return str(self.events[0]["stream"])

    @property
    def version(self) -> int:
        return int(self.events[0]["version"])

    @property
    def name(self) -> str:
        """What identifies it: the AMQP message it came in does not."""
        return f"{self.source}/{self.stream}/{self.version}"


def cloud_event(source: str, recorded: Recorded, contract: Contract) -> CloudEvent:
    """`contract` as a CloudEvent; the extensions say where in the log of `source` it stands."""
    commit = recorded.commit
    return {
        "specversion": "1.0",
        "id": f"{source}/{recorded.name}",
        "source": source,
        "type": contract.full_type(),
        "time": commit.at.isoformat(),
        "datacontenttype": "application/json",
        "stream": commit.stream,
        "version": commit.version,
        "index": recorded.index,
        "count": len(commit.events),
        "position": commit.position,
        "correlation": commit.correlation,
        "data": contract.model_dump(mode="json"),
    }


def time_of(event: CloudEvent) -> datetime:
    """When the source recorded it."""
    return datetime.fromisoformat(event["time"])


def pack(source: str, after: int, commits: Sequence[Commit], publish: Publish) -> Iterator[Message]:
    """The messages that tell what `commits`, the ones right behind `after`, publish. A commit is never split."""
    events: list[CloudEvent] = []
    start, end, size, told = after, after, 0, 0
    for commit in commits:
        told_now = [
            cloud_event(source, recorded, contract)
            for recorded in commit
            if (contract := publish(recorded)) is not None
        ]
        weight = len(orjson.dumps(told_now))
        if told and (told == MAX_COMMITS or size + weight > MAX_BYTES):
            yield Message(source, start, end, tuple(events))
            events, start, size, told = [], end, 0, 0
        events += told_now
        end, size, told = commit.position, size + weight, told + bool(told_now)
    yield Message(source, start, end, tuple(events))
