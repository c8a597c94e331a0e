"""Replica sets of several members, for the tests that let one of them die."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

from services.embedded.mongod import Mongod

# Elections within a second or two instead of ten, so that a test need not wait.
SETTINGS = {"electionTimeoutMillis": 1500, "heartbeatIntervalMillis": 300, "heartbeatTimeoutSecs": 1}
START_WITHIN = 60.0


class ReplicaSet:
    """Members on this machine under one set name; each can be killed and started alone."""

    def __init__(self, members: Sequence[Mongod], name: str) -> None:
        self.members = tuple(members)
        self.name = name

    @property
    def url(self) -> str:
        """Where clients find the set."""
        return f"mongodb://{','.join(member.host for member in self.members)}/?replicaSet={self.name}"

    async def start(self) -> None:
        """Starts all members, makes them one set, and returns when the first leads and the others follow."""
        await asyncio.gather(*(member.launch() for member in self.members))
        async with AsyncMongoClient[dict[str, Any]](self.members[0].url) as client:
            await client.admin.command("replSetInitiate", self._config())
        async with asyncio.timeout(START_WITHIN):
            while await self.states() != ["PRIMARY", *["SECONDARY"] * (len(self.members) - 1)]:
                await asyncio.sleep(0.1)

    async def stop(self) -> None:
        """Ends all members."""
        await asyncio.gather(*(member.kill() for member in self.members))

    async def primary(self) -> Mongod:
        """The member that leads now; waits for an election."""
        async with asyncio.timeout(START_WITHIN):
            while True:
                for member in self.members:
                    if await _leads(member):
                        return member
                await asyncio.sleep(0.1)

    async def states(self) -> list[str]:
        """Each member's state, as the first one sees it."""
        async with AsyncMongoClient[dict[str, Any]](self.members[0].url) as client:
            status = await client.admin.command("replSetGetStatus")
        return [member["stateStr"] for member in status["members"]]

    def _config(self) -> dict[str, Any]:
        members = [
            {"_id": number, "host": member.host, "priority": 2 if number == 0 else 1}
            for number, member in enumerate(self.members)
        ]
        return {"_id": self.name, "members": members, "settings": SETTINGS}


@asynccontextmanager
async def replica_set(directory: Path, size: int = 3, name: str = "tests") -> AsyncIterator[ReplicaSet]:
    """A running set of `size` members that is gone afterwards."""
    options = ("--setParameter", "enableTestCommands=1")
    members = [Mongod(directory / str(n), set_name=name, options=options) for n in range(size)]
    started = ReplicaSet(members, name)
    try:
        await started.start()
        yield started
    finally:
        await started.stop()


async def _leads(member: Mongod) -> bool:
    if member.pid is None:
        return False
    async with AsyncMongoClient[dict[str, Any]](member.url, serverSelectionTimeoutMS=1000) as client:
        try:
            return bool((await client.admin.command("hello")).get("isWritablePrimary"))
        except PyMongoError:  # one that comes back, or steps down, closes its connections
            return False
