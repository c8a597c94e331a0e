"""The wall of a community with nine hundred organizations, and asking whether it still hangs as it did."""

from tests.bench.city.asked import CITY, STRAIGHT, desk, filled, got
from tests.bench.city.facts import CROWDED, WALL_NEEDS, WALL_OFFERS, WALL_WISHES, community
from tests.bench.harness import Ground
from tests.bench.lane import Aim, Lane
from tests.bench.lanes.search import prepare
from tests.bench.measure import Sample

SHOWN, UNCHANGED = 100, 400
WALL = f"/communities/{community(0)}/wall"
OURS = f"/api/registry/v1{WALL}"
HANGS = "ours, unchanged"


async def shown(ground: Ground, count: int = SHOWN) -> Sample:
    """The API of registry, asked by anybody."""
    async with desk(ground, await filled(ground, "registry"), CITY, "registry") as at_work:
        return await at_work.sample(got(OURS) * count, {})


async def unchanged(ground: Ground, count: int = UNCHANGED) -> Sample:
    """The same, asked by who has it already."""
    async with desk(ground, await filled(ground, "registry"), CITY, "registry") as at_work:
        tag = (await at_work.ask(got(OURS), {}))["tag"]
        return await at_work.sample(got(OURS) * count, {"If-None-Match": tag}, status=304)


async def straight(ground: Ground, count: int = SHOWN) -> Sample:
    """The straight handler, with plain documents."""
    async with desk(ground, await filled(ground, "registry"), STRAIGHT, "answers") as at_work:
        return await at_work.sample(got(WALL) * count, {})


LANE = Lane(
    name="wall",
    title=(
        f"the wall of a community with {CROWDED} organizations: {WALL_OFFERS} offers, {WALL_NEEDS} needs, "
        f"{WALL_WISHES} wishes"
    ),
    variants={"ours": shown, HANGS: unchanged, "straight": straight},
    aims=(
        Aim("answered, p50", lambda r: r["ours"].figures["p50"], 20, unit=" ms"),
        Aim("not modified, p50", lambda r: r[HANGS].figures["p50"], 3, needs=(HANGS,), unit=" ms"),
        Aim(
            "CPU each, of the straight handler's",
            lambda r: r["ours"].micros / r["straight"].micros,
            1.5,
            needs=("ours", "straight"),
        ),
    ),
    prepare=prepare,
    per="request",
    notes=("The straight handler sends whole documents, and one of the figures.",),
)
