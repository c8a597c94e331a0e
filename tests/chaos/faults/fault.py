"""What a fault is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

from tests.chaos.stage import Stage

Harm = Callable[[Stage, Random], Awaitable[bool]]
"""Does it, waits, undoes it (also when it is cancelled), and says whether it struck."""


@dataclass(frozen=True)
class Fault:
    """`weight`: how often it is drawn. Of those that use the same thing only one is at work at a time."""

    name: str
    weight: int
    harm: Harm
    uses: str
    possible: Callable[[Stage], bool]


FAULTS: dict[str, Fault] = {}


def fault(
    name: str, weight: int = 2, uses: str = "", possible: Callable[[Stage], bool] = lambda _: True
) -> Callable[[Harm], Harm]:
    """Enters a fault into `FAULTS`."""

    def enter(harm: Harm) -> Harm:
        FAULTS[name] = Fault(name, weight, harm, uses, possible)
        return harm

    return enter
