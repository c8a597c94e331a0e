"""The types between a log and the messages: `publish` and `receive` of every service are written in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.base import Contract
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Actor, Command


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a contract came: `name` (`<source>/<stream>/<version>/<index>`) identifies it for ever, `at` is when the
    source recorded it, `now` when it was received, `actor` who records it here."""

    name: str
    at: datetime
    now: datetime
    actor: Actor


@dataclass(frozen=True, slots=True)
class Send:
    """A command made from a contract. `target` tells several of one type apart; `begins`: its stream most likely does
    not exist yet, so that looking for it first is not worth while."""

    stream: str
    command: Command
    target: str = ""
    begins: bool = False


Publish = Callable[[Recorded], Contract | None]
"""What the others learn of an event of ours; None: it is nobody else's business."""

Receive = Callable[[Contract, Arrival], Sequence[Send]]
"""What a fact of another service means here."""
