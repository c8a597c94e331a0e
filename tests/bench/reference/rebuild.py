"""Rebuilding straight: only the fields that are needed, folded in memory, inserted into a new collection, renamed."""

from typing import Any

import uvloop
from pymongo import AsyncMongoClient
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from tests.bench.child import run, serve
from tests.bench.place import Place

PAGE, TOGETHER = 2000, 1000
NEEDED = {"stream": 1, "version": 1, "events": 1}


async def rebuild(database: Any) -> int:
    """Gives how many documents there are."""
    safe = WriteConcern("majority", j=True)
    commits = database["commits"].with_options(read_concern=ReadConcern("majority"))
    new = database["questions.new"].with_options(write_concern=safe)
    await new.drop()
    documents: dict[str, dict[str, Any]] = {}
    async for commit in commits.find({}, NEEDED).sort("_id", 1).batch_size(PAGE):
        for event in commit["events"]:
            documents[commit["stream"]] = {
                "_id": commit["stream"],
                "position": commit["_id"],
                "version": commit["version"],
                **event["data"],
            }
    ready = list(documents.values())
    for start in range(0, len(ready), TOGETHER):
        await new.insert_many(ready[start : start + TOGETHER], ordered=False)
    await new.rename("questions", dropTarget=True)
    return int(await database["questions"].estimated_document_count())


async def main() -> None:
    """Does jobs until no more come."""
    _, place = Place.heard()
    async with AsyncMongoClient[dict[str, Any]](place.mongo, tz_aware=True) as client:
        database = client[f"{place.prefix}_asking"]
        await serve({"rebuild": lambda _: rebuild(database)})


if __name__ == "__main__":
    run(lambda: uvloop.run(main()))
