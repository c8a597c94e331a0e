"""Keeping offers up straight: a page of commits, their words, one bulk of documents, and where one is by then.

`python -m tests.bench.reference.keeping keeper <place>`.
"""

from collections.abc import Iterator
from typing import Any

import uvloop
from pymongo import AsyncMongoClient, ReplaceOne
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from services.matching.projections import CALENDARS
from shared.eventsourcing.documents import ROWS
from shared.words import words_of
from tests.bench.child import run, serve
from tests.bench.place import Place

PAGE = 500
SAFE = WriteConcern("majority")
Stored = dict[str, Any]


async def follow(database: Any, to: int) -> int:
    """Takes in the offers told of up to `to`; gives how far it is."""
    row = await database[ROWS].find_one({"_id": CALENDARS.row})
    offers = database[row["collection"]].with_options(write_concern=SAFE)
    log = database["commits"].with_options(read_concern=ReadConcern("majority"))
    position = row["position"]
    while position < to:
        commits = await log.find({"_id": {"$gt": position}}).sort("_id", 1).limit(PAGE).to_list()
        documents = [_document(commit, event["data"]) for commit in commits for event in commit["events"]]
        await offers.bulk_write([ReplaceOne({"_id": d["_id"]}, d, upsert=True) for d in documents], ordered=False)
        position = commits[-1]["_id"]
        await database[ROWS].update_many({}, {"$set": {"position": position}})
    return int(position)


def _document(commit: Stored, known: Stored) -> Stored:
    terms = known["terms"]
    words = words_of(terms["title"], terms["detail"], *terms["equipment"])
    found_by = [key for node in _nodes(known) for key in (f"{node} #{terms['category']}", *_keys(node, words))]
    at = {"position": commit["_id"], "version": commit["version"]}
    taken = {"partners_taken": 0, "quantity_taken": 0}
    return {"_id": commit["stream"], **at, **known, **taken, "words": list(words), "found_by": found_by}


def _nodes(known: Stored) -> list[str]:
    return [known["community"], *(reach["node"] for reach in known["terms"]["reach"])]


def _keys(node: str, words: tuple[str, ...]) -> Iterator[str]:
    return (f"{node} {word}" for word in words)


async def main() -> None:
    """Does jobs until no more come."""
    _, place = Place.heard()
    async with AsyncMongoClient[Stored](place.mongo, tz_aware=True) as client:
        database = client[f"{place.prefix}_matching"]
        await serve({"follow": lambda job: follow(database, job["to"])})


if __name__ == "__main__":
    run(lambda: uvloop.run(main()))
