"""What goes wrong, or is asked for, within the services: their clocks, their jobs, poison in what they are told."""

import asyncio
from random import Random

from pymongo.errors import PyMongoError

from services.catalogue import SERVICES
from shared.messaging.parked import PARKED
from shared.messaging.positions import COLLECTION as POSITIONS
from shared.runtime import jobs
from shared.runtime.service import utc_now
from tests.chaos.faults.fault import fault
from tests.chaos.faults.processes import PAST_THE_LEASE, active, stop
from tests.chaos.poison import DEATH, KILLS, RAISES
from tests.chaos.stage import Stage

BEGUN_WITHIN = 10.0
DONE_WITHIN = 60.0
FIVE_MINUTES = 300


@fault("set a clock wrong", 2, "clock")
async def wrong_clock(stage: Stage, dice: Random) -> bool:
    """One service is five minutes ahead or behind."""
    service = dice.choice(list(SERVICES))
    ahead = dice.choice([-FIVE_MINUTES, FIVE_MINUTES])
    before = _moves(stage, service)
    stage.tell(f"clock-{service}", str(ahead))
    try:
        await asyncio.sleep(dice.uniform(8, 30))
        return _moves(stage, service) > before
    finally:
        stage.tell(f"clock-{service}", "0")


@fault("rebuild", 2, "jobs")
async def rebuild(stage: Stage, dice: Random) -> bool:
    """All documents of a service are built anew."""
    return await _job(stage, dice.choice(list(SERVICES)), "rebuild", projection="all")


@fault("make a zombie of a rebuild", 2, "jobs")
async def rebuilding_zombie(stage: Stage, dice: Random) -> bool:
    """A worker sleeps past its lease while it builds documents anew; another one does it; and then it wakes."""
    service = dice.choice([name for name in SERVICES if len(stage.processes.of("work", name)) > 1] or list(SERVICES))
    database = stage.database(service)
    working = [process for process in await active(stage) if process.service == service]
    job = await jobs.submit(database, "rebuild", utc_now(), projection="all")
    give_up = asyncio.get_running_loop().time() + BEGUN_WITHIN
    while asyncio.get_running_loop().time() < give_up:
        state = (await jobs.look(database, job))["state"]
        if state != "waiting":
            await asyncio.sleep(dice.uniform(0, 1))
            return bool(state == "running" and working and await stop(working[0], dice.uniform(*PAST_THE_LEASE)))
        await asyncio.sleep(0.01)
    return False


@fault("replay", 2, "jobs")
async def replay(stage: Stage, dice: Random) -> bool:
    """A service takes in once more what it had."""
    consumer = dice.choice([name for name, part in SERVICES.items() if part.sources])
    source = dice.choice(list(SERVICES[consumer].sources))
    row = await stage.database(consumer)[POSITIONS].find_one({"_id": f"inbox.{source}"})
    position = dice.randint(0, row["position"] if row else 0)
    return await _job(stage, consumer, "replay", source=source, position=position)


@fault("poison that raises", 2, "poison")
async def poison_raises(stage: Stage, dice: Random) -> bool:
    """Facts with a mark can't be taken in."""
    return await _poison(stage, dice, RAISES)


@fault("poison that kills", 1, "poison")
async def poison_kills(stage: Stage, dice: Random) -> bool:
    """Facts with a mark end the process that takes them in."""
    return await _poison(stage, dice, KILLS)


def _moves(stage: Stage, service: str) -> int:
    """How often a process of this service has said that its clock moved."""
    return sum(p.said().count("clock_moved") for p in stage.processes.all if p.service == service)


async def _job(stage: Stage, service: str, kind: str, **arguments: object) -> bool:
    database = stage.database(service)
    job = await jobs.submit(database, kind, utc_now(), **arguments)
    give_up = asyncio.get_running_loop().time() + DONE_WITHIN
    while asyncio.get_running_loop().time() < give_up:
        try:
            state = (await jobs.look(database, job))["state"]
        except PyMongoError:
            state = "unknown"
        if state in ("done", "failed"):
            return bool(state == "done")
        await asyncio.sleep(0.5)
    return False


async def _poison(stage: Stage, dice: Random, mark: str) -> bool:
    before = await _struck(stage)
    stage.tell("poison", mark)
    try:
        await asyncio.sleep(dice.uniform(15, 40))
        struck = await _struck(stage) > before
    finally:
        stage.tell("poison", "")
    if dice.random() < 0.5:
        await asyncio.sleep(1)
        await stage.retry_parked()
    return struck


async def _struck(stage: Stage) -> int:
    """How many commits are parked and how many processes were killed."""
    parked = [await stage.database(name)[PARKED].count_documents({}) for name in SERVICES]
    return sum(parked) + sum(own.exit_code == DEATH for own in stage.processes.ended)
