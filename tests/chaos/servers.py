"""The servers of the rig: three mongods and a RabbitMQ, reached through wires of our own."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from services.embedded.mongod import HOST, Mongod, any_free_port
from tests.chaos.speech import Speech
from tests.chaos.wires import Wires
from tests.support.broker import Broker, obtain
from tests.support.mongo import ReplicaSet

SET_NAME = "chaos"
SMALL = "size=1g"
OPTIONS = ("--setParameter", "enableTestCommands=1")


class Member(Mongod):
    """A member that everybody, itself too, finds through a wire at `port`."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory, any_free_port(), set_name=SET_NAME, options=OPTIONS)
        self.port = 0

    def address(self) -> tuple[str, int]:
        """Where it really is."""
        host, port = self.host.split(":")
        return host, int(port)


class WiredSet(ReplicaSet):
    """Three members under the addresses of their wires."""

    members: tuple[Member, ...]

    @property
    def url(self) -> str:
        """Where clients find the set: the wires."""
        hosts = ",".join(f"{HOST}:{member.port}" for member in self.members)
        return f"mongodb://{hosts}/?replicaSet={self.name}"

    def url_of(self, client: str) -> str:
        """The same for a client with this name."""
        return f"{self.url}&appName={client}"

    def _config(self) -> dict[str, Any]:
        config = super()._config()
        for member, known in zip(config["members"], self.members, strict=True):
            member |= {"host": f"{HOST}:{known.port}", "priority": 1}
        return config


class Servers:
    """`mongo` and `broker`; `small` is the member whose disk can be filled, where that can be had."""

    def __init__(self, mongo: WiredSet, broker: Broker, wires: Wires, small: Member | None) -> None:
        self.mongo = mongo
        self.broker = broker
        self.wires = wires
        self.small = small

    async def broker_url(self, client: str) -> str:
        """A wire to RabbitMQ for this client alone."""
        parts = urlsplit(self.broker.url)
        assert parts.hostname
        assert parts.port
        target = (parts.hostname, parts.port)
        port = await self.wires.lay(Speech.AMQP, lambda: target, client)
        return f"amqp://{parts.username}:{parts.password}@{HOST}:{port}/"


@asynccontextmanager
async def serve(directory: Path) -> AsyncIterator[Servers]:
    """Running servers, gone at the end."""
    wires = Wires()
    members = [Member(directory / f"mongod-{n}") for n in range(3)]
    small = members[-1] if _mount(members[-1].data) else None
    mongo = WiredSet(members, SET_NAME)
    broker: Broker | None = None
    try:
        for member in members:
            member.port = await wires.lay(Speech.MONGO, member.address)
        (directory / "rabbitmq").mkdir()
        broker, _ = await asyncio.gather(obtain(directory / "rabbitmq", print), mongo.start())
        yield Servers(mongo, broker, wires, small)
    finally:
        wires.close()
        await mongo.stop()
        if broker:
            await broker.stop()
        if small:
            _unmount(small.data)


def _mount(path: Path) -> bool:
    path.mkdir(parents=True)
    if os.geteuid() != 0 or not (program := shutil.which("mount")):
        return False
    command = [program, "-t", "tmpfs", "-o", SMALL, "tmpfs", str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _unmount(path: Path) -> None:
    subprocess.run(["umount", "--lazy", str(path)], capture_output=True, check=False)
