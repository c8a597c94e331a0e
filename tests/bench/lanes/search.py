"""Finding organizations of a whole district by a few letters of their pinyin, as somebody types them."""

import random
from functools import partial

from shared.pinyin import spelling
from tests.bench.city.asked import CITY, STRAIGHT, desk, filled, got, headers
from tests.bench.city.facts import CROWDED, DISTRICT, ORGANIZATIONS, community
from tests.bench.city.words import organization_name
from tests.bench.harness import Ground
from tests.bench.lane import Aim, Lane
from tests.bench.measure import Sample

TYPED = 400
CLERKS, ONE, NAMES = "ours", "ours, one community", "every name"


def typed(chance: random.Random) -> str:
    """What somebody types who looks for an organization: initials from the beginning or from further in, or letters."""
    spelled = spelling(organization_name(chance.randrange(ORGANIZATIONS)))
    initials, letters = spelled.initials[0], spelled.letters[0]
    match chance.choice(("initials", "initials", "inside", "letters")):
        case "initials":
            return initials[: chance.randint(2, 6)]
        case "inside":
            return initials[2 : 2 + chance.randint(2, 5)]
        case _:
            return letters[: chance.randint(4, 14)]


def paths(node: str, count: int) -> list[str]:
    """What is asked in a node; the same each time."""
    chance = random.Random(1)
    return [f"/communities/{node}/organizations?q={typed(chance)}" for _ in range(count)]


async def prepare(ground: Ground) -> None:
    """Fills the district."""
    await filled(ground, "registry")


async def found(node: str, ground: Ground, count: int = TYPED) -> Sample:
    """The API of registry, asked by a clerk of the district."""
    async with desk(ground, await filled(ground, "registry"), CITY, "registry") as at_work:
        asked = got(*(f"/api/registry/v1{path}&limit=20" for path in paths(node, count)))
        return await at_work.sample(asked, headers(ground))


async def tried(ground: Ground, count: int = TYPED // 8) -> Sample:
    """The straight handler, which has every name tried."""
    async with desk(ground, await filled(ground, "registry"), STRAIGHT, "answers") as at_work:
        return await at_work.sample(got(*paths(DISTRICT, count)), {})


LANE = Lane(
    name="search",
    title=f"organizations by pinyin among {ORGANIZATIONS:,} (one community: {CROWDED}), the best twenty",
    variants={CLERKS: partial(found, DISTRICT), ONE: partial(found, community(0)), NAMES: tried},
    aims=(
        Aim("answered, p99", lambda r: r[CLERKS].figures["p99"], 50, unit=" ms"),
        Aim("answered in one community, p99", lambda r: r[ONE].figures["p99"], 50, needs=(ONE,), unit=" ms"),
        Aim("CPU each, of trying every name", lambda r: r[CLERKS].micros / r[NAMES].micros, 0.1, needs=(CLERKS, NAMES)),
    ),
    prepare=prepare,
    per="search",
    notes=("Every name is tried by an expression that MongoDB looks for in names and their letters.",),
)
