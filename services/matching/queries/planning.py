"""What a plan is made of: open requests nobody has claimed, and who could fulfil them, read in few round trips."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.matching.engine.fitting import in_season
from services.matching.engine.places import Left
from services.matching.engine.planning import Planning
from services.matching.engine.pricing import Gift, Giver, Has, Wanted
from services.matching.events import Scope
from services.matching.events.plan import part_of, request_of
from services.matching.projections import CALENDARS, MEETINGS, REQUESTS
from services.matching.queries.candidates import left_in
from services.matching.queries.plan_scope import left_of_part
from services.matching.queries.quotas import uses_outside
from services.matching.queries.records import records_of, remaining_of
from services.matching.queries.wanting import words_by_part
from shared.directory.limits import Limits, first_fresh_day
from shared.directory.mergers import inactive, remaining
from shared.directory.projections import COMMUNITIES, ORGANIZATIONS
from shared.directory.queries import below
from shared.eventsourcing.documents import Reads

Row = Mapping[str, Any]
Uses = Mapping[tuple[str, str], int]
Paths = Mapping[str, tuple[str, ...]]
_REQUEST = (
    *("community", "category", "words", "request.about.organization", "request.about.unit", "request.quantity"),
    *("request.parts", "request.claims.part", "request.claims.promised"),
)
_OFFER = (
    *("offer", "organization", "community", "words", "terms.category", "terms.confirmed_on"),
    *("terms.mode", "terms.partners", "terms.quantity", "partners_taken", "quantity_taken"),
    *("terms.season", "terms.available", "terms.pause", "terms.reach", "terms.audience"),
    *("terms.seats", "terms.parallel"),
)


async def planning(
    reads: Reads, community: str, lines: Sequence[str], scope: Scope, now: datetime, limits: Limits
) -> Planning:
    """All that is needed to plan `lines`, by their keys: their requests lie in `community` or below it."""
    today = now.astimezone(ZoneInfo(limits.time_zone)).date()
    fresh_from = first_fresh_day(now, limits.offer_stale_after, limits.time_zone, limits.calendar)
    rows, offers, intends = await asyncio.gather(
        _rows(reads, {request_of(line) for line in lines}), _offers(reads, community), _intends(reads, scope)
    )
    owners = {row["request"]["about"]["organization"] for row in rows.values()} - {None}
    meaning = {party for some in intends.values() for party in some}
    one = await remaining_of(reads, {row["organization"] for row in offers} | meaning | owners)
    homes = {one[row["organization"]]: row["community"] for row in offers}
    homes |= await _homes(reads, {one[party] for party in meaning | {row["organization"] for row in offers}})
    records, paths, gone, uses, members = await asyncio.gather(
        records_of(reads, homes, {"outcome": {"$in": ["kept", "under_way", "declined"]}}),
        _paths(reads, community),
        inactive(reads, homes),
        uses_outside(reads, [row["offer"] for row in offers if row["terms"]["reach"]], f"{today:%Y-%m}"),
        _members(reads, owners),
    )
    gifts = _gifts(offers, one, today, fresh_from, uses)
    there = sorted((party, home) for party, home in homes.items() if party not in gone)
    givers = [_giver(party, paths.get(home, (home,)), gifts, records) for party, home in there]
    there_still = [(line, rows[request_of(line)]) for line in lines if request_of(line) in rows]
    wanted = [_wanted(line, row, paths, intends, members, one) for line, row in there_still]
    return await asyncio.to_thread(Planning, wanted, givers, today)


async def _rows(reads: Reads, requests: Iterable[str]) -> Mapping[str, Row]:
    found = await reads(REQUESTS).aggregate(
        [{"$match": {"_id": {"$in": list(requests)}}}, {"$project": dict.fromkeys(_REQUEST, 1)}]
    )
    return {row["_id"]: row for row in found}


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


def _wanted(
    line: str,
    row: Row,
    paths: Paths,
    intends: Mapping[str, frozenset[str]],
    members: frozenset[str],
    one: Mapping[str, str],
) -> Wanted:
    """What a line is for: a request, or a part of it."""
    request, part = row["request"], part_of(line)
    owner, about = request["about"]["organization"], request["about"]
    left = request["quantity"] - sum(claim["promised"] for claim in request["claims"])
    words, category, quantity, unit = frozenset(row["words"]), row["category"], left, about["unit"]
    if part:
        said = request["parts"][part - 1]
        words = words_by_part(row["words"], [each["name"] for each in request["parts"]])[part - 1]
        category, quantity, unit = said["category"], left_of_part(request, part), said["unit"]
    return Wanted(
        id=line,
        path=paths.get(row["community"], (row["community"],)),
        category=category,
        words=words,
        owner=one[owner] if owner else None,
        intends=frozenset(one[party] for party in intends.get(row["_id"], ())),
        member=owner is None or owner in members,
        quantity=quantity,
        unit=unit,
    )


def _gifts(
    offers: Iterable[Row], one: Mapping[str, str], today: date, fresh_from: date, uses: Uses
) -> Mapping[str, list[Gift]]:
    """What can be had today, by provider: by the `one` that remains of it."""
    gifts: defaultdict[str, list[Gift]] = defaultdict(list)
    for row in offers:
        if _to_be_had(row["terms"], today) and not (left := left_in(row)).nothing:
            gifts[one[row["organization"]]].append(_gift(row, left, fresh_from, uses))
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


def _gift(row: Row, there: Left, fresh_from: date, uses: Uses) -> Gift:
    """The offer, of which so much is `there`, with what is left of each of its openings in the month."""
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
        has=_has(terms, there),
    )


def _has(terms: Row, left: Left) -> Has:
    """What is left of an offer: places for partners, of which each takes one whatever he wants, or things to give; of
    what is booked so many may be had at once, again and again."""
    return Has(
        seats=terms["seats"],
        number=terms["parallel"] or left.quantity,
        left=left.quantity if left.partners is None else left.partners,
        by_number=left.partners is None,
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
