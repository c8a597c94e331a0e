"""`python -m tests.bench [--rounds 5] [--seed n] [lane …]`: measures, prints the table; without lanes named, all of
them, and writes docs/performance.*."""

import argparse
import asyncio
import random
import sys

from tests.bench import lane as lanes
from tests.bench.harness import ground
from tests.bench.lanes import pipeline

ALL = {each.name: each for each in (pipeline.LANE,)}


async def measure(names: list[str], rounds: int, seed: int) -> int:
    chance = random.Random(seed)
    async with ground() as on:
        results = [await lanes.run(ALL[name], on, rounds, chance) for name in names]
    for r in results:
        for aim in r.lane.aims:
            print(r.lane.name, aim.text, r.spread(aim), aim.bound, r.verdict(aim))
    return 1 if any(r.wrong for r in results) else 0


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("lanes", nargs="*")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(asyncio.run(measure(given.lanes or list(ALL), given.rounds, given.seed)))


if __name__ == "__main__":
    main()
