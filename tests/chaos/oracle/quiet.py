"""Waiting until nothing moves any more, and saying what stands where if it does not come to that."""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import PyMongoError

from services.catalogue import SERVICES
from shared.runtime.installation import Installation
from shared.runtime.service import Definition
from tests.chaos.oracle.books import MAJORITY, Stored, database_of

LOOK_EVERY = 1.0
OVERDUE_AFTER = timedelta(seconds=5)

Tips = dict[str, int]


async def quiet(installation: Installation, give_up: float) -> tuple[Tips, list[str]]:
    """The tips of all logs once every position stands there and nothing moved between two looks; with what still
    stands elsewhere at the moment `give_up` (of `time.monotonic()`)."""
    before: Tips = {}
    while True:
        try:
            tips, standing = await look(installation)
        except PyMongoError as error:
            tips, standing = {}, [f"MongoDB does not answer: {type(error).__name__}"]
        if not standing and tips == before:
            return tips, []
        if time.monotonic() > give_up and (standing or before):  # with nothing amiss a second look is always due
            return tips, standing or [f"the logs still grow: {before} became {tips}"]
        before = tips
        await asyncio.sleep(LOOK_EVERY)


async def look(installation: Installation) -> tuple[Tips, list[str]]:
    """The tips, and each position that stands elsewhere."""
    tips = {name: await tip(database_of(installation, name)) for name in SERVICES}
    standing: list[str] = []
    for name, definition in SERVICES.items():
        standing += await _standing(definition, database_of(installation, name), tips)
    return tips, standing


async def tip(database: AsyncDatabase[Stored]) -> int:
    """The highest position of a log."""
    commits = database["commits"].with_options(read_concern=MAJORITY)
    last = await commits.find_one({}, {"_id": 1}, sort=[("_id", -1)])
    return int(last["_id"]) if last else 0


async def _standing(definition: Definition, database: AsyncDatabase[Stored], tips: Mapping[str, int]) -> list[str]:
    name = definition.name
    wanted = {projection.row: tips[name] for projection in definition.projections}
    rows = {row["_id"]: row async for row in database["projections"].find()}
    behind = _behind(f"{name}: projection", wanted, {row: int(rows[row]["position"]) for row in rows})
    loops = {f"inbox.{source}": tips[source] for source in definition.sources}
    loops |= {"relay": tips[name]} if definition.publish else {}
    loops |= {"effects": tips[name]} if definition.effect else {}
    positions = {row["_id"]: int(row["position"]) async for row in database["positions"].find()}
    behind += _behind(f"{name}:", loops, positions)
    async for job in database["jobs"].find({"state": {"$in": ["waiting", "running"]}}):
        behind.append(f"{name}: job {job['kind']} {job['_id']} is {job['state']}, {job['done']} of {job['total']}")
    if definition.due and definition.due.row in rows:
        behind += await _not_fired(name, database, rows[definition.due.row]["collection"])
    return behind


def _behind(what: str, wanted: Mapping[str, int], reached: Mapping[str, int]) -> list[str]:
    return [
        f"{what} {loop} stands at {reached.get(loop, 'nothing')}, the tip is {goal}"
        for loop, goal in wanted.items()
        if reached.get(loop, -1 if goal else 0) != goal
    ]


async def _not_fired(name: str, database: AsyncDatabase[Stored], collection: str) -> list[str]:
    passed = {"due_at": {"$lt": datetime.now(UTC) - OVERDUE_AFTER}}
    return [
        f"{name}: deadline {one['_id']} set by {one['named']} was due at {one['due_at']} and has not fired"
        async for one in database[collection].find(passed).limit(20)
    ]
