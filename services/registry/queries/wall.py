"""The wall of a community: both lists, the open wishes and the figures; for everybody, and without a person in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from services.registry.decider.following import Progress
from services.registry.events import Mode
from services.registry.projections import (
    COMMUNITIES,
    NEEDS,
    OFFERS,
    ORGANIZATIONS,
    WISHES,
    Community,
    Ledger,
    Need,
    Offer,
    Organization,
    Wish,
)
from services.registry.queries.audience import phones_for
from services.registry.queries.freshness import Freshness, is_stale
from services.registry.queries.views import organizations_of
from shared.contracts.base import Category
from shared.contracts.registry import WishKind
from shared.directory.limits import Limits
from shared.errors import NotFound
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Day, Frozen

MOST = 2000
OPEN: Sequence[Progress | None] = (None, "open", "claimed", "reopened")
"""Progress of what is on the list still; None until matching has opened the request."""


class WallOrganization(Frozen):
    """Whose it is, and the numbers shown on the wall."""

    id: str
    name: str
    phones: tuple[str, ...]


class WallOffer(Frozen):
    id: str
    organization: WallOrganization
    title: str
    detail: str
    category: Category
    mode: Mode
    capacity: int | None
    quantity: int | None
    confirmed_on: Day
    stale: bool


class WallNeed(Frozen):
    id: str
    organization: WallOrganization
    title: str
    text: str
    category: Category
    quantity: int
    unit: str
    confirmed_on: Day
    stale: bool
    request_id: str | None
    progress: Progress | None


class WallWish(Frozen):
    id: str
    text: str
    kind: WishKind
    category: Category
    quantity: int
    unit: str
    request_id: str | None
    progress: Progress | None


class Figures(Frozen):
    """How many there are; wishes and needs once published, by progress."""

    organizations: int
    members: int
    offers_listed: int
    offers_stale: int
    needs_published: int
    needs: Mapping[Progress, int]
    wishes_published: int
    wishes: Mapping[Progress, int]


class Wall(Frozen):
    """What hangs on the wall of a community."""

    id: str
    name: str
    ledger: Ledger | None
    figures: Figures
    offers: tuple[WallOffer, ...]
    needs: tuple[WallNeed, ...]
    wishes: tuple[WallWish, ...]


async def wall(reads: Reads, limits: Limits, community: str, now: datetime) -> Wall:
    """The wall as it hangs at `now`; what is stale comes last. Raises NotFound."""
    node = await reads(COMMUNITIES).get(community)
    if node is None:
        raise NotFound
    freshness = Freshness.at(now, limits)
    offers = await reads(OFFERS).find(_public(community, state="listed"), limit=MOST)
    needs = await reads(NEEDS).find(_public(community, **_open()), limit=MOST)
    wishes = await reads(WISHES).find({"community": community, **_open()}, limit=MOST)
    named = {offer.organization for offer in offers} | {need.organization for need in needs}
    owners = await organizations_of(reads, named)
    return Wall(
        id=node.id,
        name=node.name,
        ledger=_latest(node),
        figures=await figures(reads, community, freshness),
        offers=_fresh_first([_offer(offer, owners, freshness) for offer in offers]),
        needs=_fresh_first([_need(need, owners, freshness) for need in needs]),
        wishes=tuple(_wish(wish) for wish in wishes),
    )


async def figures(reads: Reads, community: str, freshness: Freshness) -> Figures:
    """The figures of a community."""
    here = {"community": community}
    listed = here | {"state": "listed"}
    stale = listed | {"confirmed_on": {"$lt": freshness.offers_from.isoformat()}}
    needs = await _by_progress(reads, NEEDS, community)
    wishes = await _by_progress(reads, WISHES, community)
    return Figures(
        organizations=await reads(ORGANIZATIONS).count(here),
        members=await reads(ORGANIZATIONS).count(here | {"membership": "member"}),
        offers_listed=await reads(OFFERS).count(listed),
        offers_stale=await reads(OFFERS).count(stale),
        needs_published=sum(needs.values()),
        needs=needs,
        wishes_published=sum(wishes.values()),
        wishes=wishes,
    )


async def _by_progress(reads: Reads, projection: Any, community: str) -> dict[Progress, int]:
    rows = await reads(projection).aggregate(
        [
            {"$match": {"community": community, "state": "published"}},
            {"$group": {"_id": {"$ifNull": ["$progress", "open"]}, "count": {"$sum": 1}}},
            {"$sort": {"_id": 1}},
        ]
    )
    return {row["_id"]: row["count"] for row in rows}


def _public(community: str, **more: Any) -> dict[str, Any]:
    return {"community": community, "audience": "public", **more}


def _open() -> dict[str, Any]:
    return {"state": "published", "progress": {"$in": list(OPEN)}}


L = TypeVar("L", WallOffer, WallNeed)


def _fresh_first(entries: list[L]) -> tuple[L, ...]:
    newest = sorted(entries, key=lambda entry: (entry.confirmed_on, entry.id), reverse=True)
    return tuple(sorted(newest, key=lambda entry: entry.stale))


def _latest(node: Community) -> Ledger | None:
    return node.ledgers[-1] if node.ledgers else None


def _organization(name: str, owners: Mapping[str, Organization]) -> WallOrganization:
    found = owners.get(name)
    phones = phones_for(found.phones, frozenset()) if found else ()
    shown = tuple(phone.number for phone in phones)
    return WallOrganization(id=name, name=found.name if found else "", phones=shown)


def _offer(offer: Offer, owners: Mapping[str, Organization], freshness: Freshness) -> WallOffer:
    fields = offer.model_dump(include=set(WallOffer.model_fields) - {"organization"})
    stale = is_stale(offer.confirmed_on, freshness.offers_from)
    return WallOffer(**fields, organization=_organization(offer.organization, owners), stale=stale)


def _need(need: Need, owners: Mapping[str, Organization], freshness: Freshness) -> WallNeed:
    fields = need.model_dump(include=set(WallNeed.model_fields) - {"organization"})
    stale = is_stale(need.confirmed_on, freshness.needs_from)
    return WallNeed(**fields, organization=_organization(need.organization, owners), stale=stale)


def _wish(wish: Wish) -> WallWish:
    return WallWish(**wish.model_dump(include=set(WallWish.model_fields)))
