"""A real RabbitMQ of the tests' own: in Docker, else a local node, else the run fails."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from docker.errors import DockerException  # type: ignore[import-untyped]

from tests.support.container import Container, why_not
from tests.support.node import Node


class Broker(Protocol):
    """A RabbitMQ the tests may ill-treat."""

    url: str

    async def start(self) -> None:
        """Starts it, again with the data it had; returns when it takes connections."""

    async def stop(self) -> None:
        """Ends it for good."""

    async def kill(self) -> None:
        """Ends it as a power cut would."""

    async def ctl(self, *arguments: str) -> str:
        """What `rabbitmqctl` answers."""


async def obtain(directory: Path, say: Callable[[str], None]) -> Broker:
    """A started broker; raises NotInstalled saying what to install where none can be had."""
    obstacle = await asyncio.to_thread(why_not)
    if obstacle is None:
        try:
            return await _started(Container())
        except (DockerException, TimeoutError) as error:
            obstacle = str(error) or type(error).__name__
    say(f"RabbitMQ: a local node, since Docker gives none ({obstacle})")
    return await _started(Node(directory))


async def _started(broker: Broker) -> Broker:
    try:
        await broker.start()
    except BaseException:
        await broker.stop()
        raise
    return broker
