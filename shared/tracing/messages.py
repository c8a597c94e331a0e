"""The spans of a message: told by its source, taken in by each that listens."""

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from shared.messaging.bus import Bus, Delivery, Take
from shared.messaging.envelope import ForeignCommit, Message
from shared.tracing.ids import span_id

if TYPE_CHECKING:
    from shared.tracing.spans import Tracing


class TracedBus:
    """A bus whose messages are followed; what comes a second time is not noted again."""

    def __init__(self, bus: Bus, tracing: "Tracing") -> None:
        self._bus = bus
        self._tracing = tracing
        self.answer, self.ask, self.hears = bus.answer, bus.ask, bus.hears
        self.sends, self.questions, self.close = bus.sends, bus.questions, bus.close

    async def publish(self, message: Message) -> None:
        """Gives `message` to every consumer of its source. Raises Unsent."""
        began = time.time_ns()
        await self._bus.publish(message)
        for commit in message.commits():
            name = commit.name
            self._note("tell", message.source, commit, began, span_id("tell", name), span_id("commit", name))

    async def consume(self, consumer: str, source: str, take: Take, joined: Callable[[], Awaitable[None]]) -> None:
        """Hands over what comes from `source`, until cancelled; tells `joined` whenever it (re)starts."""
        noted = 0

        async def taken(deliveries: Sequence[Delivery]) -> None:
            nonlocal noted
            began = time.time_ns()
            await take(deliveries)
            for delivery in deliveries:
                for commit in delivery.message.commits():
                    if commit.position > noted:
                        noted, name = commit.position, commit.name
                        span, parent = span_id("take", consumer, name), span_id("tell", name)
                        self._note("take", consumer, commit, began, span, parent)

        await self._bus.consume(consumer, source, taken, joined)

    def _note(self, kind: str, service: str, commit: ForeignCommit, began: int, span: int, parent: int) -> None:
        event = commit.events[0]
        self._tracing.of(service).note(
            kind,
            f"{kind} {str(event['type']).removeprefix('cn.pomegranate.')}",
            event["correlation"],
            span=span,
            parent=parent,
            began=began,
            source=commit.source,
            position=commit.position,
        )
