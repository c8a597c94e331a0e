"""A plan for a whole district: from the request until its lines are shown, and whether it is the best there is."""

import json
from typing import Any

import numpy

from tests.bench import optimal
from tests.bench.city.asked import CITY, desk, filled, headers
from tests.bench.city.facts import DISTRICT, community
from tests.bench.city.planned import PROVIDERS, WISHES
from tests.bench.harness import Ground
from tests.bench.lane import Aim, Lane
from tests.bench.measure import Sample
from tests.bench.naive.planning import BUSY, NOBODY, most_each
from tests.bench.spawn import spawned

NAIVE = "tests.bench.naive.planning"
PATH = "/api/matching/v1/plans"
COSTS, NAMES = "plan costs", "plan names"


async def prepare(ground: Ground) -> None:
    """Fills the district, and notes what each pair costs."""
    place = await filled(ground, "planned")
    file = str(ground.state / "costs.npy")
    async with spawned(NAIVE, ("planner",), place) as processes:
        ground.kept[NAMES] = await processes["planner"].ask({"kind": "costs", "file": file})
    costs = numpy.load(file)
    ground.kept[COSTS] = numpy.hstack([costs, numpy.full((len(costs), 1), NOBODY)])


async def planned(ground: Ground) -> Sample:
    """Asks the API of matching for a plan, and waits until its documents are there."""
    place = await filled(ground, "planned")
    turn = ground.kept["plans"] = ground.kept.get("plans", 0) + 1
    async with desk(ground, place, CITY, "matching") as at_work, spawned(CITY, ("keeper",), place) as processes:
        keeper = processes["keeper"]
        await at_work.ask([("POST", PATH, _body(community(0)))], headers(ground), run=f"warm-{turn}")
        meter = ground.meter({"api": at_work.api, "keeper": keeper}, outside=[at_work.asker.pid])
        meter.start()
        asked = [("POST", PATH, _body(DISTRICT))]
        told = await at_work.ask(asked, headers(ground), run=f"plan-{turn}", keep=True)
        await keeper.ask({"kind": "follow", "to": await _tip(ground), "epoch": turn + 1})
        sample = meter.stop(len(ground.kept[COSTS]))
    sample.figures["answered"] = told["p50"]
    if told["statuses"] != [201]:
        sample.wrong.append(f"answered with {told['statuses']}")
        return sample
    lines = await _lines(ground, json.loads(told["bodies"][0])["id"])
    assigned = _assigned(lines, ground.kept[NAMES])
    total = sum(cause["cost"] for line in lines for cause in line["causes"])
    sample.figures["cost"] = total
    sample.wrong += wrong_of(ground.kept[COSTS], assigned, total)
    return sample


async def one_by_one(ground: Ground) -> Sample:
    """The usual way: each in its turn gets the cheapest."""
    async with spawned(NAIVE, ("planner",), await filled(ground, "planned")) as processes:
        meter = ground.meter(processes)
        meter.start()
        cost = await processes["planner"].ask({"kind": "plan"})
        sample = meter.stop(len(ground.kept[COSTS]))
    sample.figures["cost"] = cost
    return sample


def _body(node: str) -> str:
    return json.dumps({"community": node, "title": "微心愿"})


def wrong_of(costs: Any, assigned: list[int], total: int) -> list[str]:
    """What does not hold of a plan: every wish has a line, the lines say what it costs, and nothing is cheaper."""
    if len(assigned) != len(costs):
        return [f"{len(assigned)} lines of {len(costs)}"]
    cost = optimal.cost_of(costs, assigned, BUSY)
    wrong = [f"the lines say {total}, it costs {cost}"] if total != cost else []
    best = optimal.is_cheapest(costs, assigned, BUSY, most_each(len(costs), costs.shape[1] - 1))
    return wrong + ([] if best else ["there is a cheaper plan"])


def _assigned(lines: list[dict[str, Any]], names: dict[str, list[str]]) -> list[int]:
    columns = {name: at for at, name in enumerate(names["providers"])}
    by_wish = {line["request"]: line["provider"] for line in lines}
    found = [by_wish[wish] for wish in names["wishes"] if wish in by_wish]
    return [columns[provider["id"]] if provider else len(columns) for provider in found]


async def _lines(ground: Ground, plan: str) -> list[dict[str, Any]]:
    place = await filled(ground, "planned")
    commits = ground.database(place, "matching")["commits"].find({"stream": plan}).sort("_id")
    events = [event for commit in await commits.to_list() for event in commit["events"]]
    return [line for event in events for line in event["data"].get("lines", ())]


async def _tip(ground: Ground) -> int:
    commits = ground.database(await filled(ground, "planned"), "matching")["commits"]
    last = await commits.find_one({}, {"_id": 1}, sort=[("_id", -1)])
    return int(last["_id"]) if last else 0


LANE = Lane(
    name="plan",
    title=f"a plan for {WISHES:,} wishes and {PROVIDERS} providers: asked for over HTTP, until its lines are shown",
    variants={"ours": planned, "one by one": one_by_one},
    aims=(
        Aim("seconds until shown", lambda r: r["ours"].seconds, 2, unit=" s"),
        Aim("answered", lambda r: r["ours"].figures["answered"] / 1000, 2, unit=" s"),
        Aim(
            "cost of the plan, of that made one by one",
            lambda r: r["ours"].figures["cost"] / r["one by one"].figures["cost"],
            1,
            needs=("ours", "one by one"),
        ),
    ),
    prepare=prepare,
    per="wish",
    notes=("A plan that is not the cheapest there is counts as wrong.",),
)
