"""Members of the replica set that die, sleep, step down, lag or run out of disk."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

from tests.chaos.ailment import Kind
from tests.chaos.faults.fault import fault
from tests.chaos.servers import Member
from tests.chaos.speech import Speech
from tests.chaos.stage import Stage

USES = "mongod"
FETCHER = "OplogFetcher"
DIES_WITHIN = 15.0


@fault("kill a mongod", 3, USES)
async def kill(stage: Stage, dice: Random) -> bool:
    """SIGKILL of any member."""
    async with _put_right(stage):
        member = dice.choice(stage.servers.mongo.members)
        struck = member.pid is not None
        await member.kill()
        await asyncio.sleep(dice.uniform(0.5, 8))
    return struck


@fault("stop a mongod", 2, USES)
async def stop(stage: Stage, dice: Random) -> bool:
    """SIGSTOP of any member."""
    async with _put_right(stage):
        return await _stopped([dice.choice(stage.servers.mongo.members)], dice.uniform(0.5, 15))


@fault("stop both secondaries", 1, USES)
async def stop_secondaries(stage: Stage, dice: Random) -> bool:
    """No majority for some seconds."""
    async with _put_right(stage):
        return await _stopped(await _secondaries(stage), dice.uniform(2, 8))


@fault("step the primary down", 3, USES)
async def step_down(stage: Stage, _: Random) -> bool:
    """Another one leads."""
    async with _put_right(stage):
        primary = await stage.servers.primary()
        async with direct(primary) as client:
            with suppress(PyMongoError):  # it closes its connections
                await client.admin.command("replSetStepDown", 5, force=True)
        return await stage.servers.primary() is not primary


@fault("kill a primary that is ahead", 3, USES)
async def kill_ahead(stage: Stage, dice: Random) -> bool:
    """It dies with what nobody else has. (The others vote and fetch nothing: stopped processes would find what they
    missed in their sockets.)"""
    async with _put_right(stage):
        primary, others = await stage.servers.primary(), await _secondaries(stage)
        async with _left_behind(others):
            await asyncio.sleep(dice.uniform(1.5, 6))
            struck = await _is_ahead(primary)
            await primary.kill()
        await stage.servers.primary()
    return struck


@fault("let replication lag", 1, USES)
async def lag(stage: Stage, dice: Random) -> bool:
    """What the secondaries fetch arrives late, and so do majorities."""
    wires = stage.servers.wires
    ailment = wires.ail(FETCHER, Speech.MONGO, Kind.DELAY, dice.uniform(0.05, 0.4))
    try:
        await asyncio.sleep(dice.uniform(3, 10))
    finally:
        wires.heal(FETCHER, Speech.MONGO)
    return ailment.hits > 0


@fault("fill a mongod's disk", 1, USES, lambda stage: stage.servers.small is not None)
async def fill(stage: Stage, _: Random) -> bool:
    """Not a byte is left; the member dies of it, or lives on without."""
    member = stage.servers.small
    assert member
    ballast = member.data / "ballast"
    async with _put_right(stage):
        try:
            await asyncio.to_thread(_fill, ballast)
            async with direct(member) as client:
                with suppress(PyMongoError):
                    await client.admin.command("fsync")  # it has to write, now
            give_up = asyncio.get_running_loop().time() + DIES_WITHIN
            while member.pid and asyncio.get_running_loop().time() < give_up:
                await asyncio.sleep(0.2)
            return member.pid is None
        finally:
            ballast.unlink(missing_ok=True)


def direct(member: Member) -> AsyncMongoClient[dict[str, Any]]:
    """A client of this member alone, past the wires."""
    return AsyncMongoClient(member.url, serverSelectionTimeoutMS=2000, socketTimeoutMS=8000)


@asynccontextmanager
async def _put_right(stage: Stage) -> AsyncIterator[None]:
    """Makes sure that all members run, and waits until they have found each other."""
    try:
        yield
    finally:
        await stage.servers.mend_members()


async def _stopped(members: Sequence[Member], seconds: float) -> bool:
    """Stops them for a while; says whether they were."""
    pids = [member.pid for member in members if member.pid]
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        await asyncio.sleep(seconds)
        return len(pids) == len(members)
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


async def _secondaries(stage: Stage) -> list[Member]:
    primary = await stage.servers.primary()
    return [member for member in stage.servers.mongo.members if member is not primary]


@asynccontextmanager
async def _left_behind(members: Sequence[Member]) -> AsyncIterator[None]:
    try:
        for member in members:
            await _fetching(member, "alwaysOn")
        yield
    finally:
        for member in members:
            await _fetching(member, "off")


async def _fetching(member: Member, hindered: str) -> None:
    async with direct(member) as client:
        await client.admin.command("configureFailPoint", "stopReplProducer", mode=hindered)


async def _is_ahead(primary: Member) -> bool:
    async with direct(primary) as client:
        times = (await client.admin.command("replSetGetStatus"))["optimes"]
    return bool(times["appliedOpTime"]["ts"] > times["lastCommittedOpTime"]["ts"])


def _fill(ballast: Path) -> None:
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(ballast.parent).free)
