"""Real servers for all tests: one mongod and one RabbitMQ per run."""

import os
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from services.embedded.mongod import Mongod
from tests.support.broker import Broker, obtain

# How long an example takes says what else the machine had to do: two hundred milliseconds are nothing on a busy one.
settings.register_profile("beside others", deadline=None)
settings.load_profile("beside others")

KEEPS_DROPPED = "minSnapshotHistoryWindowInSeconds=30"
"""Each test has databases of its own: the files of those dropped in five minutes would be more than it may open."""


@pytest.fixture(scope="session")
async def mongod(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Mongod]:
    """A mongod of the tests' own."""
    parameters = ("enableTestCommands=1", KEEPS_DROPPED)
    options = [word for parameter in parameters for word in ("--setParameter", parameter)]
    server = Mongod(tmp_path_factory.mktemp("mongod"), options=options)
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
async def broker(tmp_path_factory: pytest.TempPathFactory, say: Callable[[str], None]) -> AsyncIterator[Broker]:
    """A RabbitMQ of the tests' own, which they may kill; the run fails where none can be had."""
    server = await obtain(tmp_path_factory.mktemp("rabbitmq"), say)
    yield server
    await server.stop()


@pytest.fixture(scope="session")
def amqp_url(request: pytest.FixtureRequest) -> str:
    """AMQP_URL, else the broker of the tests' own; for tests that do not ill-treat it."""
    return os.environ.get("AMQP_URL") or str(request.getfixturevalue("broker").url)


@pytest.fixture(scope="session")
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Tells the person who runs the tests something, past the capture of output."""
    capture = request.config.pluginmanager.getplugin("capturemanager")

    def print_now(text: str) -> None:
        with capture.global_and_fixture_disabled():
            print(f"\n{text}", flush=True)

    return print_now


@pytest.fixture
def prefix() -> str:
    """How the exchanges and queues of one test begin."""
    return f"test_{uuid4().hex}"
