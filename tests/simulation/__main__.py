"""`python -m tests.simulation --seeds 1000 [--from 0]` runs many, `--seed 7` replays one and tells its story."""

import argparse
import time

from tests.simulation.ledger import Violation
from tests.simulation.world import simulate

TELL_EVERY = 5.0


def main() -> int:
    """Gives the exit code: 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--seed", type=int)
    asked = parser.parse_args()
    return _many(asked.first, asked.seeds) if asked.seed is None else _one(asked.seed)


def _many(first: int, seeds: int) -> int:
    told = time.perf_counter()
    for seed in range(first, first + seeds):
        try:
            simulate(seed)
        except Violation as violation:
            print(f"{violation}\nreplay: python -m tests.simulation --seed {seed}")
            return 1
        if time.perf_counter() - told > TELL_EVERY:
            told = time.perf_counter()
            print(f"{seed + 1 - first} of {seeds} seeds, nothing found", flush=True)
    print(f"{seeds} seeds from {first}: nothing lost, doubled or out of order")
    return 0


def _one(seed: int) -> int:
    try:
        world = simulate(seed)
    except Violation as violation:
        print("\n".join(violation.world.chance.trace if violation.world else ()))
        print(violation)
        return 1
    print("\n".join(world.chance.trace))
    print(f"seed {seed}: nothing lost, doubled or out of order")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
