"""A small service whose every word can be heard."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from tests.support.spy import Spy
from tests.support.toy import Toy

Database = AsyncDatabase[dict[str, Any]]


@pytest.fixture
async def spied(database: Database, mongo_url: str) -> AsyncIterator[tuple[Toy, Spy]]:
    """A service whose every word to MongoDB is written down."""
    spy = Spy()
    async with AsyncMongoClient[dict[str, Any]](mongo_url, tz_aware=True, event_listeners=[spy]) as client:
        toy = Toy(client[database.name])
        await toy.log.prepare()
        yield toy, spy
