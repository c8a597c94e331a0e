"""The broker dies and comes back while commands come in: all are accepted, and all arrive (T5)."""

import asyncio
import time
from collections.abc import Callable

from tests.support.broker import Broker
from tests.support.eventually import eventually
from tests.support.line import Line, events_of
from tests.support.toy import put

PER_SECOND = 50
BOXES = 7


async def test_commands_are_taken_while_the_broker_is_dead(
    line: Line, broker: Broker, say: Callable[[str], None]
) -> None:
    load = _Load(line)
    async with line.at_work():
        coming = asyncio.create_task(load.come())
        await eventually(lambda: load.sent > 2 * PER_SECOND, "some are through before it dies")
        await broker.kill()
        at_death = load.sent
        await eventually(lambda: line.relay.trouble, "the relay says that it is stuck")
        await broker.start()
        sent, answered = load.sent, time.monotonic()
        behind = sent - at_death
        await eventually(lambda: _has(line, sent), "all that waited has arrived", within=30)
        drained = time.monotonic() - answered
        load.over = True
        await coming
        await line.copied(within=30)
    assert behind > PER_SECOND, "hardly anything was sent while it was dead: nothing is proved"
    assert await events_of(line.listener) == load.sent
    assert await line.parked() == []
    say(
        f"T5: {load.sent} accepted, {behind} of them without a broker, which were through after {drained:.1f} s, "
        f"slowest command {max(load.took) * 1000:.0f} ms"
    )


async def _has(line: Line, count: int) -> bool:
    return await events_of(line.listener) >= count


class _Load:
    """Fifty commands a second, whatever becomes of them; a refused one fails the test."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.sent = 0
        self.over = False
        self.took: list[float] = []

    async def come(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            while not self.over:
                self.sent += 1
                tasks.create_task(self._one(self.sent))
                await asyncio.sleep(1 / PER_SECOND)

    async def _one(self, n: int) -> None:
        began = time.monotonic()
        await self._line.teller.handler.handle(put(f"box_{n % BOXES}", n))
        self.took.append(time.monotonic() - began)
