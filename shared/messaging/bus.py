"""What relay and inbox need of a bus. RabbitMQ (`broker`) and the in-process one (`local`) both give it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.messaging.envelope import Message


class Unsent(Exception):
    """It is not known to have arrived: send it again. `reason` is a code for metrics and logs."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as it came; `again` says that it may have been handed out before."""

    message: Message
    again: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """`consumer` wants all that follows the position `after`."""

    consumer: str
    after: int


Take = Callable[[Sequence[Delivery]], Awaitable[None]]
"""Handles what has arrived; when it returns, all of it is done for good."""


class Bus(Protocol):
    """Carries messages in order, at least once, from each source to each of its consumers."""

    async def publish(self, message: Message) -> None:
        """Gives `message` to every consumer of its source. Raises Unsent."""

    async def answer(self, consumer: str, message: Message) -> None:
        """Gives `message` to this consumer only, in the same order as what is published. Raises Unsent."""

    async def ask(self, source: str, question: Question) -> None:
        """Puts `question` to the relay of `source`. Raises Unsent."""

    async def consume(self, consumer: str, source: str, take: Take, joined: Callable[[], Awaitable[None]]) -> None:
        """Hands over what comes from `source`, until cancelled; tells `joined` whenever it (re)starts."""

    def hears(self, consumer: str, source: str) -> bool:
        """Whether `consumer` is joined to `source` here and now."""

    def sends(self) -> bool:
        """Whether there is a link to send by; it is made with the first message, at the latest after ten seconds."""

    async def questions(self, source: str, take: Callable[[Question], None]) -> None:
        """Hands over what consumers ask `source`, until cancelled."""

    async def close(self) -> None:
        """Lets go of connections."""
