"""The wall of a community: both lists, the open wishes and the figures; for everybody, and without a person in it."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any

import orjson
from pydantic_core import to_jsonable_python

from services.registry.decider.following import Progress
from services.registry.projections import COMMUNITIES, NEEDS, OFFERS, ORGANIZATIONS, WISHES, Ledger
from services.registry.queries.audience import shown_to
from services.registry.queries.figures import Figures, Month, figures
from services.registry.queries.freshness import Freshness, is_stale
from services.registry.queries.offers import LEFT, with_left
from services.registry.queries.thanks import WallThanks, show_on_the_wall, thanked_by, thanked_on_the_wall
from shared.contracts.base import Category
from shared.contracts.offers import Availability, BookingUnit, Days, Mode, Pause, Price, Season
from shared.contracts.registry import NeedKind, WishKind
from shared.directory.limits import Limits
from shared.errors import NotFound
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Day, Frozen, Instant
from shared.eventsourcing.projection import Projection

Row = Mapping[str, Any]

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
    """What can be had, when, and how much of it is left."""

    id: str
    organization: WallOrganization
    title: str
    detail: str
    category: Category
    mode: Mode
    seats: int | None
    equipment: tuple[str, ...]
    availability: Availability | None
    parallel: int | None
    unit: BookingUnit | None
    lead_time: str | None
    partners: int | None
    partners_left: int | None
    season: Season | None
    available: Days | None
    quantity: int | None
    quantity_left: int | None
    price: Price | None
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


_OWNER = {"$project": {"name": 1, "phones": 1, "active": 1, "merged_into": 1}}


async def wall(reads: Reads, limits: Limits, community: str, now: datetime) -> bytes:
    """The `Wall` as it hangs at `now`, in JSON; what is stale comes last. Raises NotFound."""
    freshness = Freshness.at(now, limits)
    taken = (name for _, name in LEFT.values())
    node, offers, needs, wishes, thanked = await asyncio.gather(
        reads(COMMUNITIES).get(community),
        _rows(reads, OFFERS, _public(community, state="listed", **_not_over(freshness.today)), WallOffer, *taken),
        _rows(reads, NEEDS, _public(community, **_open()), WallNeed),
        _rows(reads, WISHES, {"community": community, **_open()}, WallWish, "following.live"),
        thanked_on_the_wall(reads, community),
    )
    if node is None:
        raise NotFound
    named = {row["organization"] for row in (*offers, *needs)} | {name for row in wishes for name in _claimants(row)}
    named |= {name for wish in thanked for name in thanked_by(wish)}
    owners, (counted, month), fulfilled = await asyncio.gather(
        _owners(reads, named), figures(reads, community, freshness, limits.time_zone), _fulfilled(reads, community)
    )
    known = {owner: found["name"] for owner, found in owners.items()}
    hung = {
        "id": node.id,
        "name": node.name,
        "ledger": node.ledgers[-1] if node.ledgers else None,
        "figures": counted,
        "month": month,
        "offers": _fresh_first(_owned(map(with_left, offers), owners, freshness.offers_from)),
        "needs": _fresh_first(_owned(needs, owners, freshness.needs_from)),
        "wishes": [_wish(row, known) for row in sorted(wishes, key=itemgetter("_id"))],
        "fulfilled": fulfilled,
        "thanks": [show_on_the_wall(wish, known) for wish in thanked],
    }
    # not made a `Wall` on its way: the entries were checked when they were written down, and there are hundreds
    return orjson.dumps(hung, default=to_jsonable_python, option=orjson.OPT_UTC_Z)


async def _rows(
    reads: Reads, projection: Projection[Any], query: Row, shown: type[Frozen], *more: str
) -> list[dict[str, Any]]:
    """Of each document what is shown of it: all of it is ten times as much, and there are hundreds on a wall."""
    fields = dict.fromkeys([*shown.model_fields, *more], 1)
    return await reads(projection).aggregate([{"$match": query}, {"$limit": MOST}, {"$project": fields}])


async def _owners(reads: Reads, names: set[str]) -> dict[str, Row]:
    """Who they are, or of those that were merged who remains; `active` unless nobody speaks for it any more."""
    found: dict[str, Row] = {}
    asked: set[str] = set()
    while missing := names - asked:
        rows = await reads(ORGANIZATIONS).aggregate([{"$match": {"_id": {"$in": sorted(missing)}}}, _OWNER])
        found |= {row["_id"]: row for row in rows}
        asked |= missing
        names |= {row["merged_into"] for row in rows if row["merged_into"]}
    return {name: _owner(found, row) for name, row in found.items()}


def _owner(found: Mapping[str, Row], row: Row) -> Row:
    passed: set[str] = set()  # of two that were merged into each other at the same time, one is taken back later
    while row["merged_into"] in found and row["_id"] not in passed:
        passed.add(row["_id"])
        row = found[row["merged_into"]]
    return {"id": row["_id"], "name": row["name"], "phones": _phones(row), "active": row["active"]}


def _phones(row: Row) -> list[str]:
    return [phone["number"] for phone in row["phones"] if phone["shown_to"] in shown_to(frozenset())]


async def _fulfilled(reads: Reads, community: str) -> list[Row]:
    query = {"community": community, "progress": "fulfilled", "kind": {"$ne": None}}
    latest = {"$sort": {"done_on": -1, "_id": 1}}
    rows = await reads(WISHES).aggregate(
        [{"$match": query}, latest, {"$limit": SEEDS}, {"$project": {"kind": 1, "fulfilled_on": "$done_on"}}]
    )
    return [_entry(row) for row in rows]


def _public(community: str, **more: Any) -> dict[str, Any]:
    return {"community": community, "audience": "public", **more}


def _not_over(today: date) -> dict[str, Any]:
    """What can be had still, or later: a one-off offer hangs there until its last day."""
    return {"available.last": {"$not": {"$lt": today.isoformat()}}}


def _open() -> dict[str, Any]:
    return {"state": "published", "progress": {"$in": list(OPEN)}}


def _fresh_first(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    newest = sorted(entries, key=itemgetter("confirmed_on", "id"), reverse=True)
    return sorted(newest, key=itemgetter("stale"))


def _owned(rows: Iterable[Row], owners: Mapping[str, Row], fresh_from: date) -> list[dict[str, Any]]:
    """What those have or need who are there still."""
    entries = []
    for row in rows:
        by = owners.get(row["organization"]) or {"id": row["organization"], "name": "", "phones": (), "active": True}
        if by["active"]:
            shown = {"id": by["id"], "name": by["name"], "phones": by["phones"]}
            stale = is_stale(date.fromisoformat(row["confirmed_on"]), fresh_from)
            entries.append(_entry(row, organization=shown, stale=stale))
    return entries


def _wish(row: Row, known: Mapping[str, str]) -> dict[str, Any]:
    said = _entry(row, claimants=[known[name] for name in _claimants(row) if name in known])
    del said["following"]
    return said


def _entry(row: Row, **more: Any) -> dict[str, Any]:
    entry = {"id": row["_id"], **row, **more}
    del entry["_id"]
    return entry


def _claimants(row: Row) -> list[str]:
    accepted = (claim["claimant"] for claim in row["following"]["live"] if claim["standing"] == "accepted")
    return list(dict.fromkeys(party["id"] for party in accepted if party["kind"] == "organization"))
