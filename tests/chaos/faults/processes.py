"""APIs and workers that are killed, stopped, ended and started again."""

import asyncio
import signal
from random import Random

from pymongo.errors import PyMongoError

from services.catalogue import SERVICES
from shared.runtime.lease import COLLECTION
from tests.chaos.faults.fault import fault
from tests.chaos.stage import Stage
from tests.chaos.town import Process

DEAD_FOR = (0.0, 4.0)
STOPPED_FOR = (0.5, 25.0)
PAST_THE_LEASE = (12.0, 16.0)
PREFER_ACTIVE = 0.7


@fault("kill an api", 3)
async def kill_api(stage: Stage, dice: Random) -> bool:
    """SIGKILL, and a new start within seconds."""
    return await _kill(stage, dice, await _one(stage, dice, "serve"))


@fault("kill a worker", 4)
async def kill_worker(stage: Stage, dice: Random) -> bool:
    """SIGKILL of a worker, rather the active one."""
    return await _kill(stage, dice, await _one(stage, dice, "work"))


@fault("stop an api", 2)
async def stop_api(stage: Stage, dice: Random) -> bool:
    """SIGSTOP, and SIGCONT a while later."""
    return await stop(await _one(stage, dice, "serve"), dice.uniform(*STOPPED_FOR))


@fault("stop a worker", 3)
async def stop_worker(stage: Stage, dice: Random) -> bool:
    """SIGSTOP of a worker, rather the active one, for as long as it takes another to replace it, or less."""
    return await stop(await _one(stage, dice, "work"), dice.uniform(*STOPPED_FOR))


@fault("make a zombie", 2)
async def zombie(stage: Stage, dice: Random) -> bool:
    """An active worker sleeps past its lease, another takes over, and then it wakes."""
    relieved = [p for p in await active(stage) if len(stage.processes.of("work", p.service)) > 1]
    return bool(relieved) and await stop(dice.choice(relieved), dice.uniform(*PAST_THE_LEASE))


@fault("end a process in good order", 2)
async def terminate(stage: Stage, dice: Random) -> bool:
    """SIGTERM, and a new start."""
    return await _restart(stage, await _one(stage, dice, ""))


@fault("roll a service", 1)
async def roll(stage: Stage, dice: Random) -> bool:
    """SIGTERM and a new start for all processes of a service, one after the other."""
    service = dice.choice(list(SERVICES))
    done = [await _restart(stage, process) for process in stage.processes.of("", service)]
    return bool(done) and all(done)


async def active(stage: Stage) -> list[Process]:
    """The workers that hold a lease and that no fault has."""
    try:
        async with asyncio.timeout(3):
            rows = [await stage.database(name)[COLLECTION].find_one() for name in SERVICES]
    except (PyMongoError, TimeoutError):
        return []
    holders = {row["holder"] for row in rows if row}
    return [process for process in stage.processes.of("work") if process.name in holders]


async def _one(stage: Stage, dice: Random, role: str) -> Process | None:
    free = stage.processes.of(role)
    if role == "work" and dice.random() < PREFER_ACTIVE:
        free = await active(stage) or free
    return dice.choice(free) if free else None


async def _kill(stage: Stage, dice: Random, process: Process | None) -> bool:
    if process is None or process.pid is None:
        return False
    with stage.processes.taken(process):
        await process.kill()
        await asyncio.sleep(dice.uniform(*DEAD_FOR))
        await process.start()
    return True


async def stop(process: Process | None, seconds: float) -> bool:
    """SIGSTOP for so long; says whether that held a living process."""
    if process is None or process.pid is None or process.busy:
        return False
    process.busy = True
    try:
        process.signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        return process.stopped
    finally:
        process.signal(signal.SIGCONT)
        process.busy = False


async def _restart(stage: Stage, process: Process | None) -> bool:
    if process is None or process.pid is None:
        return False
    with stage.processes.taken(process):
        seconds = await process.terminate()
        stage.processes.slow(process, seconds)
        await process.start()
        if process.role == "serve":
            await stage.answers(process)
    return True
