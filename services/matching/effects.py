"""What matching does outside its log: it goes on judging bookings where a changed offer means more than one commit."""

from itertools import count

from services.matching.commands import JudgeBookings
from services.matching.decider.calendar import JUDGED_AT_ONCE
from services.matching.events import OfferKnown
from shared.eventsourcing.decider import Envelope, Recorded
from shared.eventsourcing.model import Actor
from shared.redaction.rewriting import redact
from shared.runtime.service import Service

_ACTOR = Actor(id="system:matching")


async def effect(recorded: Recorded, service: Service) -> None:
    """Called for each event in order, at least once, when the projections have passed it."""
    await redact(recorded, service)
    if isinstance(recorded.event, OfferKnown) and len(recorded.commit.events) > JUDGED_AT_ONCE:
        await _judge_rest(recorded, service)


async def _judge_rest(known: Recorded, service: Service) -> None:
    """Part by part, until nothing is left to say."""
    for part in count(1):
        envelope = Envelope(
            stream=known.stream,
            command=JudgeBookings(at=service.now(), actor=_ACTOR),
            id=f"effect/{known.name}/{part}",
            correlation=known.commit.correlation,
            causation=known.name,
        )
        if (await service.handler.handle(envelope)).commit is None:
            return
