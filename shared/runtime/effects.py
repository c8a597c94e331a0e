"""Effects: what a service does outside its log, once the documents show the event that calls for it."""

import asyncio

import structlog

from shared.eventsourcing.projector import Projector
from shared.messaging.positions import Positions
from shared.runtime.metrics import EFFECT_RETRIES
from shared.runtime.service import Service

NAME = "effects"
TRY_AGAIN_AFTER = (0.5, 30.0)

logger = structlog.get_logger()


async def run_effects(service: Service, projector: Projector, positions: Positions) -> None:
    """Acts on every event in order, at least once, for ever. One that fails is tried again; nothing overtakes it."""
    effect = service.definition.effect
    assert effect is not None
    await positions.load(NAME)
    pause, switches = TRY_AGAIN_AFTER[0], -1
    while True:
        try:
            for commit in await service.tail.read(positions[NAME]):
                await projector.reached(commit.position)
                if switches != (now := projector.switches):
                    await service.reads.positions()  # else it might look where nothing is written any more
                    switches = now
                for recorded in commit:
                    await effect(recorded, service)
                positions[NAME] = commit.position
                await positions.save()
            pause = TRY_AGAIN_AFTER[0]
        except Exception as error:  # whatever it is: nothing may overtake, and the rest of the worker goes on
            EFFECT_RETRIES.labels(service.name).inc()
            logger.warning("effect_retries", position=positions[NAME] + 1, reason=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, TRY_AGAIN_AFTER[1])
