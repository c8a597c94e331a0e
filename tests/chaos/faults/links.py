"""Links between one process and one server that are cut, slow, half open, or lose an answer."""

import asyncio
from random import Random

from tests.chaos.ailment import Kind
from tests.chaos.faults.fault import fault
from tests.chaos.speech import Speech
from tests.chaos.stage import Stage

LOOK_EVERY = 0.05
LOSES_WITHIN = 8.0


@fault("cut a link to MongoDB", 2)
async def cut_mongo(stage: Stage, dice: Random) -> bool:
    """All connections of a process, and new ones too for a while."""
    return await _ail(stage, dice, Speech.MONGO, Kind.CUT, dice.uniform(0.2, 10))


@fault("cut a link to RabbitMQ", 2)
async def cut_amqp(stage: Stage, dice: Random) -> bool:
    """All connections of a worker, and new ones too for a while."""
    return await _ail(stage, dice, Speech.AMQP, Kind.CUT, dice.uniform(0.2, 10))


@fault("slow a link to MongoDB", 2)
async def slow_mongo(stage: Stage, dice: Random) -> bool:
    """Everything between a process and MongoDB is late."""
    return await _ail(stage, dice, Speech.MONGO, Kind.DELAY, dice.uniform(3, 15), dice.uniform(0.02, 1.0))


@fault("slow a link to RabbitMQ", 2)
async def slow_amqp(stage: Stage, dice: Random) -> bool:
    """Everything between a worker and RabbitMQ is late."""
    return await _ail(stage, dice, Speech.AMQP, Kind.DELAY, dice.uniform(3, 15), dice.uniform(0.02, 1.5))


@fault("half-open a link to MongoDB", 2)
async def deaf_mongo(stage: Stage, dice: Random) -> bool:
    """A process and MongoDB talk, and nothing arrives."""
    return await _ail(stage, dice, Speech.MONGO, Kind.HALF_OPEN, dice.uniform(2, 25))


@fault("half-open a link to RabbitMQ", 2)
async def deaf_amqp(stage: Stage, dice: Random) -> bool:
    """A worker and RabbitMQ talk, and nothing arrives."""
    return await _ail(stage, dice, Speech.AMQP, Kind.HALF_OPEN, dice.uniform(2, 25))


@fault("lose the answer to an insert", 4)
async def lose_answer(stage: Stage, dice: Random) -> bool:
    """It is done, and who asked hears nothing."""
    return await _lose(stage, dice, Speech.MONGO)


@fault("lose a confirm", 4)
async def lose_confirm(stage: Stage, dice: Random) -> bool:
    """It has arrived, and who published hears nothing."""
    return await _lose(stage, dice, Speech.AMQP)


async def _ail(stage: Stage, dice: Random, speech: Speech, kind: Kind, seconds: float, late: float = 0.0) -> bool:
    wires = stage.servers.wires
    clients = _well(stage, speech)
    if not clients:
        return False
    name = dice.choice(clients)
    ailment = wires.ail(name, speech, kind, late)
    try:
        await asyncio.sleep(seconds)
    finally:
        wires.heal(name, speech)
    return ailment.hits > 0


async def _lose(stage: Stage, dice: Random, speech: Speech) -> bool:
    """Every process that is connected may be the one; the first loss ends it."""
    wires = stage.servers.wires
    clients = _well(stage, speech)
    dice.shuffle(clients)
    ailments = [wires.ail(name, speech, Kind.LOSE_ANSWER) for name in clients[: max(2, len(clients) // 2)]]
    loop = asyncio.get_running_loop()
    give_up = loop.time() + LOSES_WITHIN
    try:
        while loop.time() < give_up and not any(ailment.hits for ailment in ailments):
            await asyncio.sleep(LOOK_EVERY)
    finally:
        for name in clients:
            wires.heal(name, speech)
    return any(ailment.hits for ailment in ailments)


def _well(stage: Stage, speech: Speech) -> list[str]:
    """The processes that are connected and suffer from nothing."""
    wires = stage.servers.wires
    ours = {process.name for process in stage.processes.all}
    return [name for name in wires.clients(speech) if name in ours and not wires.ailment(name, speech)]
