"""What a lane is: variants measured in turn, and aims that are ratios between them."""

import random
import sys
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.bench.measure import ENOUGH, Sample, Spread

if TYPE_CHECKING:
    from tests.bench.harness import Ground

Round = Mapping[str, Sample]
"""The samples of one round by variant."""

Measure = Callable[["Ground"], Awaitable[Sample]]


@dataclass(frozen=True)
class Aim:
    """A figure made of the samples of one round, and what it should be."""

    text: str
    value: Callable[[Round], float]
    bound: float
    at_least: bool = False
    needs: tuple[str, ...] = ("ours",)
    unit: str = "×"

    def met(self, value: float) -> bool:
        """Whether `value` is good enough."""
        return value >= self.bound if self.at_least else value <= self.bound


@dataclass(frozen=True)
class Lane:
    """One comparison. `prepare` is run once before the first round."""

    name: str
    title: str
    variants: Mapping[str, Measure]
    aims: Sequence[Aim] = ()
    prepare: Callable[["Ground"], Awaitable[None]] | None = None
    per: str = "command"
    notes: Sequence[str] = ()


@dataclass
class Results:
    """All samples of a lane."""

    lane: Lane
    rounds: list[dict[str, Sample]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """Samples that could not be taken, and why."""
    when: str = ""
    """When it was measured."""

    def good(self, variant: str) -> list[Sample]:
        """The undisturbed samples of `variant`."""
        return [each[variant] for each in self.rounds if variant in each and not each[variant].disturbed]

    def lacks(self, rounds: int) -> bool:
        """Whether some variant has fewer than `rounds` undisturbed samples."""
        return any(len(self.good(variant)) < rounds for variant in self.lane.variants)

    def ratios(self, aim: Aim) -> list[float]:
        """The figure of `aim`, round by round; rounds in which a sample it needs was disturbed are left out."""
        good = [r for r in self.rounds if all(n in r and not r[n].disturbed for n in aim.needs)]
        return [aim.value(each) for each in good]

    def spread(self, aim: Aim) -> Spread | None:
        """Median and range of `aim`."""
        return Spread.of(self.ratios(aim))

    def verdict(self, aim: Aim) -> str:
        """`met`, `missed` or `inconclusive`."""
        spread = self.spread(aim)
        if spread is None or spread.rounds < ENOUGH:
            return "inconclusive"
        return "met" if aim.met(spread.median) else "missed"

    @property
    def wrong(self) -> list[str]:
        """Every count that does not add up."""
        return [f"{v}: {text}" for each in self.rounds for v, sample in each.items() for text in sample.wrong]

    @property
    def disturbed(self) -> list[str]:
        """Which samples are left out, and how much of a core others took."""
        return [
            f"round {n} {variant} ({sample.foreign:.0%})"
            for n, each in enumerate(self.rounds, 1)
            for variant, sample in each.items()
            if sample.disturbed
        ]


async def run(lane: Lane, ground: "Ground", rounds: int, chance: random.Random) -> Results:
    """Measures every variant once per round, in an order drawn anew each time.

    Where rounds were disturbed as many again are tried, but not more.
    """
    results = Results(lane, when=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    if lane.prepare:
        await lane.prepare(ground)
    number = 0
    while number < rounds or (number < 2 * rounds and results.lacks(rounds)):
        number += 1
        order = list(lane.variants)
        chance.shuffle(order)
        samples: dict[str, Sample] = {}
        for variant in order:
            try:
                sample = samples[variant] = await lane.variants[variant](ground)
            except Exception as error:
                traceback.print_exc()  # the other samples are worth having
                results.broken.append(f"round {number} {variant}: {error!r}")
                continue
            print(
                f"  {lane.name} {number} {variant}: {sample.micros:.0f} µs, {sample.rate:.0f}/s, "
                f"foreign {sample.foreign:.0%}, {sample.by_role()} {' '.join(sample.wrong)}",
                file=sys.stderr,
                flush=True,
            )
        results.rounds.append({variant: samples[variant] for variant in lane.variants if variant in samples})
    return results
