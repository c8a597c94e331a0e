"""What a plan is made of: open requests nobody has claimed, and who could fulfil them, read in few round trips."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.matching.engine.fitting import in_season
from services.matching.engine.planning import Planning
from services.matching.engine.pricing import Gift, Giver, Wanted
from services.matching.events import Scope
from services.matching.projections import CALENDARS, MEETINGS, RECORDS, REQUESTS
from services.matching.queries.quotas import uses_outside
from shared.directory.limits import Limits, first_fresh_day
from shared.directory.mergers import inactive, remaining
from shared.directory.projections import COMMUNITIES, ORGANIZATIONS
from shared.directory.queries import below
from shared.errors import NotFound
from shared.eventsourcing.documents import Reads

Row = Mapping[str, Any]
Filter = dict[str, Any]
Uses = Mapping[tuple[str, str], int]
Paths = Mapping[str, tuple[str, ...]]
_REQUEST = ("community", "category", "words", "request.about.organization")
_OFFER = (
    *("offer", "organization", "community", "words", "terms.category", "terms.confirmed_on"),
    *("terms.season", "terms.available", "terms.pause", "terms.reach", "terms.audience"),
)


_NO_VACANCY: Filter = {"request.about.need_kind": {"$ne": "vacancy"}}


async def in_scope(reads: Reads, community: str, scope: Scope, limits: Limits) -> list[str]:
    """The open requests of `scope` that nobody has claimed and one alone could take, the oldest first.

    Raises NotFound for no such meeting.
    """
    query: Filter = {"state": "open", "claimed_at": None, "request.parts": [], **_NO_VACANCY}
    if scope.meeting:
        meeting = await reads(MEETINGS).get(scope.meeting)
        if meeting is None or meeting.community != community:
            raise NotFound
        query["_id"] = {"$in": list(meeting.meeting.requests)}
    else:
        query |= {"community": {"$in": await below(reads, community)}, **_opened(scope, limits)}
    if scope.kind:
        query["kind"] = scope.kind
    rows = await reads(REQUESTS).aggregate(
        [{"$match": query}, {"$sort": {"opened_at": 1, "_id": 1}}, {"$project": {"_id": 1}}]
    )
    return [row["_id"] for row in rows]


def _opened(scope: Scope, limits: Limits) -> Filter:
    zone = ZoneInfo(limits.time_zone)

    def midnight(day: date) -> datetime:
        return datetime.combine(day, datetime.min.time(), zone)

    spans: Filter = {}
    if scope.opened_from:
        spans["$gte"] = midnight(scope.opened_from)
    if scope.opened_until:
        spans["$lt"] = midnight(scope.opened_until + timedelta(days=1))
    return {"opened_at": spans} if spans else {}


async def planning(
    reads: Reads, community: str, requests: Sequence[str], scope: Scope, now: datetime, limits: Limits
) -> Planning:
    """All that is needed to plan `requests`, which lie in `community` or below it."""
    today = now.astimezone(ZoneInfo(limits.time_zone)).date()
    fresh_from = first_fresh_day(now, limits.offer_stale_after, limits.time_zone, limits.calendar)
    wanted, offers, intends = await asyncio.gather(
        _rows(reads, requests), _offers(reads, community), _intends(reads, scope)
    )
    homes = {row["organization"]: row["community"] for row in offers}
    homes |= await _homes(reads, {party for some in intends.values() for party in some} - homes.keys())
    records, paths, gone, uses, members = await asyncio.gather(
        _records(reads, homes),
        _paths(reads, community),
        inactive(reads, homes),
        uses_outside(reads, [row["offer"] for row in offers if row["terms"]["reach"]], f"{today:%Y-%m}"),
        _members(reads, {row["request"]["about"]["organization"] for row in wanted} - {None}),
    )
    gifts = _gifts(offers, today, fresh_from, uses)
    there = sorted((party, home) for party, home in homes.items() if party not in gone)
    givers = [_giver(party, paths.get(home, (home,)), gifts, records) for party, home in there]
    return await asyncio.to_thread(Planning, [_wanted(row, paths, intends, members) for row in wanted], givers, today)


async def _rows(reads: Reads, requests: Sequence[str]) -> list[Row]:
    found = await reads(REQUESTS).aggregate(
        [{"$match": {"_id": {"$in": list(requests)}}}, {"$project": dict.fromkeys(_REQUEST, 1)}]
    )
    by_id: dict[str, Row] = {row["_id"]: row for row in found}
    return [by_id[request] for request in requests if request in by_id]


async def _offers(reads: Reads, community: str) -> list[Row]:
    """The listed offers of the node and of all below it, and those of elsewhere that are open to it."""
    nodes, path = await asyncio.gather(below(reads, community), reads(COMMUNITIES).get(community))
    around = [*nodes, *(path.path if path else ())]
    near = {"$or": [{"community": {"$in": nodes}}, {"terms.reach.node": {"$in": around}}]}
    return list(
        await reads(CALENDARS).aggregate([{"$match": {"listed": True, **near}}, {"$project": dict.fromkeys(_OFFER, 1)}])
    )


async def _intends(reads: Reads, scope: Scope) -> Mapping[str, frozenset[str]]:
    """Who said before the meeting that it means to claim what."""
    meeting = await reads(MEETINGS).get(scope.meeting) if scope.meeting else None
    found: defaultdict[str, set[str]] = defaultdict(set)
    for intention in meeting.meeting.intentions if meeting else ():
        found[intention.request].add(intention.organization)
    return {request: frozenset(parties) for request, parties in found.items()}


async def _homes(reads: Reads, organizations: set[str]) -> dict[str, str]:
    if not organizations:
        return {}
    found = await reads(ORGANIZATIONS).find({"_id": {"$in": sorted(organizations)}}, limit=len(organizations))
    return {organization.id: organization.community for organization in found}


async def _records(reads: Reads, parties: Iterable[str]) -> Mapping[str, list[Row]]:
    """What each provider made of what it promised or was asked for, by category."""
    outcomes = {"$in": ["kept", "under_way", "declined"]}
    group = {
        "_id": {"provider": "$provider", "category": "$category", "outcome": "$outcome"},
        "count": {"$sum": 1},
        "until": {"$max": "$not_before"},
    }
    match = {"provider": {"$in": sorted(parties)}, "outcome": outcomes}
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in await reads(RECORDS).aggregate([{"$match": match}, {"$group": group}]):
        found[row["_id"]["provider"]].append(row)
    return found


async def _paths(reads: Reads, community: str) -> Paths:
    """Of every node in the same district, since offers may come from all of it."""
    node = await reads(COMMUNITIES).get(community)
    root = node.path[0] if node else community
    rows = await reads(COMMUNITIES).aggregate([{"$match": {"path": root}}, {"$project": {"path": 1}}])
    return {row["_id"]: tuple(row["path"]) for row in rows}


async def _members(reads: Reads, organizations: set[str]) -> frozenset[str]:
    """Those of `organizations` that are members of the alliance, or were merged into one."""
    found = await remaining(reads, organizations) if organizations else {}
    return frozenset(each for each in organizations if each in found and found[each].member)


def _wanted(row: Row, paths: Paths, intends: Mapping[str, frozenset[str]], members: frozenset[str]) -> Wanted:
    owner = row["request"]["about"]["organization"]
    return Wanted(
        id=row["_id"],
        path=paths.get(row["community"], (row["community"],)),
        category=row["category"],
        words=frozenset(row["words"]),
        owner=owner,
        intends=intends.get(row["_id"], frozenset()),
        member=owner is None or owner in members,
    )


def _gifts(offers: Iterable[Row], today: date, fresh_from: date, uses: Uses) -> Mapping[str, list[Gift]]:
    """What can be had today, by provider."""
    gifts: defaultdict[str, list[Gift]] = defaultdict(list)
    for row in offers:
        if _to_be_had(row["terms"], today):
            gifts[row["organization"]].append(_gift(row, fresh_from, uses))
    return gifts


def _giver(
    party: str, path: tuple[str, ...], gifts: Mapping[str, list[Gift]], records: Mapping[str, list[Row]]
) -> Giver:
    def of(outcome: str) -> list[Row]:
        return [row for row in records.get(party, ()) if row["_id"]["outcome"] == outcome]

    return Giver(
        id=party,
        path=path,
        gifts=tuple(gifts.get(party, ())),
        kept={row["_id"]["category"]: row["count"] for row in of("kept")},
        refuses={row["_id"]["category"]: date.fromisoformat(row["until"]) for row in of("declined") if row["until"]},
        promises=sum(row["count"] for row in of("under_way")),
    )


def _gift(row: Row, fresh_from: date, uses: Uses) -> Gift:
    """The offer, with what is left of each of its openings in the month."""
    terms, offer = row["terms"], row["offer"]
    openings = {reach["node"]: reach["quota"] for reach in terms["reach"] if reach["node"] != row["community"]}
    left = {node: max(0, quota - uses.get((offer, node), 0)) for node, quota in openings.items()}
    confirmed_on = terms["confirmed_on"]
    return Gift(
        offer=offer,
        category=terms["category"],
        words=frozenset(row["words"]),
        open_to=frozenset({row["community"], *left}),
        left=left,
        stale=confirmed_on is None or date.fromisoformat(confirmed_on) < fresh_from,
        members_only=terms["audience"] == "members",
    )


def _to_be_had(terms: Row, today: date) -> bool:
    """Neither paused nor over, and in its season."""
    season = terms["season"]
    ready = not terms["available"] or _covers(terms["available"], today)
    out = season and not in_season((season["first"], season["last"]), today)
    return ready and not (out or _covers(terms["pause"], today))


def _covers(days: Row | None, today: date) -> bool:
    if not days or date.fromisoformat(days["first"]) > today:
        return False
    return days["last"] is None or today <= date.fromisoformat(days["last"])
