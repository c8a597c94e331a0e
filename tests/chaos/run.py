"""One run: load and faults at the same time, then quiet, then the verdict."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.chaos.driver import Driver
from tests.chaos.faults import Fault
from tests.chaos.ledger import Ledger
from tests.chaos.load import load
from tests.chaos.oracle import Verdict, Witness, judge
from tests.chaos.poison import DEATH
from tests.chaos.report import Report
from tests.chaos.stage import Stage, staged

RATE = 15.0
QUIET_WITHIN = 180.0
RETRIES = 5
SHOW_EVERY = 10.0
SETTLE = 3.0


async def run(directory: Path, seed: int, minutes: float) -> Report:
    """Loads and harms a town of its own for so long, and judges it."""
    async with staged(directory) as stage:
        with Ledger(directory / "ledger") as ledger:
            print(f"ready after {stage.took:.0f} s; load and faults begin", flush=True)
            driver, witness = Driver(stage, str(seed), directory / "faults.log"), Witness(stage.installation)
            troubles = await ordeal(stage, ledger, driver, witness, seed, minutes * 60, shown=True)
            print("quiet; judging", flush=True)
            verdict = await judge(stage.installation, ledger, QUIET_WITHIN, witness)
    return Report(seed, minutes, driver.tallies, driver.left_out, verdict, _remarks(stage), troubles)


async def short(
    stage: Stage,
    ledger: Ledger,
    witness: Witness,
    seed: int,
    seconds: float,
    faults: Sequence[Fault],
    within: float,
) -> tuple[Verdict, Driver]:
    """A short round with these faults only, drawn more densely; the verdict comes after `within` seconds at most."""
    driver = Driver(stage, str(seed), stage.directory / "faults.log", faults, every=(1.0, 3.0))
    await ordeal(stage, ledger, driver, witness, seed, seconds, shown=False)
    return await judge(stage.installation, ledger, within, witness), driver


async def ordeal(
    stage: Stage, ledger: Ledger, driver: Driver, witness: Witness, seed: int, seconds: float, shown: bool
) -> list[str]:
    """Load and faults for so long, then everything is mended and what is parked tried again. Gives what went wrong
    in the rig."""
    stop, enough = asyncio.Event(), asyncio.Event()
    async with _supervised(stage) as supervising:
        loading = asyncio.create_task(load(stage, ledger, seed, RATE, stop))
        harming = asyncio.create_task(driver.run(enough))
        watching = asyncio.create_task(witness.watch())
        await _pass(ledger, driver, seconds, shown, loading)
        enough.set()
        await harming
        await asyncio.sleep(SETTLE)
        stop.set()
        outcomes = [*await asyncio.gather(loading, return_exceptions=True)]
        await stage.mend()
        for _ in range(RETRIES):
            await stage.retry_parked()
            if not await stage.parked():
                break
        watching.cancel()
        outcomes += [task.exception() for task in (watching,) if task.done() and not task.cancelled()]
        if supervising.done():
            outcomes.append(supervising.exception())
    return [*driver.defects, *(f"the rig failed: {error!r}" for error in outcomes if error is not None)]


@asynccontextmanager
async def _supervised(stage: Stage) -> AsyncIterator[asyncio.Task[None]]:
    supervising = asyncio.create_task(stage.processes.supervise())
    try:
        yield supervising
    finally:
        supervising.cancel()
        await asyncio.gather(supervising, return_exceptions=True)


async def _pass(ledger: Ledger, driver: Driver, seconds: float, shown: bool, loading: asyncio.Task[None]) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not loading.done():
        if shown:
            counts = ledger.counts()
            told = ", ".join(f"{name} {count}" for name, count in counts.items())
            print(f"{left / 60:5.1f} min left; faults {driver.struck}; {told}", flush=True)
        await asyncio.wait([loading], timeout=min(left, SHOW_EVERY))


def _remarks(stage: Stage) -> list[str]:
    ended = stage.processes.ended
    killed = sum(own.exit_code == DEATH for own in ended)
    others = [f"{o.name} ended by itself with {o.exit_code}: {o.last_words}" for o in ended if o.exit_code != DEATH]
    poisoned = [f"poison killed {killed} processes"] if killed else []
    return [*poisoned, *others, *stage.processes.slowly]
