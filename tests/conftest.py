"""Real servers for all tests: one mongod and one RabbitMQ per run."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from shared.runtime.mongod import Mongod
from tests.support.broker import Broker, obtain


@pytest.fixture(scope="session")
async def mongod(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Mongod]:
    """A mongod of the tests' own."""
    server = Mongod(tmp_path_factory.mktemp("mongod"), options=("--setParameter", "enableTestCommands=1"))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(scope="session")
def mongo_url(mongod: Mongod) -> str:
    """Where it is."""
    return mongod.url


@pytest.fixture
async def database(mongo_url: str) -> AsyncIterator[AsyncDatabase[dict[str, Any]]]:
    """A database for one test."""
    async with AsyncMongoClient[dict[str, Any]](mongo_url, tz_aware=True) as client:
        database = client[f"test_{uuid4().hex}"]
        yield database
        await client.drop_database(database.name)


@pytest.fixture(scope="session")
async def broker(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Broker]:
    """A real RabbitMQ; the run fails where none can be had."""
    server = await obtain(Path(tmp_path_factory.mktemp("rabbitmq")))
    yield server
    await server.stop()


@pytest.fixture(scope="session")
def amqp_url(broker: Broker) -> str:
    """Where it is."""
    return broker.url


@pytest.fixture
def prefix() -> str:
    """How the exchanges and queues of one test begin."""
    return f"test_{uuid4().hex}"
