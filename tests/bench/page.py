"""`docs/performance.md` and its chart."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from tests.bench import report as tables
from tests.bench.lane import Aim, Lane, Results
from tests.bench.measure import ENOUGH, FOREIGN_AT_MOST
from tests.bench.profile import Profile
from tests.bench.report import Report, Row

WIDTH, LABEL, LINE, BAR, MOST = 960, 430, 30, 14, 2.0
COLOURS = {"met": "#2e7d32", "missed": "#c62828", "inconclusive": "#9e9e9e"}


def write(report: Report, folder: Path) -> None:
    """Writes performance.json, performance.svg and performance.md into `folder`."""
    folder.joinpath("performance.json").write_text(json.dumps(tables.to_json(report), indent=1, ensure_ascii=False))
    folder.joinpath("performance.svg").write_text(chart(report))
    folder.joinpath("performance.md").write_text(page(report))


def renew(report: Report, folder: Path, lanes: Mapping[str, Lane]) -> None:
    """Writes them with the lanes of `report`, and the others as they were measured before."""
    kept = json.loads(folder.joinpath("performance.json").read_text())
    results = {each.lane.name: each for each in (*tables.from_json(kept, lanes), *report.results)}
    profiles = report.profiles or {role: Profile(**profile) for role, profile in kept["profiles"].items()}
    ordered = [results[name] for name in lanes if name in results]
    write(replace(report, results=ordered, profiles=profiles), folder)


def markdown(head: Row, rows: Sequence[Row]) -> str:
    """A table for the page."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def page(report: Report) -> str:
    """The page: what was compared, what came of it, where the time goes."""
    versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    parts = [
        "# How fast it is",
        "Written by `make bench`; each lane says when it was measured. Figures of another machine differ, the ratios "
        "much less. Ours is the real kernel in processes of its own. The reference is one straight hand-written file "
        "per lane with the same promises. Naive is the way it is usually written: a find and an insert per command, a "
        "message per event, an update per message, no log at the other end. Ratios are taken within a round and are "
        "medians of rounds; `CPU` is that of all processes together, servers included, without the load generator.",
        f"{report.when}, seed {report.seed}, {report.processor}; {versions}.",
        "![ratios against aims](performance.svg)",
        "## Against the aims",
        markdown(tables.AIMS_HEAD, tables.aim_rows(report)),
        *_lanes(report),
        "## The machine itself, in the same run",
        markdown(tables.YARDSTICKS_HEAD, tables.yardstick_rows(report)),
        "## What was measured",
        markdown(tables.SAMPLES_HEAD, tables.sample_rows(report)),
        markdown(("lane", "variant", "medians (ms, MiB)"), tables.figure_rows(report)),
        _left_out(report),
    ]
    if report.profiles:
        parts += ["## Where the time goes", *_profiles(report.profiles)]
    return "\n\n".join(parts) + "\n"


def _lanes(report: Report) -> list[str]:
    lines = [
        f"* **{r.lane.name}** ({r.when}): {r.lane.title}. {' '.join(r.lane.notes)}".strip() for r in report.results
    ]
    return ["\n".join(lines)]


def _left_out(report: Report) -> str:
    rule = (
        f"A sample during which other programs took more than {FOREIGN_AT_MOST:.0%} of a core is left out; with fewer "
        f"than {ENOUGH} rounds left a ratio is inconclusive."
    )
    return f"{rule} Left out: {'; '.join(report.disturbed) or 'nothing'}. " + (
        f"Not taken: {'; '.join(report.broken)}." if report.broken else "No sample failed."
    )


def _profiles(profiles: Mapping[str, Profile]) -> list[str]:
    roles = list(profiles)
    groups = sorted({g for p in profiles.values() for g in p.groups}, key=lambda g: -_over(profiles, g))
    rows = [[group, *(f"{profiles[role].groups.get(group, 0):.0f}" for role in roles)] for group in groups]
    parts = [
        "CPU µs per command of the pipeline lane, by library (the standard library counts for whoever called it); "
        "a round of its own, sampled by CPU time.",
        markdown(["", *roles], rows),
    ]
    for role, profile in profiles.items():
        functions = ", ".join(f"`{name}` {used:.0f}" for name, used in profile.functions.items())
        parts.append(f"**{role}**, by function: {functions}.")
    return parts


def _over(profiles: Mapping[str, Profile], group: str) -> float:
    return sum(profile.groups.get(group, 0) for profile in profiles.values())


def chart(report: Report) -> str:
    """Each aim as a bar: how much of what is allowed was used, or of what is asked for was reached. The line is 1."""
    bars = [(results, aim) for results in report.results for aim in results.lane.aims if results.spread(aim)]
    height = LINE * (len(bars) + 2)
    at_one = LABEL + (WIDTH - LABEL - 90) / MOST
    rows = "\n".join(_bar(results, aim, n) for n, (results, aim) in enumerate(bars, 1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="12">\n<rect width="{WIDTH}" height="{height}" fill="#fff"/>\n'
        f'<text x="{at_one}" y="16" text-anchor="middle">aim</text>\n{rows}\n'
        f'<line x1="{at_one}" x2="{at_one}" y1="20" y2="{height - 8}" stroke="#333" stroke-dasharray="4 3"/>\n</svg>\n'
    )


def _bar(results: Results, aim: Aim, line: int) -> str:
    spread = results.spread(aim)
    assert spread
    scale = (WIDTH - LABEL - 90) / MOST
    least, median, most = (min(MOST, value / aim.bound) * scale for value in (spread.least, spread.median, spread.most))
    y, colour = line * LINE, COLOURS[results.verdict(aim)]
    middle = y + BAR / 2
    text = escape(f"{results.lane.name}: {aim.text}")
    wanted = f"{'≥' if aim.at_least else '≤'} {aim.bound:g}"
    return (
        f'<text x="{LABEL - 8}" y="{y + 11}" text-anchor="end">{text}</text>'
        f'<rect x="{LABEL}" y="{y}" width="{median:.1f}" height="{BAR}" fill="{colour}"/>'
        f'<line x1="{LABEL + least:.1f}" x2="{LABEL + most:.1f}" y1="{middle}" y2="{middle}" stroke="#111"/>'
        f'<text x="{WIDTH - 4}" y="{y + 11}" text-anchor="end">{spread.median:.3g} ({escape(wanted)})</text>'
    )
