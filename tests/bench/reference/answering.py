"""The same questions answered straight: a bare handler each over the same documents, as one writes it at first.

`suggestions` looks at every offer that is open to a request's community, `organizations` has MongoDB try what was typed
on every name, `wall` puts the page together from plain documents. Nobody is asked who he is, and nothing is explained.

`python -m tests.bench.reference.answering answers <place>`.
"""

import asyncio
import re
from typing import Any

import orjson
import uvicorn
import uvloop
from fastapi import FastAPI, Response
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection

from services.matching.projections import CALENDARS, RECORDS, REQUESTS
from services.registry import projections as registry
from shared.directory.projections import COMMUNITIES
from shared.eventsourcing.documents import ROWS
from shared.eventsourcing.projection import Projection
from shared.words import words_of
from tests.bench.child import ready, run
from tests.bench.city.words import STALE_FROM, TODAY
from tests.bench.place import Place

Stored = dict[str, Any]
NEAR = (20, 10, 4)
OPEN = (None, "open", "claimed", "reopened")


class Straight:
    """The documents of one place, without anything around them."""

    def __init__(self, client: AsyncMongoClient[Stored], prefix: str) -> None:
        self._registry, self._matching = (client[f"{prefix}_{name}"] for name in ("registry", "matching"))

    async def suggestions(self, request: str, limit: int = 10) -> list[Stored]:
        """The best offers with their weights; who needs it, and those who don't want to be asked now, are left out."""
        document = await (await self._of(REQUESTS)).find_one({"_id": request}) or {}
        nodes = await self._of(COMMUNITIES)
        home = await nodes.find_one({"_id": document["community"]}) or {}
        near = {"$or": [{"community": home["_id"]}, {"terms.reach.node": {"$in": home["path"]}}]}
        offers = await (await self._of(CALENDARS)).find({"listed": True, **near}).to_list()
        paths = {node["_id"]: node["path"] async for node in nodes.find({}, {"path": 1})}
        refusals = {"category": document["category"], "not_before": {"$gt": TODAY.isoformat()}}
        refusing = set(await (await self._of(RECORDS)).distinct("provider", refusals))
        words = set(words_of(document["request"]["title"], document["request"]["text"]))
        found = [
            {"offer": offer["offer"], "title": offer["terms"]["title"], "weight": weight, "day": confirmed_on}
            for offer in offers
            if offer["organization"] not in refusing | {document["request"]["about"]["organization"]}
            and (weight := _weight(document, words, offer, home["path"], paths, STALE_FROM.isoformat()))
            and (confirmed_on := offer["terms"]["confirmed_on"])
        ]
        found.sort(key=lambda each: each["offer"])
        found.sort(key=lambda each: (each["weight"], each["day"]), reverse=True)
        return found[:limit]

    async def organizations(self, community: str, q: str) -> list[Stored]:
        """Those that have what was typed somewhere in the name or its letters."""
        below = await (await self._of(registry.COMMUNITIES)).distinct("_id", {"path": community})
        typed = re.escape(q)
        fits = [{name: {"$regex": typed}} for name in ("name", "letters", "initials")]
        query = {"community": {"$in": below}, "active": True, "$or": fits}
        return await (await self._of(registry.ORGANIZATIONS)).find(query).sort("name").limit(20).to_list()

    async def wall(self, community: str) -> Stored:
        """Both lists, the wishes and some figures."""
        here = {"community": community}
        shown = {**here, "progress": {"$in": OPEN}, "state": "published"}
        offers = await self._some(registry.OFFERS, {**here, "audience": "public", "state": "listed"})
        needs = await self._some(registry.NEEDS, {**shown, "audience": "public"})
        wishes = await self._some(registry.WISHES, shown)
        owners = {each["organization"] for each in (*offers, *needs)}
        organizations = await self._of(registry.ORGANIZATIONS)
        names = {each["_id"]: each["name"] async for each in organizations.find({"_id": {"$in": sorted(owners)}})}
        for each in (*offers, *needs):
            each["organization"] = {"id": each["organization"], "name": names[each["organization"]]}
        count = await organizations.count_documents({**here, "active": True})
        return {"offers": offers, "needs": needs, "wishes": wishes, "figures": {"organizations": count}}

    async def _some(self, projection: Projection[Any], query: Stored) -> list[Stored]:
        left_out = {"found_by": 0, "following": 0, "history": 0}
        return await (await self._of(projection)).find(query, left_out).to_list()

    async def _of(self, projection: Projection[Any]) -> AsyncCollection[Stored]:
        theirs = (CALENDARS, COMMUNITIES, RECORDS, REQUESTS)
        database = self._matching if projection in theirs else self._registry
        row = await database[ROWS].find_one({"_id": projection.row})
        assert row, "the documents are built before anybody asks"
        return database[row["collection"]]


def _weight(
    request: Stored, words: set[str], offer: Stored, path: list[str], paths: dict[str, list[str]], fresh_from: str
) -> int:
    """What stands for an offer, all in all; 0 where nothing of what matters does."""
    terms = offer["terms"]
    common = sorted(words.intersection(offer["words"]), key=len, reverse=True)
    telling = [word for at, word in enumerate(common) if not any(word in longer for longer in common[:at])]
    alike = terms["category"] == request["category"]
    if not (telling or alike):
        return 0
    apart = next(n for n, node in enumerate(reversed(path)) if node in paths[offer["community"]])
    has, wanted = terms["partners"], request["request"]["quantity"]
    weight = 12 * min(len(telling), 5) + 30 * alike + NEAR[apart] + min(10, 10 * has // wanted)
    return weight + (6 if terms["confirmed_on"] >= fresh_from else -25)


def made(straight: Straight) -> FastAPI:
    """The app."""
    app = FastAPI()

    @app.get("/requests/{request}/suggestions")
    async def suggestions(request: str) -> Response:
        return _json(await straight.suggestions(request))

    @app.get("/communities/{community}/organizations")
    async def organizations(community: str, q: str) -> Response:
        return _json(await straight.organizations(community, q))

    @app.get("/communities/{community}/wall")
    async def wall(community: str) -> Response:
        return _json(await straight.wall(community))

    return app


def _json(content: Any) -> Response:
    return Response(orjson.dumps(content), media_type="application/json")


async def main() -> None:
    """Answers until it is told to end."""
    _, place = Place.heard()
    async with AsyncMongoClient[Stored](place.mongo, tz_aware=True) as client:
        config = uvicorn.Config(made(Straight(client, place.prefix)), port=0, access_log=False, log_level="warning")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        ready(server.servers[0].sockets[0].getsockname()[1])
        await serving


if __name__ == "__main__":
    run(lambda: uvloop.run(main()))
