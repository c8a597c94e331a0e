"""Two small services for the tests of the kernel."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from tests.support.spy import Spy
from tests.support.toy import Toy

Database = AsyncDatabase[dict[str, Any]]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """PyMongo forgets the socket of a connection that is cut, or whose caller is cancelled, while it is being made."""
    forgotten = pytest.mark.filterwarnings(
        "ignore:Exception ignored in. <socket.socket:pytest.PytestUnraisableExceptionWarning"
    )
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(forgotten)


@pytest.fixture
async def toy(database: Database) -> Toy:
    """The service that tells."""
    toy = Toy(database)
    await toy.log.prepare()
    return toy


@pytest.fixture
async def peer(database: Database) -> AsyncIterator[Toy]:
    """The service that listens."""
    beside = f"{database.name}_peer"
    peer = Toy(database.client[beside])
    await peer.log.prepare()
    yield peer
    await database.client.drop_database(beside)


@pytest.fixture
async def spied(database: Database, mongo_url: str) -> AsyncIterator[tuple[Toy, Spy]]:
    """A service whose every word to MongoDB is written down."""
    spy = Spy()
    async with AsyncMongoClient[dict[str, Any]](mongo_url, tz_aware=True, event_listeners=[spy]) as client:
        toy = Toy(client[database.name])
        await toy.log.prepare()
        yield toy, spy
