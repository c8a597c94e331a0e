"""`make chaos`: `python -m tests.chaos [--minutes n | --hours n] [--seed n] [--plant name|all]`."""

import argparse
import asyncio
import secrets
import shutil
import signal
import tempfile
from pathlib import Path

from services.embedded.programs import NotInstalled
from tests.chaos.plants import PLANTS
from tests.chaos.run import run
from tests.chaos.trial import trial


def main() -> int:
    """Gives the exit code: 0 where all is well, and then the directory of the run is removed."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: mounts and processes have to go
    seed = secrets.randbelow(10**6) if asked.seed is None else asked.seed
    directory = Path(tempfile.mkdtemp(prefix="pomegranate-chaos-"))
    print(f"seed {seed}; everything of this run is in {directory}", flush=True)
    try:
        good = asyncio.run(_try(directory, seed, asked))
    except NotInstalled as missing:
        print(missing)
        good = False
    if good:
        shutil.rmtree(directory)
    else:
        print(f"kept: {directory}")
    return 0 if good else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--hours", type=float, default=0)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--plant", choices=["all", *PLANTS])
    return parser.parse_args()


async def _try(directory: Path, seed: int, asked: argparse.Namespace) -> bool:
    if asked.plant:
        missed = await trial(directory, seed, list(PLANTS) if asked.plant == "all" else [asked.plant])
        print(f"not found: {', '.join(missed)}" if missed else "every planted bug was found")
        return not missed
    report = await run(directory, seed, asked.hours * 60 or asked.minutes)
    report.write(directory)
    print("\n".join(report.lines()))
    return not report.failures


if __name__ == "__main__":
    raise SystemExit(main())
