"""`python -m tests.bench [--rounds 5] [--seed n] [--renew] [lane …]`: measures and prints.

Without lanes named it measures all of them and writes docs/performance.*; with `--renew` it writes there what it
measured of the lanes named, beside the others as they were. Ends with 1 when a count was wrong or a
process failed; no timing decides that.
"""

import argparse
import asyncio
import random
import signal
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import lane as lanes
from tests.bench import machine, page, yardsticks
from tests.bench.harness import Ground, ground
from tests.bench.lane import Lane
from tests.bench.lanes import (
    append,
    consume,
    district,
    growth,
    pipeline,
    plan,
    rebuild,
    search,
    sheets,
    store,
    suggestions,
    wall,
)
from tests.bench.profile import Profile, shown
from tests.bench.report import Report, terminal
from tests.bench.spawn import Broken

DOCS = Path(__file__).parent.parent.parent / "docs"
LANES: dict[str, Lane] = {
    each.name: each
    for each in (
        *(pipeline.LANE, append.LANE, consume.LANE, rebuild.LANE, district.LANE),
        *(growth.LOG, growth.COLD, growth.QUEUE, growth.CALLING, store.LANE),
        *(suggestions.LANE, suggestions.INDEX, plan.LANE, search.LANE, wall.LANE, sheets.LANE),
    )
}


async def measure(names: Sequence[str], rounds: int, seed: int, profiled: bool) -> Report:
    """Measures these lanes. Told to end, it ends in good order, as after Ctrl-C."""
    if task := asyncio.current_task():
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    chance = random.Random(seed)
    async with ground() as on:
        sticks = await yardsticks.measure(on)
        results = [await lanes.run(LANES[name], on, rounds, chance) for name in names]
        profiles = await _profiles(on) if profiled else {}
        when, versions = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", await machine.versions(on)
        return Report(when, seed, machine.processor(), versions, sticks, results, profiles)


async def _profiles(on: Ground) -> dict[str, Profile]:
    try:
        return await pipeline.profiles(on)
    except Broken:
        traceback.print_exc()  # what was measured is worth having
        return {}


def main() -> int:
    """Does what the command line says; gives the exit code."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("lanes", nargs="*", help=f"some of {', '.join(LANES)}")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--renew", action="store_true")
    given = parser.parse_args()
    if unknown := set(given.lanes) - set(LANES):
        parser.error(f"no such lane: {', '.join(unknown)}")
    names = given.lanes or list(LANES)
    report = asyncio.run(measure(names, given.rounds, given.seed, profiled="pipeline" in names))
    print(terminal(report))
    for role, profile in report.profiles.items():
        print(f"\n{role}, µs per command: {shown(profile.groups)}\n  {shown(profile.functions)}")
    if not given.lanes:
        page.write(report, DOCS)
    elif given.renew:
        page.renew(report, DOCS, LANES)
    return 1 if report.wrong or report.broken else 0


if __name__ == "__main__":
    sys.exit(main())
