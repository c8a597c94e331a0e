"""What notify does outside its log: who reads nothing online is told by the desk of his or her own community, wherever
the thing is at home that the notice is about."""

from services.notify.commands import HandOver
from services.notify.events import NoticeSent
from services.notify.projections import NOTICES, NoticeDocument
from shared.directory.events import OrganizationKnown, PersonKnown
from shared.directory.projections import ORGANIZATIONS, PERSONS
from shared.eventsourcing.decider import Envelope, Recorded
from shared.eventsourcing.model import Actor
from shared.redaction.rewriting import redact
from shared.runtime.service import Service

_ACTOR = Actor(id="system:notify")


async def effect(recorded: Recorded, service: Service) -> None:
    """Called for each event in order, at least once, when the projections have passed it."""
    await redact(recorded, service)
    match recorded.event:
        case NoticeSent():
            notice = await service.reads(NOTICES).get(recorded.stream)
            if notice and (home := await _home(notice, service)):
                await _hand_over(notice, home, recorded, service)
        case PersonKnown(community=home):
            await _hand_over_all(f"person:{recorded.stream}", home, recorded, service)
        case OrganizationKnown(community=home):
            await _hand_over_all(f"organization:{recorded.stream}", home, recorded, service)


async def _home(notice: NoticeDocument, service: Service) -> str | None:
    """Where the addressee is at home; None for staff, and as long as nothing is known."""
    if notice.audience == "staff":
        return None
    if notice.audience == "person":
        person = await service.reads(PERSONS).get(notice.recipient)
        return person.community if person else None
    organization = await service.reads(ORGANIZATIONS).get(notice.recipient)
    return organization.community if organization else None


async def _hand_over_all(address: str, home: str, cause: Recorded, service: Service) -> None:
    """What was sent before anything was known of the addressee, or before he or she moved."""
    waiting = {"address": address, "silent": False, "read_at": None, "told_at": None, "desk": {"$ne": home}}
    for notice in await service.reads(NOTICES).find(waiting, limit=0):
        await _hand_over(notice, home, cause, service)


async def _hand_over(notice: NoticeDocument, home: str, cause: Recorded, service: Service) -> None:
    if notice.desk == home:
        return
    await service.handler.handle(
        Envelope(
            stream=notice.id,
            command=HandOver(at=service.now(), actor=_ACTOR, desk=home),
            id=f"effect/{cause.name}/{notice.id}",
            correlation=cause.commit.correlation,
            causation=cause.name,
        )
    )
