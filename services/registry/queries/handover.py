"""What somebody new has to know about an organization: on one page."""

import asyncio

from services.registry.projections import AGREEMENTS, NEEDS, OFFERS, VISITS, WISHES, Organization, Visit
from services.registry.projections.agreement import Agreement
from services.registry.queries.freshness import Freshness
from services.registry.queries.offers import OfferView, show_offer
from services.registry.queries.thanks import ReceivedThanks, received, show_received
from services.registry.queries.views import NeedView, OrganizationView, show_need, things_of, view_of
from shared.eventsourcing.model import Frozen
from shared.http.dependencies import Read

MOST = 200


class Handover(Frozen):
    """What an organization, with all that was merged into it, offers and needs; the agreements it signed, whose lines
    say what it still owes; the thanks it received; and, for staff, visits. What it promised to others stands in
    matching."""

    organization: OrganizationView
    merged: tuple[str, ...]
    offers: tuple[OfferView, ...]
    needs: tuple[NeedView, ...]
    agreements: tuple[Agreement, ...]
    visits: tuple[Visit, ...]
    thanks: tuple[ReceivedThanks, ...]


async def handover(read: Read, organization: Organization) -> Handover:
    """The page about `organization`, for who may read it."""
    limits = await read.service.tree.limits(organization.community)
    freshness = Freshness.at(read.now, limits)
    everything = await things_of(read.reads, organization.id)
    merged = tuple(each for each in everything["$in"] if each != organization.id)
    whose = {"organization": everything}
    staff = read.caller.role == "staff"
    offers, needs, agreements, visits, thanked = await asyncio.gather(
        read.reads(OFFERS).find({**whose, "state": {"$ne": "ended"}}, limit=MOST),
        read.reads(NEEDS).find({**whose, "state": {"$in": ["posted", "published"]}}, limit=MOST),
        read.reads(AGREEMENTS).find({**whose, "state": "signed"}, limit=MOST),
        read.reads(VISITS).find(whose if staff else {"_id": None}, sort=[("occurred_on", -1)], limit=MOST),
        read.reads(WISHES).find(received((organization.id, *merged)), sort=[("position", -1)], limit=MOST),
    )
    owners = dict.fromkeys((organization.id, *merged), organization)
    names = dict.fromkeys(owners, organization.name)
    return Handover(
        organization=view_of(organization),
        merged=merged,
        offers=tuple(show_offer(offer, read.caller, owners, freshness) for offer in offers),
        needs=tuple(show_need(need, names, freshness) for need in needs),
        agreements=tuple(agreements),
        visits=tuple(visits),
        thanks=tuple(show_received(wish) for wish in thanked),
    )
