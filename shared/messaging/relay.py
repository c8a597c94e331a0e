"""From the log to the bus: tells the others, in position order, and answers who missed something."""

import asyncio
import time
from dataclasses import replace

import structlog
from pymongo.errors import PyMongoError

from shared.eventsourcing.ending import stoppable
from shared.eventsourcing.log import Log
from shared.eventsourcing.tail import Tail
from shared.messaging.bus import Bus, Question, Unsent
from shared.messaging.envelope import Message, pack
from shared.messaging.positions import Positions
from shared.messaging.translation import Publish

NAME = "relay"
SPEAK_AT_LEAST_EVERY = 10.0
BACK_OFF = (0.1, 5.0)

logger = structlog.get_logger()


class Relay:
    """Publishes one service's log. The position moves only after the bus has confirmed."""

    def __init__(
        self,
        source: str,
        log: Log,
        tail: Tail,
        publish: Publish,
        bus: Bus,
        positions: Positions,
        silence: float = SPEAK_AT_LEAST_EVERY,
    ) -> None:
        self._source = source
        self._log = log
        self._tail = tail
        self._publish = publish
        self._bus = bus
        self._positions = positions
        self._silence = silence
        self._asked: dict[str, int] = {}
        self.trouble: str | None = None
        """Why the bus takes nothing at present."""

    async def run(self) -> None:
        """Publishes and answers for ever."""
        await self._positions.load(NAME)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(stoppable(lambda: self._bus.questions(self._source, self._note)))
            tasks.create_task(stoppable(self._speak))

    async def _speak(self) -> None:
        scanned, spoke = self._positions[NAME], 0.0
        while True:
            try:
                await self._answer()
                commits = await self._tail.read(scanned)
                for message in pack(self._source, self._positions[NAME], commits, self._publish):
                    scanned = max(scanned, message.end)
                    if message.events or self._is_due(scanned, spoke, idle=not commits):
                        await self._send(replace(message, end=scanned))
                        spoke = time.monotonic()
            except PyMongoError as error:
                logger.warning("relay_retries", reason=type(error).__name__)
                await asyncio.sleep(BACK_OFF[0])

    def _is_due(self, scanned: int, spoke: float, idle: bool) -> bool:
        """With nothing to tell: say how far we looked, at the end of the log when that is news, else now and then."""
        return (idle and scanned > self._positions[NAME]) or time.monotonic() - spoke > self._silence

    def _note(self, question: Question) -> None:
        self._asked[question.consumer] = question.after
        self._tail.nudge()

    async def _answer(self) -> None:
        """One page for each who asked, between two live pages: so the answer joins what is live without a gap."""
        for consumer, after in list(self._asked.items()):
            until = self._positions[NAME]
            commits = [c for c in await self._log.page(after) if c.position <= until] if after < until else []
            end = after
            for message in pack(self._source, after, commits, self._publish):
                await self._send_to(consumer, message)
                end = message.end
            if self._asked.get(consumer) == after:  # it may have asked anew meanwhile
                self._asked[consumer] = end
                if end >= until:
                    del self._asked[consumer]
        if self._asked:
            self._tail.nudge()

    async def _send_to(self, consumer: str, message: Message) -> None:
        try:
            await self._bus.answer(consumer, message)
        except Unsent as error:
            self._asked.pop(consumer, None)  # it will ask again
            logger.info("answer_unsent", consumer=consumer, reason=error.reason)

    async def _send(self, message: Message) -> None:
        pause, longest = BACK_OFF
        while True:
            try:
                await self._bus.publish(message)
            except Unsent as error:
                if self.trouble != error.reason:
                    logger.warning("relay_blocked", reason=error.reason)
                self.trouble = error.reason
                await asyncio.sleep(pause)
                pause = min(pause * 2, longest)
            else:
                self.trouble = None
                self._positions[NAME] = message.end
                return
