"""What the simulation has found, each told as short as it can be."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pymongo
import pytest
from pymongo.errors import PyMongoError

from shared.eventsourcing.decider import Commit
from shared.eventsourcing.documents import ROWS
from shared.eventsourcing.fold import Fold
from shared.eventsourcing.projector import Projector
from tests.simulation.chance import Chance
from tests.simulation.memory import Database, Server
from tests.simulation.store import Store
from tests.support.eventually import eventually
from tests.support.toy import BOXES, START, Toy

COLLECTION = "boxes.v1.1.aa"


@pytest.fixture
def server() -> Server:
    """One that fails only where it is told to."""
    chance = Chance(0)
    chance.rough = False
    return Server("failing", Store(), chance)


async def test_a_document_that_no_majority_had_is_written_again(server: Server) -> None:
    database: Any = Database(server)
    toy = Toy(database)
    await toy.put("box_1", 5, 6)
    first, *commits = await toy.commits()
    await fold(database, [first])
    server.cut_off()
    with pytest.raises(PyMongoError), pymongo.timeout(0.05):
        await fold(database, commits)  # it stands on the primary, and its answer is lost
    second = asyncio.create_task(fold(database, commits))
    await asyncio.wait([second], timeout=0.1)
    server.elect(same=False)
    if await asyncio.gather(second, return_exceptions=True) != [None]:
        await fold(database, commits)  # as the projector does after an error
    assert [row["total"] for row in await database[COLLECTION].find().to_list()] == [11]


async def test_a_first_build_that_ends_late_is_whole(server: Server) -> None:
    database: Any = Database(server)
    toy = Toy(database)
    await toy.put("box_1", 5, 6)

    def worker(epoch: int) -> Projector:
        return Projector(database, toy.log, toy.tail, [BOXES], epoch, lambda: START)

    late, killed, last = worker(1), worker(2), worker(3)
    async with late._turn, killed._turn:  # both have built, and have not yet pointed the row to it
        ending = asyncio.create_task(late.prepare())
        await eventually(lambda: _builds(server, 1), "the first has built")
        dying = asyncio.create_task(killed.prepare())
        await eventually(lambda: _builds(server, 2), "the second has built")
        dying.cancel()
        await asyncio.wait([dying])
    await ending
    await last.prepare()
    row = await database[ROWS].find_one({"_id": BOXES.row})
    assert [document["total"] for document in await database[row["collection"]].find().to_list()] == [11]


def _builds(server: Server, epoch: int) -> bool:
    return any(name.startswith(f"{BOXES.row}.{epoch}.") and table.now for name, table in server.store.tables.items())


async def fold(database: Any, commits: Sequence[Commit]) -> None:
    """Returns when the documents are taken for written."""
    folding = Fold(database, BOXES, COLLECTION)
    await folding.take(commits)
    await folding.flush()
