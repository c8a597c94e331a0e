"""The wall of a community: both lists, the open wishes and the figures; for everybody, and without a person in it."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from services.registry.decider.following import Progress
from services.registry.projections import (
    COMMUNITIES,
    NEEDS,
    OFFERS,
    WISHES,
    Community,
    Ledger,
    Need,
    Offer,
    Organization,
    Wish,
)
from services.registry.queries.audience import phones_for
from services.registry.queries.figures import Figures, Month, figures, month
from services.registry.queries.freshness import Freshness, is_stale
from services.registry.queries.thanks import WallThanks, show_on_the_wall, thanked_by, thanked_on_the_wall
from services.registry.queries.views import organizations_of
from shared.contracts.base import Category
from shared.contracts.offers import Mode, Pause, Price, Season
from shared.contracts.registry import NeedKind, WishKind
from shared.directory.limits import Limits
from shared.errors import NotFound
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Day, Frozen, Instant

MOST = 2000
SEEDS = 400
"""As many fulfilled wishes as there is room for on a wall."""
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
    seats: int | None
    quantity: int | None
    price: Price | None
    season: Season | None
    pause: Pause | None
    confirmed_on: Day
    stale: bool


class WallNeed(Frozen):
    id: str
    organization: WallOrganization
    title: str
    text: str
    category: Category
    kind: NeedKind
    quantity: int
    unit: str
    hired: int
    """How many of those wanted for a vacancy have been found."""
    confirmed_on: Day
    stale: bool
    request_id: str | None
    progress: Progress | None


class WallWish(Frozen):
    """A wish that waits or is under way; `claimants` are the organizations whose claims were accepted."""

    id: str
    text: str
    kind: WishKind
    category: Category
    quantity: int
    unit: str
    request_id: str | None
    progress: Progress | None
    claimed_at: Instant | None
    claimants: tuple[str, ...]


class FulfilledWish(Frozen):
    """A wish that came true; what it was about is nobody's business any more."""

    id: str
    kind: WishKind
    fulfilled_on: Day | None


class Wall(Frozen):
    """What hangs on the wall of a community."""

    id: str
    name: str
    ledger: Ledger | None
    figures: Figures
    month: Month
    offers: tuple[WallOffer, ...]
    needs: tuple[WallNeed, ...]
    wishes: tuple[WallWish, ...]
    fulfilled: tuple[FulfilledWish, ...]
    thanks: tuple[WallThanks, ...]


async def wall(reads: Reads, limits: Limits, community: str, now: datetime) -> Wall:
    """The wall as it hangs at `now`; what is stale comes last. Raises NotFound."""
    node = await reads(COMMUNITIES).get(community)
    if node is None:
        raise NotFound
    freshness = Freshness.at(now, limits)
    offers, needs, wishes, thanked = await asyncio.gather(
        reads(OFFERS).find(_public(community, state="listed"), limit=MOST),
        reads(NEEDS).find(_public(community, **_open()), limit=MOST),
        reads(WISHES).find({"community": community, **_open()}, limit=MOST),
        thanked_on_the_wall(reads, community),
    )
    named = {offer.organization for offer in offers} | {need.organization for need in needs}
    named |= {name for wish in wishes for name in _claimants(wish)}
    named |= {name for wish in thanked for name in thanked_by(wish)}
    owners, counted, this_month, fulfilled = await asyncio.gather(
        organizations_of(reads, named),
        figures(reads, community, freshness),
        month(reads, community, now, limits.time_zone),
        _fulfilled(reads, community),
    )
    return Wall(
        id=node.id,
        name=node.name,
        ledger=_latest(node),
        figures=counted,
        month=this_month,
        offers=_fresh_first([_offer(offer, owners, freshness) for offer in offers]),
        needs=_fresh_first([_need(need, owners, freshness) for need in needs]),
        wishes=tuple(_wish(wish, owners) for wish in wishes),
        fulfilled=fulfilled,
        thanks=tuple(show_on_the_wall(wish, owners) for wish in thanked),
    )


async def _fulfilled(reads: Reads, community: str) -> tuple[FulfilledWish, ...]:
    query = {"community": community, "progress": "fulfilled"}
    found = await reads(WISHES).find(query, sort=[("done_on", -1), ("_id", 1)], limit=SEEDS)
    return tuple(FulfilledWish(id=wish.id, kind=wish.kind, fulfilled_on=wish.done_on) for wish in found if wish.kind)


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


def _wish(wish: Wish, owners: Mapping[str, Organization]) -> WallWish:
    names = tuple(owners[name].name for name in _claimants(wish) if name in owners)
    return WallWish(**wish.model_dump(include=set(WallWish.model_fields)), claimants=names)


def _claimants(wish: Wish) -> list[str]:
    accepted = wish.following.accepted.values()
    return list(dict.fromkeys(party.id for party in accepted if party.kind == "organization"))
