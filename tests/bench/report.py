"""What a run came to: as a table on the terminal, as JSON, as a page."""

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.bench.lane import Aim, Lane, Results
from tests.bench.measure import ENOUGH, FOREIGN_AT_MOST, Sample
from tests.bench.profile import Profile
from tests.bench.yardsticks import Yardstick

Row = Sequence[str]


@dataclass
class Report:
    """One run."""

    when: str
    seed: int
    processor: str
    versions: Mapping[str, str]
    yardsticks: Sequence[Yardstick]
    results: Sequence[Results]
    profiles: Mapping[str, Profile] = field(default_factory=dict)

    @property
    def wrong(self) -> list[str]:
        """Every count that does not add up, with its lane."""
        return [f"{results.lane.name}: {text}" for results in self.results for text in results.wrong]

    @property
    def broken(self) -> list[str]:
        """The samples that could not be taken."""
        return [f"{results.lane.name} {text}" for results in self.results for text in results.broken]

    @property
    def disturbed(self) -> list[str]:
        """The samples that were left out."""
        return [f"{results.lane.name} {text}" for results in self.results for text in results.disturbed]


AIMS_HEAD = ("lane", "ratio or figure", "median", "min…max", "rounds", "aim", "")
SAMPLES_HEAD = ("lane", "variant", "CPU µs each", "per second", "where the CPU went, µs", "left out")
YARDSTICKS_HEAD = ("yardstick", "", "CPU µs each")


def aim_rows(report: Report) -> list[Row]:
    """One row for each aim."""
    return [_aim_row(results, aim) for results in report.results for aim in results.lane.aims]


def _aim_row(results: Results, aim: Aim) -> Row:
    spread = results.spread(aim)
    bound = f"{'≥' if aim.at_least else '≤'} {_short(aim.bound)}{aim.unit}"
    if spread is None:
        return (results.lane.name, aim.text, "–", "–", "0", bound, results.verdict(aim))
    reach = f"{_short(spread.least)}…{_short(spread.most)}"
    median = f"{_short(spread.median)}{aim.unit}"
    return (results.lane.name, aim.text, median, reach, str(spread.rounds), bound, results.verdict(aim))


def sample_rows(report: Report) -> list[Row]:
    """One row for each variant of each lane; where all its samples were disturbed, these are shown with a `~`."""
    return [_sample_row(results, variant) for results in report.results for variant in results.lane.variants]


def _sample_row(results: Results, variant: str) -> Row:
    everything = [each[variant] for each in results.rounds if variant in each]
    good = results.good(variant)
    samples, mark = (good, "") if good else (everything, "~")
    if not samples:
        return (results.lane.name, variant, "–", "–", "", "")
    return (
        results.lane.name,
        variant,
        f"{mark}{_median(samples, lambda s: s.micros):,.0f}",
        f"{mark}{_median(samples, lambda s: s.rate):,.0f}",
        ", ".join(f"{role} {used:,.0f}" for role, used in by_role(samples).items()),
        str(len(everything) - len(good)) if len(good) < len(everything) else "",
    )


def by_role(samples: Sequence[Sample]) -> dict[str, float]:
    """The median CPU microseconds per command of each process, the largest first."""
    roles = samples[0].cpu
    used = {role: _median(samples, lambda s, r=role: 1e6 * s.cpu[r] / s.commands) for role in roles}  # type: ignore[misc]
    return dict(sorted(used.items(), key=lambda item: -item[1]))


def figure_rows(report: Report) -> list[Row]:
    """What else was seen: latencies, memory."""
    rows: list[Row] = []
    for results in report.results:
        for variant in results.lane.variants:
            samples = results.good(variant) or [each[variant] for each in results.rounds if variant in each]
            names = samples[0].figures if samples else {}
            shown = [f"{name} {_short(_median(samples, lambda s, n=name: s.figures[n]))}" for name in names]  # type: ignore[misc]
            if shown:
                rows.append((results.lane.name, variant, ", ".join(shown)))
    return rows


def yardstick_rows(report: Report) -> list[Row]:
    """One row for each yardstick."""
    return [
        (each.name, f"{_short(each.value)} {each.unit}", f"{each.micros:.0f}" if each.micros else "")
        for each in report.yardsticks
    ]


def _median(samples: Iterable[Sample], of: Callable[[Sample], float]) -> float:
    return statistics.median(of(sample) for sample in samples)


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def plain(head: Row, rows: Sequence[Row]) -> str:
    """A table for the terminal."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)]
    return "\n".join(line.rstrip() for line in lines)


def terminal(report: Report) -> str:
    """All of it, to be printed."""
    parts = [
        plain(YARDSTICKS_HEAD, yardstick_rows(report)),
        plain(SAMPLES_HEAD, sample_rows(report)),
        plain(("lane", "variant", "medians (ms, MiB)"), figure_rows(report)),
        plain(AIMS_HEAD, aim_rows(report)),
    ]
    if report.disturbed:
        share = f"{FOREIGN_AT_MOST:.0%}"
        parts.append(f"left out, others took more than {share} of a core: {'; '.join(report.disturbed)}")
    parts += [f"WRONG COUNT {text}" for text in report.wrong] + [f"NOT TAKEN {text}" for text in report.broken]
    return "\n\n".join(parts)


def to_json(report: Report) -> dict[str, Any]:
    """Everything that was measured, round by round."""
    return {
        "when": report.when,
        "seed": report.seed,
        "processor": report.processor,
        "versions": dict(report.versions),
        "yardsticks": [asdict(each) for each in report.yardsticks],
        "enough_rounds": ENOUGH,
        "foreign_at_most": FOREIGN_AT_MOST,
        "lanes": [_lane_json(results) for results in report.results],
        "profiles": {role: asdict(profile) for role, profile in report.profiles.items()},
    }


def from_json(kept: Mapping[str, Any], lanes: Mapping[str, Lane]) -> Sequence[Results]:
    """What `to_json` kept of these lanes."""
    return [
        Results(
            lanes[each["name"]],
            [{variant: Sample(**sample) for variant, sample in round_.items()} for round_ in each["rounds"]],
            when=each.get("when") or kept["when"],
        )
        for each in kept["lanes"]
        if each["name"] in lanes
    ]


def _lane_json(results: Results) -> dict[str, Any]:
    return {
        "name": results.lane.name,
        "title": results.lane.title,
        "when": results.when,
        "rounds": [{variant: asdict(sample) for variant, sample in each.items()} for each in results.rounds],
        "aims": [
            {
                "text": aim.text,
                "bound": aim.bound,
                "at_least": aim.at_least,
                "rounds": results.ratios(aim),
                "verdict": results.verdict(aim),
            }
            for aim in results.lane.aims
        ],
    }
