"""The fault driver: draws faults, lets some overlap, and keeps a line about each."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from aio_pika.exceptions import AMQPError
from pymongo.errors import PyMongoError

from tests.chaos.faults import FAULTS, Fault
from tests.chaos.stage import Stage

AT_ONCE = 2
EVERY = (3.0, 7.0)
EXPECTED = (PyMongoError, AMQPError, OSError, RuntimeError, TimeoutError)
"""What a fault meets whose victim is down for another reason."""


@dataclass
class Tally:
    """How often a fault was injected, and how often it struck."""

    injected: int = 0
    struck: int = 0


@dataclass
class Driver:
    """Injects faults into `stage` until it is told to stop; what it draws follows from `seed`."""

    stage: Stage
    seed: str
    log: Path
    faults: Sequence[Fault] = ()
    every: tuple[float, float] = EVERY
    tallies: dict[str, Tally] = field(default_factory=dict)
    defects: list[str] = field(default_factory=list)
    """What went wrong in the rig itself."""
    left_out: list[str] = field(default_factory=list)
    """The faults that this machine does not allow."""
    _at_work: dict[asyncio.Task[None], Fault] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.left_out = [fault.name for fault in FAULTS.values() if not fault.possible(self.stage)]
        self.faults = [fault for fault in self.faults or FAULTS.values() if fault.possible(self.stage)]
        for fault in self.faults:
            self.tallies.setdefault(fault.name, Tally())

    @property
    def struck(self) -> int:
        """How many faults took effect."""
        return sum(tally.struck for tally in self.tallies.values())

    async def run(self, stop: asyncio.Event) -> None:
        """Injects until `stop`; then lets those at work come to their end, and undo what they did."""
        dice = Random(self.seed)
        number = 0
        while not await _is_set(stop, dice.uniform(*self.every)):
            if len(self._at_work) < AT_ONCE and (drawn := self._draw(dice)):
                number += 1
                self._begin(drawn, Random(f"{self.seed}/{number}"))
        while self._at_work:
            await asyncio.wait(self._at_work)

    def _draw(self, dice: Random) -> Fault | None:
        used = {fault.uses for fault in self._at_work.values()} - {""}
        free = [fault for fault in self.faults if fault.uses not in used]
        return dice.choices(free, [fault.weight for fault in free])[0] if free else None

    def _begin(self, fault: Fault, dice: Random) -> None:
        task = asyncio.create_task(self._inject(fault, dice))
        self._at_work[task] = fault
        task.add_done_callback(lambda done: self._at_work.pop(done))

    async def _inject(self, fault: Fault, dice: Random) -> None:
        tally = self.tallies[fault.name]
        tally.injected += 1
        began = time.time()
        note = ""
        struck = False
        try:
            struck = await fault.harm(self.stage, dice)
        except EXPECTED as error:
            note = f" ({type(error).__name__}: {str(error)[:200]})"
        except Exception as error:
            note = f" (defect: {error!r})"
            self.defects.append(f"{fault.name}: {error!r}")
        tally.struck += struck
        self._say(f"{began:.3f} {time.time() - began:5.1f} s  {fault.name}: {'struck' if struck else 'missed'}{note}")

    def _say(self, line: str) -> None:
        with self.log.open("a") as log:
            log.write(f"{line}\n")


async def _is_set(stop: asyncio.Event, within: float) -> bool:
    try:
        async with asyncio.timeout(within):
            await stop.wait()
    except TimeoutError:
        return False
    return True
