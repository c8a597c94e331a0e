"""Organizations that read notices online are asked about their offers before these turn stale; the others by a link.

What is stale depends on the settings of the day, not on any event: so it is looked for, and no deadline set.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from services.registry.commands import MindOffer
from services.registry.projections import COMMUNITIES, OFFERS, ORGANIZATIONS, Offer
from services.registry.queries.freshness import Freshness, offers_to_ask
from shared.directory.limits import Limits, due_at
from shared.directory.mergers import remaining
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.model import Actor
from shared.runtime.service import Service


async def mind_offers(service: Service, actor: Actor) -> None:
    """Asks about each once, until it is confirmed again."""
    now = service.now()
    homes = await service.reads(COMMUNITIES).find({}, limit=0)
    limits = {home.id: await service.tree.limits(home.id) for home in homes}
    fresh = {community: Freshness.at(now, each) for community, each in limits.items()}
    if not fresh:
        return
    offers = await service.reads(OFFERS).find(offers_to_ask(fresh, now) | {"minded_on": None}, limit=0)
    owners = await remaining(service.reads, {offer.organization for offer in offers}, ORGANIZATIONS)
    for offer in offers:
        owner = owners.get(offer.organization)
        if owner and owner.account and owner.active and offer.confirmed_on:
            await service.handler.handle(_ask(offer, limits[offer.community], now, actor))


def _ask(offer: Offer, limits: Limits, now: datetime, actor: Actor) -> Envelope:
    assert offer.confirmed_on
    began = datetime.combine(offer.confirmed_on, time.min, ZoneInfo(limits.time_zone))
    until = due_at(began, limits.offer_stale_after, limits.time_zone, limits.calendar)
    command = MindOffer(at=now, actor=actor, confirmed_on=offer.confirmed_on, due_at=until)
    return Envelope(stream=offer.id, command=command, id=f"mind/{offer.id}/{offer.confirmed_on}")
