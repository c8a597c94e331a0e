"""Bookings as those may see them whom they concern."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

from services.matching.decider import BookingState
from services.matching.events import Misfit
from services.matching.projections import BOOKINGS, CALENDARS, BookingDocument, CalendarDocument
from services.matching.queries.requests import Filter, names
from services.matching.queries.shown import Named
from shared.directory.queries import below
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Actor, Day, Frozen, Instant
from shared.http.dependencies import HistoryEntry
from shared.http.policy import Caller
from shared.privacy.masking import masked

BY_TIME = "day,starts_at"


class Booker(Named):
    """Who has booked; a person has no name here."""

    kind: Literal["organization", "person", "community"]


class BookingView(Frozen):
    """A booking for those it concerns: who booked, whose offer it is, and staff."""

    id: str
    version: int
    offer: str
    title: str
    category: str
    community: str
    provider: Named
    booker: Booker
    home: str
    day: Day
    start: str
    minutes: int
    starts_at: Instant
    ends_at: Instant
    quantity: int
    people: int | None
    purpose: str
    for_request: str | None
    series: str | None
    state: BookingState
    misfit: Misfit | None
    due_at: Instant | None
    """Until when an answer can come, or something become free."""
    free_from: Day | None
    """From when on a month that had begun was given back."""
    reason: str
    note: str
    made_at: Instant
    made_by: Actor
    history: list[HistoryEntry] | None = None


async def booking_views(reads: Reads, documents: Sequence[BookingDocument], caller: Caller) -> list[BookingView]:
    """The bookings, of which everybody but staff is told which persons booked only when it was they."""
    ids = {party for document in documents for party in (document.booker, document.provider)}
    known = await names(reads, ids)
    wanted = {"_id": {"$in": sorted({document.calendar for document in documents})}}
    calendars = {found.id: found for found in await reads(CALENDARS).find(wanted, limit=0)}
    return [_view(document, known, calendars, caller) for document in documents]


def _view(
    document: BookingDocument, known: Mapping[str, str], calendars: Mapping[str, CalendarDocument], caller: Caller
) -> BookingView:
    booking, reserved = document.booking, document.booking.reserved
    calendar = calendars.get(document.calendar)
    return BookingView(
        **document.model_dump(include=BookingView.model_fields.keys() & _KEPT),
        **reserved.model_dump(include={"quantity", "people", "purpose", "series"}),
        title=calendar.terms.title if calendar else "",
        category=calendar.terms.category if calendar else "",
        provider=Named(id=document.provider, name=known.get(document.provider, "")),
        booker=_booker(document, known, caller),
        start=reserved.slot.start,
        minutes=reserved.slot.minutes,
        misfit=booking.misfit,
        due_at=booking.due_at,
        free_from=booking.free_from,
        reason=booking.reason,
        note=booking.note,
        made_by=_made_by(document, caller),
    )


_KEPT = BookingDocument.model_fields.keys() - {"provider", "booker", "misfit", "made_by"}


def _booker(document: BookingDocument, known: Mapping[str, str], caller: Caller) -> Booker:
    party = document.booking.reserved.booker
    if party.kind == "person" and caller.role != "staff" and party.id not in caller.parties:
        return Booker(kind="person", id="person", name="")
    return Booker(kind=party.kind, id=party.id, name=known.get(party.id, ""))


def _made_by(document: BookingDocument, caller: Caller) -> Actor:
    if caller.role == "staff":
        return document.made_by
    return Actor.model_validate(masked(document.made_by.model_dump(), caller.parties))


def between(first: Day | None, last: Day | None) -> Filter:
    """The filter for the days from `first` to `last`."""
    ends = {"$gte": first and first.isoformat(), "$lte": last and last.isoformat()}
    limits = {name: day for name, day in ends.items() if day}
    return {"day": limits} if limits else {}


def lasting(first: Day, last: Day) -> Filter:
    """The filter for what is booked from `first` to `last`, and what began before and may last until then: by the
    month at most."""
    return between(first - timedelta(days=31), last)


async def bookings_in(reads: Reads, community: str, said: Mapping[str, Any]) -> Filter:
    """The bookings of the offers of a node, and those its organizations have elsewhere, with the filters `said`."""
    here = {"$in": await below(reads, community)}
    query: Filter = {"$or": [{"community": here}, {"home": here}]} | between(said.get("from"), said.get("until"))
    return query | {name: said[name] for name in ("state", "misfit") if said.get(name) is not None}


async def communities_of(reads: Reads, query: Filter) -> list[str]:
    """Where the offers are that were booked in `query`."""
    rows = await reads(BOOKINGS).aggregate([{"$match": query}, {"$group": {"_id": "$community"}}])
    return sorted(row["_id"] for row in rows)


async def for_request(reads: Reads, request: str, caller: Caller) -> list[BookingView]:
    """What was booked for a wish or need."""
    found = await reads(BOOKINGS).find({"for_request": request}, sort=[("day", 1), ("starts_at", 1)], limit=50)
    return await booking_views(reads, found, caller)
