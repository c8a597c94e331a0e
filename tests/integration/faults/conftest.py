"""A telling and a listening service for the fault tests, and processes to be killed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.messaging.broker import RabbitBus
from tests.integration.faults.forks import Nursery
from tests.support.line import Line
from tests.support.toy import Toy


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
