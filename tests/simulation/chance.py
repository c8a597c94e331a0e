"""The dice of one run: what they decided, how often, and when."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Odds:
    """How rough a run is: probabilities per operation or message, and mean pauses in virtual seconds."""

    lost: float
    unanswered: float
    slow: float
    swallowed: float
    doubled: float
    late: float
    life: tuple[int, ...]
    calamity: float


GENTLE = Odds(0.002, 0.002, 0.001, 0.005, 0.01, 0.01, (1000, 3000), 6.0)
MIXED = Odds(0.01, 0.015, 0.008, 0.02, 0.04, 0.03, (60, 400, 1500, 4000), 3.0)
WILD = Odds(0.04, 0.06, 0.02, 0.06, 0.1, 0.08, (25, 150, 600, 2000), 1.2)


class Chance:
    """Seeded draws. Once `rough` is False no fault happens any more."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(f"faults {seed}")
        self.odds = self.dice.choice([GENTLE, MIXED, MIXED, WILD])
        self.rough = True
        self.counts = Counter[str]()
        self.trace: list[str] = []

    def strikes(self, probability: float, what: str) -> bool:
        """Whether `what` goes wrong now; it is counted and noted."""
        if not self.rough or self.dice.random() >= probability:
            return False
        self.note(what)
        return True

    def note(self, what: str, about: str = "") -> None:
        """Counts `what` and writes it into the trace."""
        self.counts[what] += 1
        self.say(f"{what} {about}".rstrip())

    def say(self, line: str) -> None:
        """One line of the trace, with the virtual time."""
        self.trace.append(f"{asyncio.get_running_loop().time() - 1000:9.4f}  {line}")

    def pause(self, shortest: float, longest: float) -> float:
        """A moment, in seconds."""
        return self.dice.uniform(shortest, longest)

    def life(self) -> int | None:
        """After how many steps a process begun now will die; None when it need not."""
        if not self.rough:
            return None
        return 1 + int(self.dice.expovariate(1 / self.dice.choice(self.odds.life)))
