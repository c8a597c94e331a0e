"""The listed offers that may fit a request, as the engine wants them: looked up along the index, never scanned."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from services.matching.decider import Booking
from services.matching.decider.calendar_state import HOLDING
from services.matching.engine.fitting import Candidate, Opened, Span, Wanted
from services.matching.engine.places import Left, left_of
from services.matching.engine.slots import Holding, slots, taken
from services.matching.projections import BOOKINGS, CALENDARS
from services.matching.projections.finding import by_category, by_word
from services.matching.queries.bookings import lasting
from services.matching.queries.records import records_of
from shared.contracts.base import Party
from shared.contracts.offers import OfferTerms
from shared.contracts.registry import Audience
from shared.directory.limits import Limits, first_fresh_day
from shared.directory.mergers import inactive
from shared.directory.projections import COMMUNITIES
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen

EACH = 100
"""So many offers are looked at in each node by words, and as many by category: those confirmed last."""

Row = Mapping[str, Any]
_LOOKED_AT = (
    *("offer", "organization", "community", "words", "partners_taken", "quantity_taken"),
    *(f"terms.{name}" for name in ("category", "mode", "confirmed_on", "seats", "parallel", "partners", "quantity")),
    *(f"terms.{name}" for name in ("season", "available", "pause", "reach")),
)


@dataclass(frozen=True, slots=True)
class Record:
    """What a provider made of such things before, and until when it does not want to be asked for them."""

    kept: int = 0
    given_back: int = 0
    refused_until: date | None = None


class Reader(Frozen):
    """What decides how candidates are read: which audiences' offers, whose not, whom was asked already, and when."""

    audiences: tuple[Audience, ...]
    not_of: frozenset[str]
    asked: frozenset[str]
    now: datetime
    limits: Limits


async def candidates(reads: Reads, wanted: Wanted, reader: Reader) -> list[Candidate]:
    """The candidates for `wanted`, each once; nothing of those that were deactivated."""
    rows = await _found(reads, wanted, reader)
    providers = {row["organization"] for row in rows}
    records, paths, gone, held = await asyncio.gather(
        _records(reads, providers, wanted),
        _paths(reads, {row["community"] for row in rows}),
        inactive(reads, providers),
        _held(reads, rows, wanted),
    )
    fresh_from = first_fresh_day(
        reader.now, reader.limits.offer_stale_after, reader.limits.time_zone, reader.limits.calendar
    )
    return [
        _candidate(
            row,
            wanted,
            path=paths.get(row["community"], ()),
            record=records.get(row["organization"], Record()),
            fresh_from=fresh_from,
            asked=row["organization"] in reader.asked,
            open_on=_open_on(row, wanted, held, reader.limits.time_zone),
        )
        for row in rows
        if row["organization"] not in gone
    ]


async def _found(reads: Reads, wanted: Wanted, reader: Reader) -> list[Row]:
    """In each node from the root down: by words and by category, those confirmed last."""
    looks = []
    for node in wanted.path:
        looks.append(_look(reads, [by_category(node, wanted.category)], wanted, reader))
        if wanted.words:
            looks.append(_look(reads, [by_word(node, word) for word in sorted(wanted.words)], wanted, reader))
    return list({row["_id"]: row for rows in await asyncio.gather(*looks) for row in rows}.values())


async def _look(reads: Reads, keys: Sequence[str], wanted: Wanted, reader: Reader) -> list[dict[str, Any]]:
    seen = {"terms.audience": {"$in": list(reader.audiences)}, "organization": {"$nin": sorted(reader.not_of)}}
    when = ("terms.availability", "terms.unit") if wanted.named else ()
    return await reads(CALENDARS).aggregate(
        [
            {"$match": {"found_by": {"$in": list(keys)}}},
            {"$sort": {"terms.confirmed_on": -1}},
            {"$match": seen},
            {"$limit": EACH},
            {"$project": dict.fromkeys((*_LOOKED_AT, *when), 1)},
        ]
    )


async def _held(reads: Reads, rows: Sequence[Row], wanted: Wanted) -> Mapping[str, list[Booking]]:
    """What is booked of the offers on the day that was named, or since a month before and perhaps still."""
    offers = [row["offer"] for row in rows if row["terms"]["mode"] == "bookable"] if wanted.named else []
    if not offers:
        return {}
    query = {"offer": {"$in": offers}, "state": {"$in": sorted(HOLDING)}} | lasting(wanted.on, wanted.on)
    found: dict[str, list[Booking]] = {}
    for document in await reads(BOOKINGS).find(query, limit=0):
        found.setdefault(document.offer, []).append(document.booking)
    return found


async def _records(reads: Reads, providers: Iterable[str], wanted: Wanted) -> dict[str, Record]:
    """By provider, in the category that is wanted."""
    found = await records_of(reads, providers, {"category": wanted.category})
    return {provider: _record({row["_id"]["outcome"]: row for row in rows}) for provider, rows in found.items()}


def _record(outcomes: Mapping[str, Row]) -> Record:
    def count(outcome: str) -> int:
        return int(outcomes[outcome]["count"]) if outcome in outcomes else 0

    until = outcomes.get("declined", {}).get("until")
    return Record(count("kept"), count("given_back"), date.fromisoformat(until) if until else None)


async def _paths(reads: Reads, communities: Iterable[str]) -> dict[str, tuple[str, ...]]:
    rows = await reads(COMMUNITIES).aggregate(
        [{"$match": {"_id": {"$in": sorted(communities)}}}, {"$project": {"path": 1}}]
    )
    return {row["_id"]: tuple(row["path"]) for row in rows}


def _candidate(
    row: Row,
    wanted: Wanted,
    *,
    path: tuple[str, ...],
    record: Record,
    fresh_from: date,
    asked: bool,
    open_on: bool | None,
) -> Candidate:
    terms = row["terms"]
    left = left_in(row)
    return Candidate(
        offer=row["offer"],
        provider=row["organization"],
        path=path,
        words=frozenset(row["words"]),
        category=terms["category"],
        mode=terms["mode"],
        confirmed_on=_day(terms["confirmed_on"]),
        fresh_from=fresh_from,
        seats=terms["seats"],
        quantity=terms["parallel"] or left.partners or left.quantity,
        season=(terms["season"]["first"], terms["season"]["last"]) if terms["season"] else None,
        available=_span(terms["available"]),
        pause=_span(terms["pause"]),
        open_on=open_on,
        opened=_opened(row, wanted),
        kept=record.kept,
        given_back=record.given_back,
        refused_until=record.refused_until,
        asked=asked,
        none_left=left.nothing,
    )


def left_in(row: Row) -> Left:
    """What is left of the number of the offer in a row."""
    said = {name: row["terms"][name] for name in ("mode", "category", "partners", "quantity")}
    if said["partners"] is None and said["quantity"] is None:
        return Left(None, None)
    return left_of(OfferTerms(title="", detail="", **said), row["partners_taken"], row["quantity_taken"])


@lru_cache(maxsize=1_000)
def party(provider: str) -> Party:
    """Whose id it is."""
    kind = {"org": "organization", "person": "person", "community": "community"}[provider.partition("_")[0]]
    return Party.model_validate({"kind": kind, "id": provider})


def _opened(row: Row, wanted: Wanted) -> Opened | None:
    if row["community"] in wanted.path:
        return None
    openings = (Opened(reach["node"], reach["quota"]) for reach in row["terms"]["reach"])
    return next((opened for opened in openings if opened.node in wanted.path), None)


def _open_on(row: Row, wanted: Wanted, held: Mapping[str, Sequence[Holding]], zone: str) -> bool | None:
    """Whether one of the slots of the day that was named is free; None where it has none, or no day was named."""
    terms = row["terms"]
    if not wanted.named or terms["mode"] != "bookable" or not terms.get("availability"):
        return None
    known = OfferTerms.model_validate({"title": "", "detail": "", **terms})
    booked, there = held.get(row["offer"], ()), known.parallel or 1
    day = slots(known, wanted.on, wanted.on)
    return any(taken(booked, slot.begin(zone), slot.end(zone)) < there for slot in day)


def _span(days: Row | None) -> Span | None:
    return (date.fromisoformat(days["first"]), _day(days["last"])) if days else None


def _day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
