"""Service A as it stands after years: a long log, its documents built, all of it told long ago."""

from typing import Any

import aio_pika
from pymongo.asynchronous.database import AsyncDatabase

from shared.eventsourcing.documents import ROWS, to_stored
from shared.eventsourcing.ids import derived_id
from shared.messaging.broker import QUEUE_ARGUMENTS
from shared.messaging.positions import COLLECTION as POSITIONS
from tests.bench.filling import TOGETHER, fill
from tests.bench.harness import Ground
from tests.bench.ours.asking import QUESTIONS, QuestionShown
from tests.bench.place import ASKED, COMMUNITY, Place

EACH = 10
"""Commits in each stream."""


async def grow(ground: Ground, count: int) -> Place:
    """A place with `count` commits in the log of A; made once in a run."""
    name = f"grown {count}"
    if name not in ground.kept:
        place = ground.place()
        asking = ground.database(place, "asking")
        await fill(asking["commits"], count, count // EACH)
        await _show(asking, count)
        ground.kept[name] = place
    await cut_back(ground, ground.kept[name], count)
    kept: Place = ground.kept[name]
    return kept


async def cut_back(ground: Ground, place: Place, count: int) -> None:
    """Takes away what a sample has added."""
    asking, taking = ground.database(place, "asking"), ground.database(place, "taking")
    newer = {"_id": {"$gt": count}}
    await asking["commits"].delete_many(newer)
    await asking[_collection("questions")].delete_many({"position": {"$gt": count}})
    await asking[_collection("communities")].delete_many({"_id": {"$ne": COMMUNITY}})
    await asking[ROWS].update_many({}, {"$set": {"position": count}})
    await _set_position(asking, "relay", count)
    await ground.client.drop_database(taking.name)
    await _set_position(taking, "inbox.asking", count)


async def bind(place: Place) -> None:
    """Has B's queue there, as it is once B has run: without it A's worker has nobody to tell, and is not ready."""
    async with await aio_pika.connect(place.amqp) as connection:
        channel = await connection.channel()
        exchange = await channel.declare_exchange(f"{place.prefix}.asking", "fanout", durable=True)
        queue = await channel.declare_queue(
            f"{place.prefix}.asking.0.to.taking", durable=True, arguments=QUEUE_ARGUMENTS
        )
        await queue.bind(exchange)


async def _set_position(database: AsyncDatabase[dict[str, Any]], name: str, count: int) -> None:
    moved = {"$set": {"position": count}, "$setOnInsert": {"epoch": 0}}
    await database[POSITIONS].update_one({"_id": name}, moved, upsert=True)


async def _show(asking: AsyncDatabase[dict[str, Any]], count: int) -> None:
    streams = count // EACH
    for start in range(0, streams, TOGETHER):
        numbers = range(start, min(start + TOGETHER, streams))
        shown = [_shown(n, count - streams + n + 1) for n in numbers]
        await asking[_collection("questions")].insert_many(shown)
    for name in ("questions", "communities"):
        row = {"_id": f"{name}.v1", "collection": _collection(name), "position": count, "epoch": 0}
        await asking[ROWS].insert_one(row)


def _shown(stream: int, position: int) -> dict[str, Any]:
    id_ = derived_id("question", str(stream))
    return to_stored(QuestionShown(id=id_, position=position, version=EACH, **ASKED))


def _collection(name: str) -> str:
    return f"{name}.v{QUESTIONS.version}.0.grown"
