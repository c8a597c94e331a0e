"""What is called how on RabbitMQ, and what the user of a service needs to be allowed there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

PARTITION = 0


def exchange(prefix: str, source: str) -> str:
    """Where `source` speaks."""
    return f"{prefix}.{source}"


def queue(prefix: str, source: str, consumer: str) -> str:
    """What `consumer` hears of `source`."""
    return f"{prefix}.{source}.{PARTITION}.to.{consumer}"


def replay_queue(prefix: str, source: str) -> str:
    """Where `source` is asked for what is missing."""
    return f"{prefix}.{source}.replay"


@dataclass(frozen=True, slots=True)
class Rights:
    """The permissions of a user, as regular expressions over the names of exchanges and queues."""

    configure: str
    write: str
    read: str


def rights(prefix: str, service: str, sources: Iterable[str], speaks: bool) -> Rights:
    """What `service` needs if it listens to `sources` and, where it `speaks`, has an exchange of its own.

    Who may write to the default exchange may write into any queue; answers and questions go that way.
    """
    heard = [queue(prefix, source, service) for source in sources]
    theirs = [exchange(prefix, source) for source in sources]
    asked = [replay_queue(prefix, source) for source in sources]
    own, answered = ([exchange(prefix, service)], [replay_queue(prefix, service)]) if speaks else ([], [])
    return Rights(
        configure=_any_of(own + answered + theirs + heard + asked),
        write=_any_of([*own, *heard, "amq.default"]),
        read=_any_of(answered + theirs + heard),
    )


def _any_of(names: list[str]) -> str:
    return f"^({'|'.join(map(re.escape, names))})$"
