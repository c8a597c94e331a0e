"""A plan the usual way: each wish in its turn gets whoever is the cheapest by then.

`plan` does so and stores the lines; `costs` only says what each pair costs, which is what another plan is judged by.

`python -m tests.bench.naive.planning planner <place>`.
"""

from math import ceil
from typing import Any

import numpy
import uvloop
from pymongo import AsyncMongoClient

from services.matching.projections import CALENDARS, REQUESTS
from shared.directory.projections import COMMUNITIES
from shared.eventsourcing.documents import ROWS
from shared.eventsourcing.projection import Projection
from shared.words import words_of
from tests.bench.child import run, serve
from tests.bench.city.words import STALE_FROM
from tests.bench.place import Place

Stored = dict[str, Any]
BUSY, NOBODY, IMPOSSIBLE = 8, 1_000, 1_000_000
"""For each promise more; for a wish that gets nobody; for a pair that does not fit."""


class Planner:
    """Plans over the documents of one place."""

    def __init__(self, database: Any) -> None:
        self._database = database

    async def plan(self, _: Stored) -> int:
        """Gives what the plan costs in all."""
        wishes, offers, paths = await self._read()
        promises: dict[str, int] = {}
        most = most_each(len(wishes), len({offer["organization"] for offer in offers}))
        lines, total = [], 0
        for wish in wishes:
            costs = {
                provider: cost + BUSY * promises.get(provider, 0)
                for provider, cost in _costs(wish, offers, paths).items()
                if promises.get(provider, 0) < most
            }
            provider = min(costs, key=lambda each: (costs[each], each)) if costs else None
            total += costs[provider] if provider else NOBODY
            if provider:
                promises[provider] = promises.get(provider, 0) + 1
            lines.append({"_id": wish["_id"], "provider": provider})
        await self._database["naive_plan"].drop()
        await self._database["naive_plan"].insert_many(lines)
        return total

    async def costs(self, job: Stored) -> Stored:
        """Stores in `file` what each pair costs, and gives who stands for its rows and columns."""
        wishes, offers, paths = await self._read()
        columns = {name: at for at, name in enumerate(sorted({offer["organization"] for offer in offers}))}
        table = numpy.full((len(wishes), len(columns)), IMPOSSIBLE, dtype=numpy.int64)
        for row, wish in enumerate(wishes):
            for provider, cost in _costs(wish, offers, paths).items():
                table[row, columns[provider]] = cost
        numpy.save(job["file"], table)
        return {"wishes": [wish["_id"] for wish in wishes], "providers": list(columns)}

    async def _read(self) -> tuple[list[Stored], list[Stored], dict[str, list[str]]]:
        wishes = await (await self._of(REQUESTS)).find({"state": "open", "claimed_at": None}).to_list()
        offers = await (await self._of(CALENDARS)).find({"listed": True}).to_list()
        paths = {node["_id"]: node["path"] async for node in (await self._of(COMMUNITIES)).find({})}
        return wishes, offers, paths

    async def _of(self, projection: Projection[Any]) -> Any:
        row = await self._database[ROWS].find_one({"_id": projection.row})
        return self._database[row["collection"]]


def most_each(wishes: int, providers: int) -> int:
    """How many a provider gets at most."""
    return max(3, ceil(1.5 * wishes / providers))


def _costs(wish: Stored, offers: list[Stored], paths: dict[str, list[str]]) -> dict[str, int]:
    """What the wish costs each provider that can fulfil it, by the best of its offers."""
    path, words = paths[wish["community"]], set(words_of(wish["request"]["title"], wish["request"]["text"]))
    costs: dict[str, int] = {}
    for offer in offers:
        terms, home = offer["terms"], paths[offer["community"]]
        if not {offer["community"], *(reach["node"] for reach in terms["reach"])}.intersection(path):
            continue
        common = len(words.intersection(offer["words"]))
        alike = terms["category"] == wish["category"]
        if not (alike or common):
            continue
        cost = (60 if alike else 90) - 20 * min(common, 3) + 15 * (terms["confirmed_on"] < STALE_FROM.isoformat())
        if home != path:
            cost += 15 if home[:-1] == path[:-1] else 30
        provider = offer["organization"]
        costs[provider] = min(cost, costs.get(provider, IMPOSSIBLE))
    return costs


async def main() -> None:
    """Does jobs until no more come."""
    _, place = Place.heard()
    async with AsyncMongoClient[Stored](place.mongo, tz_aware=True) as client:
        planner = Planner(client[f"{place.prefix}_matching"])
        await serve({"plan": planner.plan, "costs": planner.costs})


if __name__ == "__main__":
    run(lambda: uvloop.run(main()))
