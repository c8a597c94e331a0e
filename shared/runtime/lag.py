"""How late the event loop of this process is: measured all the time, shown in `/metrics`, and told by `/readyz`."""

import asyncio
import time

import structlog

from shared.runtime.metrics import LOOP_LAG

TICK = 0.1
"""Seconds between two looks; a block that is longer is never missed."""
BLOCKED_AT = 2.0
SHOW_BLOCK_FOR = 30.0

logger = structlog.get_logger()


class Lag:
    """Ticks, and notes how much later than wanted. While the loop is blocked nothing answers, so a probe times out;
    for half a minute afterwards `trouble` says why."""

    def __init__(self) -> None:
        self.longest = 0.0
        """The longest lag so far, in seconds."""
        self._blocked_for = 0.0
        self._blocked_at = 0.0

    @property
    def trouble(self) -> str | None:
        """That the loop was blocked a moment ago, and for how long."""
        recent = self._blocked_for and time.monotonic() - self._blocked_at < SHOW_BLOCK_FOR
        return f"blocked for {self._blocked_for:.1f} s" if recent else None

    def failing(self) -> dict[str, dict[str, str]]:
        """The entry for `/readyz`; empty when all is well."""
        return {"process": {"loop": self.trouble}} if self.trouble else {}

    async def watch(self) -> None:
        """Ticks for ever."""
        while True:
            wanted = time.monotonic() + TICK
            await asyncio.sleep(TICK)
            self._note(max(0.0, time.monotonic() - wanted))

    def _note(self, late: float) -> None:
        LOOP_LAG.observe(late)
        self.longest = max(self.longest, late)
        if late >= BLOCKED_AT:
            self._blocked_for, self._blocked_at = late, time.monotonic()
            logger.warning("loop_was_blocked", seconds=round(late, 1))
