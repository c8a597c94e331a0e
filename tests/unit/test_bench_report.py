"""What the benchmark makes of its figures."""

import json
import random
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.bench import page, report
from tests.bench.generator import percentile
from tests.bench.lane import Aim, Lane, Results, run
from tests.bench.measure import Sample, Spread
from tests.bench.profile import Profile
from tests.bench.report import Report
from tests.bench.yardsticks import Yardstick


def sample(micros: float, foreign: float = 0.0, wrong: str = "") -> Sample:
    cpu = {"api": 75 * micros / 1e6, "mongod": 25 * micros / 1e6}
    return Sample(100, 2.0, cpu, foreign, figures={"p50": 3.0}, wrong=[wrong] if wrong else [])


def unmeasured(_: object) -> None:
    raise AssertionError


AT_MOST = Aim("of the reference's", lambda r: r["ours"].micros / r["it"].micros, 1.15, needs=("ours", "it"))
AT_LEAST = Aim("of <ours>", lambda r: r["it"].micros / r["ours"].micros, 5, at_least=True, needs=("ours", "it"))
LANE = Lane("lane", "a lane", {"ours": unmeasured, "it": unmeasured}, (AT_MOST, AT_LEAST))  # type: ignore[dict-item]


def results(*rounds: tuple[Sample, Sample]) -> Results:
    return Results(LANE, [{"ours": ours, "it": it} for ours, it in rounds])


def a_report(of: Results) -> Report:
    profiles = {"api": Profile({"fastapi": 30.0}, {"fastapi.routing.app": 12.0})}
    return Report("today", 1, "a CPU × 2", {"Python": "3"}, [Yardstick("disk", 0.2, "ms")], [of], profiles)


def test_a_sample_counts_all_processes_per_command() -> None:
    one = sample(500)
    assert one.micros == pytest.approx(500)
    assert one.rate == 50
    assert one.by_role() == "api 375, mongod 125"


def test_ratios_are_taken_within_a_round_and_their_median_decides() -> None:
    good = results(*((sample(n * 1.1), sample(n)) for n in (100, 200, 400, 800)), (sample(300), sample(100)))
    assert good.ratios(AT_MOST) == pytest.approx([1.1, 1.1, 1.1, 1.1, 3])
    spread = good.spread(AT_MOST)
    assert spread
    assert (spread.median, spread.least, spread.most) == pytest.approx((1.1, 1.1, 3))
    assert good.verdict(AT_MOST) == "met"
    assert good.verdict(AT_LEAST) == "missed"


def test_disturbed_rounds_are_left_out_and_too_few_decide_nothing() -> None:
    quiet = [(sample(100), sample(100))] * 4
    disturbed = results(*quiet, (sample(900, foreign=0.21), sample(100)))
    assert disturbed.ratios(AT_MOST) == [1] * 4
    assert disturbed.verdict(AT_MOST) == "inconclusive"
    assert disturbed.disturbed == ["round 5 ours (21%)"]
    assert results(*quiet, (sample(100, foreign=0.2), sample(100))).verdict(AT_MOST) == "met"
    assert results().spread(AT_MOST) is None


def test_an_aim_of_at_least_is_met_from_there_on() -> None:
    assert [AT_LEAST.met(value) for value in (4.99, 5, 6)] == [False, True, True]
    assert [AT_MOST.met(value) for value in (1.1, 1.15, 1.16)] == [True, True, False]


def test_percentiles() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert percentile(values, 0.5) == 51
    assert percentile(values, 0.99) == 100
    assert percentile([7.0], 0.99) == 7
    assert percentile([], 0.5) == 0
    assert Spread.of([]) is None


def test_the_table_shows_what_was_left_out_and_what_was_wrong() -> None:
    shown = report.terminal(a_report(results((sample(100, 0.5), sample(500, wrong="2 acknowledged, 1 stored")))))
    assert "~100" in shown
    assert "round 1 ours (50%)" in shown
    assert "WRONG COUNT lane: it: 2 acknowledged, 1 stored" in shown
    assert "inconclusive" in shown


def test_json_page_and_chart_are_written(tmp_path: Path) -> None:
    page.write(a_report(results(*[(sample(100), sample(400))] * 5)), tmp_path)
    data = json.loads((tmp_path / "performance.json").read_text())
    assert [aim["verdict"] for aim in data["lanes"][0]["aims"]] == ["met", "missed"]
    assert len(data["lanes"][0]["rounds"]) == 5
    chart = ElementTree.parse(tmp_path / "performance.svg").getroot()
    bars = [rect.attrib["fill"] for rect in chart.iter("{http://www.w3.org/2000/svg}rect")][1:]
    assert bars == [page.COLOURS["met"], page.COLOURS["missed"]]
    text = (tmp_path / "performance.md").read_text()
    assert "| lane | of the reference's | 0.25× | 0.25…0.25 | 5 | ≤ 1.15× | met |" in text
    assert "`fastapi.routing.app` 12" in text


def test_a_profile_is_scaled_to_what_the_process_used(tmp_path: Path) -> None:
    file = tmp_path / "profile"
    file.write_text(json.dumps({"groups": {"a": 3, "b": 1}, "functions": {"a.f": 4}}))
    profile = Profile.read(file, micros=200)
    assert profile.groups == {"a": 150, "b": 50}
    assert profile.functions == {"a.f": 200}


def test_a_lane_measured_anew_stands_beside_the_others_as_they_were(tmp_path: Path) -> None:
    other = Lane("other", "another lane", LANE.variants, LANE.aims)
    before = a_report(results(*[(sample(100), sample(100))] * 5))
    before.results = [*before.results, Results(other, [{"ours": sample(400), "it": sample(100)}] * 5)]
    page.write(before, tmp_path)
    anew = a_report(results(*[(sample(200), sample(100))] * 5))
    page.renew(anew, tmp_path, {"lane": LANE, "other": other})
    kept = json.loads((tmp_path / "performance.json").read_text())
    lanes = {each["name"]: each["aims"][0]["rounds"] for each in kept["lanes"]}
    assert lanes == {"lane": [2.0] * 5, "other": [4.0] * 5}
    assert "(today)" in (tmp_path / "performance.md").read_text()


@pytest.mark.parametrize(("disturbed", "rounds"), [(0, 5), (2, 7), (9, 10)])
async def test_disturbed_rounds_are_tried_again_but_not_for_ever(disturbed: int, rounds: int) -> None:
    taken: list[Sample] = []

    async def measured(_: object) -> Sample:
        taken.append(sample(100, foreign=0.5 if len(taken) < disturbed else 0.0))
        return taken[-1]

    found = await run(Lane("lane", "a lane", {"ours": measured}), None, 5, random.Random(1))  # type: ignore[arg-type]
    assert len(found.rounds) == rounds
