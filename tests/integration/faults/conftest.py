"""A telling and a listening service for the fault tests, and processes to be killed."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from shared.messaging.broker import RabbitBus
from tests.integration.faults.forks import Nursery
from tests.support.line import Line
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
async def line(toy: Toy, peer: Toy, amqp_url: str, prefix: str) -> AsyncIterator[Line]:
    """Teller and listener, each with a connection of its own."""
    telling, hearing = RabbitBus(amqp_url, prefix), RabbitBus(amqp_url, prefix)
    yield Line(toy, peer, telling, hearing)
    await telling.close()
    await hearing.close()


@pytest.fixture
async def nursery(tmp_path: Path) -> AsyncIterator[Nursery]:
    """Where processes come from, and end at the latest when the test does."""
    nursery = Nursery(tmp_path / "lives.log")
    yield nursery
    await nursery.clear()
