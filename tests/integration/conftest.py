"""Two small services, for the tests of the kernel and of the faults it has to bear."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from tests.support.toy import Toy

Database = AsyncDatabase[dict[str, Any]]
ILL_TREATED = tuple(Path(__file__).parent / name for name in ("kernel", "faults"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """PyMongo forgets the socket of a connection that is cut, or whose caller is cancelled, while it is being made."""
    forgotten = pytest.mark.filterwarnings(
        "ignore:Exception ignored in. <socket.socket:pytest.PytestUnraisableExceptionWarning"
    )
    for item in items:
        if any(map(item.path.is_relative_to, ILL_TREATED)):
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
