"""The rig on trial: each planted bug has to be found."""

import time
from collections.abc import Sequence
from pathlib import Path

from tests.chaos.faults import FAULTS
from tests.chaos.ledger import Ledger
from tests.chaos.oracle import Verdict, Witness
from tests.chaos.plants import PLANTS, Plant
from tests.chaos.report import FINDINGS
from tests.chaos.run import short
from tests.chaos.servers import Servers, serve
from tests.chaos.stage import played

FOUND_WITHIN = 180.0
ROUND = 30.0
"""Seconds: a town is settled in some of them, and a wish needs a while from its review to its end."""
QUIET_WITHIN = 45.0


async def trial(directory: Path, seed: int, names: Sequence[str]) -> list[str]:
    """Tries these plants, one after the other on the same servers; gives the names of those not found."""
    missed = []
    async with serve(directory) as servers:
        for name in names:
            began = time.monotonic()
            found = await _found(directory, servers, PLANTS[name], seed)
            print(f"{name:<24}{time.monotonic() - began:6.0f} s  {found or 'NOT FOUND'}", flush=True)
            if not found:
                missed.append(name)
    return missed


async def _found(directory: Path, servers: Servers, plant: Plant, seed: int) -> str:
    """The violation that gave it away; empty when there was none in time."""
    prefix = "plant_" + plant.name.replace("-", "_")[:20]
    faults = [FAULTS[name] for name in plant.faults]
    struck = 0
    async with played(directory, servers, prefix, plant.name) as stage:
        give_up = time.monotonic() + FOUND_WITHIN
        witness = Witness(stage.installation)
        with Ledger(stage.directory / "ledger") as ledger:
            while time.monotonic() < give_up:
                seed += 1
                verdict, driver = await short(stage, ledger, witness, seed, ROUND, faults, QUIET_WITHIN)
                struck += driver.struck
                acknowledged = verdict.counts.get("acknowledged", 0)
                if acknowledged and (
                    finding := _first(verdict)
                ):  # else the load had not begun: that gives nothing away
                    return f"{finding[:240]} ({struck} faults, {acknowledged} acknowledged)"
    return ""


def _first(verdict: Verdict) -> str:
    for name in FINDINGS:
        for finding in getattr(verdict, name):
            return f"{name.replace('_', ' ')}: {finding}"
    return ""
