"""Two small services, for the tests of the kernel and of the faults it has to bear."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from tests.support.toy import Toy

Database = AsyncDatabase[dict[str, Any]]


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
