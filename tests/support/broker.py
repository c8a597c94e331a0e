"""A real RabbitMQ for the tests: AMQP_URL, else Docker, else a local node, else the run fails."""

from pathlib import Path
from typing import Protocol

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


async def obtain(directory: Path) -> Broker:
    """A started broker; raises NotInstalled saying what to install where none can be had."""
    node = Node(directory)
    await node.start()
    return node
