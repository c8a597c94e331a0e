"""A process of the product with the rig's clock and plants: `python -m tests.chaos.program serve|work <service>`.

What the rig tells it stands in small files of `CHAOS_DIR`, looked at a few times a second.
"""

import asyncio
import ctypes
import os
import signal
import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from services import running
from shared.runtime.installation import installed
from shared.runtime.logging import configure
from shared.runtime.service import utc_now
from shared.runtime.settings import Settings
from tests.chaos.plants import PLANTS
from tests.chaos.poison import Poison

LOOK_EVERY = 0.25
_PR_SET_PDEATHSIG = 1

logger = structlog.get_logger()


class Clock:
    """The time of this process; `ahead` moves it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


async def obey(directory: Path, service: str, clock: Clock, poison: Poison) -> None:
    """Does what the files say, for ever."""
    while True:
        ahead = timedelta(seconds=float(_read(directory / f"clock-{service}") or 0))
        if ahead != clock.ahead:
            clock.ahead = ahead
            logger.warning("clock_moved", seconds=ahead.total_seconds())
        poison.arm(_read(directory / "poison").split())
        await asyncio.sleep(LOOK_EVERY)


def _read(file: Path) -> str:
    return file.read_text() if file.exists() else ""


async def run(role: str, service: str) -> None:
    """Runs one API or worker until it is told to end."""
    settings, clock = Settings(), Clock()
    configure(settings.log_level)
    poison = Poison()
    poison.mix_in()
    if plant := os.environ.get("PLANT"):
        PLANTS[plant].mutate()
    vars(running)["installed"] = partial(installed, now=clock)
    obeying = asyncio.create_task(obey(Path(os.environ["CHAOS_DIR"]), service, clock, poison))
    await running.run_separately(settings, [service], api=role == "serve")
    obeying.cancel()


if __name__ == "__main__":
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    asyncio.run(run(*sys.argv[1:]))
