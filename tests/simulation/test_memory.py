"""The stand-in for MongoDB does what MongoDB does: every operation the kernel uses, on both, with equal outcomes."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pymongo
import pytest
from pymongo import ReplaceOne, ReturnDocument, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from tests.simulation.chance import Chance
from tests.simulation.memory import Database, Server
from tests.simulation.store import Store

AT = datetime(2026, 1, 1, 12, 30, 0, 123_000, tzinfo=UTC)


def memory() -> Any:
    """The stand-in, where nothing fails."""
    chance = Chance(0)
    chance.rough = False
    return Database(Server("memory", Store(), chance))


def commit(position: int, stream: str, version: int, command_id: str) -> dict[str, Any]:
    """Something like a commit."""
    events = [{"type": "put", "v": 1, "data": {"n": position}}]
    return {
        "_id": position,
        **{"stream": stream, "version": version, "command_id": command_id, "at": AT},
        **{"body_mac": "", "on_behalf_of": None, "events": events},
    }


async def outcome(asked: Awaitable[Any]) -> Any:
    """What `asked` gives, or how it was refused."""
    try:
        result = await asked
    except BulkWriteError as error:
        details = error.details or {}
        refused = [(e["index"], e["code"], e["keyPattern"]) for e in details["writeErrors"]]
        return "refused", refused, details["writeConcernErrors"], details.get("nMatched", 0)
    except DuplicateKeyError as error:
        return "refused", (error.details or {})["keyPattern"]
    if hasattr(result, "matched_count"):
        return "matched", result.matched_count
    return result if isinstance(result, dict | list | int | str) or result is None else "done"


async def filled(database: Any) -> Any:
    """The log of the stories: five commits in two streams."""
    commits = database["commits"].with_options(
        write_concern=WriteConcern("majority", j=True), read_concern=ReadConcern("majority")
    )
    await commits.create_index([("stream", 1), ("version", 1)], unique=True)
    await commits.create_index([("command_id", 1)], unique=True)
    rows = [commit(n, f"box_{n % 2}", (n + 1) // 2, f"c{n}") for n in range(1, 6)]
    await commits.insert_many(rows, ordered=True)
    return commits


async def inserts(database: Any) -> list[Any]:
    """One batch after the other, each refused by another index, at another place."""
    commits = await filled(database)
    batches = [
        [commit(6, "box_2", 1, "c6"), commit(3, "box_3", 1, "c7"), commit(7, "box_3", 1, "c8")],
        [commit(7, "box_0", 1, "c9"), commit(8, "box_4", 1, "c10")],
        [commit(7, "box_4", 1, "c11"), commit(8, "box_5", 1, "c1")],
        [commit(8, "box_1", 1, "c1")],
        [commit(1, "box_1", 1, "c1")],
    ]
    answers = [await outcome(commits.insert_many(batch, ordered=True)) for batch in batches]
    return [*answers, await commits.find({}).sort("_id", 1).to_list()]


async def log_reads(database: Any) -> list[Any]:
    """What `Log` asks for."""
    commits = await filled(database)
    with pymongo.timeout(10):
        return [
            await commits.find({"_id": {"$gt": 2}}).sort("_id", 1).limit(2).to_list(),
            await commits.find_one({}, {"_id": 1}, sort=[("_id", -1)]),
            await commits.find({"stream": {"$in": ["box_1", "x"]}}).sort([("stream", 1), ("version", 1)]).to_list(),
            await commits.find({"stream": {"$in": []}}).to_list(),
            await commits.find({"command_id": {"$in": ["c2", "c4"]}}, {"command_id": 1}).sort("_id", 1).to_list(),
            await commits.find_one({"command_id": "none"}, {"_id": 1}),
        ]


async def guarded(database: Any) -> list[Any]:
    """What `Fold` writes: guards that hold, that refuse, and that meet nothing."""
    boxes = database["boxes.v1.1.aa"].with_options(write_concern=WriteConcern("majority"))

    async def write(*positions: int) -> Any:
        requests = [
            ReplaceOne({"_id": f"box_{n}", "position": {"$lt": position}}, document(f"box_{n}", position), upsert=True)
            for n, position in enumerate(positions)
        ]
        return await outcome(boxes.bulk_write(requests, ordered=False))

    def document(name: str, position: int) -> dict[str, Any]:
        return {"_id": name, "position": position, "numbers": (position, 1), "at": AT}

    answers = [await write(1, 5), await write(3, 4, 2), await write(3, 6, 2)]
    return [*answers, await boxes.find({"_id": {"$in": ["box_0", "box_1", "box_2"]}}).sort("_id", 1).to_list()]


async def rows(database: Any) -> list[Any]:
    """What `Projector` does with its rows."""
    found = database["projections"]

    async def point(name: str, epoch: int) -> Any:
        older = {"_id": name, "epoch": {"$lt": epoch}}
        return await outcome(found.replace_one(older, {"collection": "c", "position": 0, "epoch": epoch}, upsert=True))

    answers = [await point("a.v1", 2), await point("a.v1", 2), await point("a.v1", 3), await point("b.v1", 1)]
    save = [
        UpdateOne({"_id": "a.v1", "position": 0, "epoch": 3}, {"$set": {"position": 9}}),
        UpdateOne({"_id": "b.v1", "position": 1, "epoch": 1}, {"$set": {"position": 9}}),
    ]
    answers.append(await outcome(found.bulk_write(save, ordered=False)))
    older = {"_id": {"$in": ["a.v1", "b.v1"]}, "epoch": {"$lt": 3}}
    answers.append(await outcome(found.update_many(older, {"$set": {"epoch": 3}})))
    replaced = {"replaced": {"collection": "old", "until": AT}}
    answers.append(await outcome(found.update_one({"_id": "a.v1", "epoch": 3, "collection": "c"}, {"$set": replaced})))
    answers.append([row["_id"] async for row in found.find({"replaced.until": {"$lt": datetime.now(UTC)}})])
    answers.append([row["_id"] async for row in found.find({"replaced.until": {"$lt": AT}})])
    answers.append(await outcome(found.update_one({"_id": "a.v1"}, {"$unset": {"replaced": 1}})))
    answers.append(await found.find({"_id": {"$nin": ["b.v1"]}}).to_list())
    answers.append(await found.find({"_id": {"$in": ["b.v1"]}}, {"collection": 1, "position": 1}).to_list())
    return answers


async def positions(database: Any) -> list[Any]:
    """What `Positions` loads and saves."""
    stored = database["positions"]

    async def load(name: str, epoch: int) -> Any:
        update = {"$max": {"epoch": epoch}, "$setOnInsert": {"position": 0}}
        return await stored.find_one_and_update({"_id": name}, update, upsert=True, return_document=True)

    answers = [await load("relay", 2), await load("relay", 1), await load("relay", 3), await load("effects", 3)]
    for epoch in (2, 3):
        save = [
            UpdateOne({"_id": name, "epoch": epoch}, {"$set": {"position": 7}}) for name in ("relay", "effects", "none")
        ]
        answers.append(await outcome(stored.bulk_write(save, ordered=False)))
    return [*answers, await stored.find().sort("_id", 1).to_list()]


async def parked(database: Any) -> list[Any]:
    """What `Parked` keeps, counts and releases."""
    kept, attempts = database["parked"], database["attempts"]
    for position, name in ((4, "r/box_1/2"), (2, "r/box_1/1"), (2, "r/box_1/1"), (9, "s/box_9/1")):
        row = {"source": name[0], "stream": name[2:7], "position": position, "events": [{"data": {"n": 1}}]}
        await kept.update_one({"_id": name}, {"$setOnInsert": row}, upsert=True)
    count = {"$inc": {"attempts": 1}}
    counted = [
        await attempts.find_one_and_update({"_id": "x"}, count, upsert=True, return_document=ReturnDocument.AFTER)
        for _ in range(2)
    ]
    answers: list[Any] = [counted, await kept.distinct("stream", {"source": "r"})]
    answers.append([row async for row in kept.find({"source": "r"}).sort("position", 1)])
    await kept.delete_one({"_id": "r/box_1/1"})
    await attempts.delete_one({"_id": "none"})
    answers.append(await kept.find_one({"source": "r", "stream": "box_1"}))
    answers.append(await kept.count_documents({"source": "r"}))
    return answers


async def collections(database: Any) -> list[Any]:
    """What is there, and what is dropped."""
    await database["boxes.v1.1.aa"].create_index([("total", 1)])
    await database["a"].update_one({"_id": 1}, {"$set": {"n": 1}}, upsert=True)
    await database["never"].find_one({})
    before = sorted(await database.list_collection_names())
    await database.drop_collection("a")
    await database.drop_collection("unknown")
    return [before, sorted(await database.list_collection_names()), await database["a"].find({}).to_list()]


STORIES = (inserts, log_reads, guarded, rows, positions, parked, collections)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
async def test_it_answers_as_mongodb_does(story: Callable[[Any], Awaitable[list[Any]]], database: Any) -> None:
    assert await story(memory()) == await story(database)


async def test_what_it_does_not_know_it_refuses() -> None:
    things = memory()["things"]
    with pytest.raises(NotImplementedError):
        await things.insert_many([{"_id": 1}], ordered=False)
    store = memory().server.store
    store.insert_many("things", [{"_id": 1, "n": 1, "list": [1]}])
    for query in ({"$or": []}, {"n": {"$exists": True}}, {"n": {"$regex": "a"}}, {"list": 1}, {"n": None}):
        with pytest.raises(NotImplementedError):
            store.find("things", query)
    for update in ({"$push": {"list": 1}}, {"$set": {"a.b": 1}}):
        with pytest.raises(NotImplementedError):
            store.update("things", {"_id": 1}, update)
