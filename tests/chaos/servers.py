"""The servers of the rig: three mongods and a RabbitMQ, reached through wires of our own."""

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

from services.embedded.mongod import HOST, Mongod, any_free_port
from tests.chaos.speech import Speech
from tests.chaos.wires import Wires
from tests.support.broker import Broker, obtain
from tests.support.mongo import ReplicaSet

SET_NAME = "chaos"
SMALL = "size=1g"
MENDED_WITHIN = 60.0
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

    def __init__(self, mongo: WiredSet, broker: Broker, wires: Wires, small: Member | None, pid_file: Path) -> None:
        self._pid_file = pid_file
        self.mongo = mongo
        self.broker = broker
        self.wires = wires
        self.small = small

    async def primary(self) -> Member:
        """The member that leads now; waits for an election."""
        leader = await self.mongo.primary()
        return next(member for member in self.mongo.members if member is leader)

    async def mend(self) -> None:
        """Wakes and starts whatever sleeps or is dead, and ends alarms; returns when all members follow."""
        if pid := self.broker_pid():
            os.kill(pid, signal.SIGCONT)
        if not await self.broker_takes_connections():
            await self.broker.start()
        await self.calm_broker()
        await self.mend_members()

    async def mend_members(self) -> None:
        """The same for the members alone."""
        for member in self.mongo.members:
            if member.pid:
                os.kill(member.pid, signal.SIGCONT)
            else:
                await member.launch()
        async with asyncio.timeout(MENDED_WITHIN):
            while not all([await _follows(member) for member in self.mongo.members]):
                await asyncio.sleep(0.2)

    async def calm_broker(self) -> None:
        """Ends all alarms."""
        await self.broker.ctl("set_disk_free_limit", "50MB")
        await self.broker.ctl("set_vm_memory_high_watermark", "0.4")

    async def broker_takes_connections(self) -> bool:
        """Whether it can be reached."""
        parts = urlsplit(self.broker.url)
        try:
            async with asyncio.timeout(3):
                _, writer = await asyncio.open_connection(parts.hostname, parts.port)
        except (OSError, TimeoutError):
            return False
        writer.close()
        return True

    def broker_pid(self) -> int | None:
        """Its process id; None in a container, or while it does not run."""
        text = self._pid_file.read_text().strip() if self._pid_file.exists() else ""
        return int(text) if text and psutil.pid_exists(int(text)) else None

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
        home = directory / "rabbitmq"
        home.mkdir()
        broker = await obtain(home, print)
        await mongo.start()
        yield Servers(mongo, broker, wires, small, home / "rabbitmq.pid")
    finally:
        wires.close()
        await mongo.stop()
        if broker:
            await broker.stop()
        if small:
            _unmount(small.data)


async def _follows(member: Member) -> bool:
    async with AsyncMongoClient[dict[str, Any]](member.url, serverSelectionTimeoutMS=1000) as client:
        try:
            hello = await client.admin.command("hello")
        except PyMongoError:
            return False
    return bool(hello.get("isWritablePrimary") or hello.get("secondary"))


def _mount(path: Path) -> bool:
    path.mkdir(parents=True)
    if os.geteuid() != 0 or not (program := shutil.which("mount")):
        return False
    command = [program, "-t", "tmpfs", "-o", SMALL, "tmpfs", str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _unmount(path: Path) -> None:
    subprocess.run(["umount", "--lazy", str(path)], capture_output=True, check=False)
