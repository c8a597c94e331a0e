"""Offers that can be booked, and which of their slots are free: to everybody without who has the others."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from services.matching.decider.calendar_state import HOLDING
from services.matching.engine.slots import LONGEST_MONTH, Slot, first_rest, paused_on, slots, taken
from services.matching.projections import BOOKINGS, CALENDARS, BookingDocument, CalendarDocument
from services.matching.queries.bookings import BookingView, between, booking_views, lasting
from services.matching.queries.requests import Filter, audiences_of, names
from services.matching.queries.shown import Named
from shared.contracts.offers import BookingUnit, OfferTerms
from shared.contracts.registry import Audience
from shared.directory.mergers import inactive
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Day, Frozen, Instant
from shared.http.dependencies import Read
from shared.http.policy import Caller

MOST_BOOKINGS = 2000


class CalendarBrief(Frozen):
    """An offer that can be booked. `outside`: it belongs to another community and is opened to this one."""

    offer: str
    community: str
    organization: Named
    title: str
    detail: str
    category: str
    seats: int | None
    equipment: tuple[str, ...]
    parallel: int
    unit: BookingUnit
    lead_time: str | None
    listed: bool
    paused_from: Day | None
    paused_until: Day | None
    outside: bool


class SlotView(Frozen):
    """A slot and how much of it is free. `bookings` are those of it that the caller may know."""

    day: Day
    start: str
    minutes: int
    starts_at: Instant
    ends_at: Instant
    free: int
    waiting: int
    paused: bool
    over: bool
    """It has begun, so it can't be booked any more."""
    bookings: tuple[BookingView, ...]


class CalendarView(CalendarBrief):
    """The slots of some days. `others` are bookings of these days that stand in none of the slots offered now."""

    slots: tuple[SlotView, ...]
    others: tuple[BookingView, ...]


async def audiences(reads: Reads, caller: Caller) -> list[Audience]:
    """Which audiences the caller belongs to at home: staff see all there is."""
    if caller.role in ("staff", "service"):
        return ["public", "community", "members"]
    return await audiences_of(reads, caller.organization)


async def bookable(reads: Reads, caller: Caller, path: Sequence[str]) -> list[CalendarBrief]:
    """The offers that can be booked at the end of `path`: those from there by name, then those opened to it; nothing of
    those that were deactivated."""
    seen = await audiences(reads, caller)
    places: Filter = {"$or": [{"community": path[-1]}, {"terms.reach.node": {"$in": list(path)}}]}
    shown: Filter = {
        "$or": [{"terms.audience": {"$in": sorted(seen)}}, {"organization": {"$in": sorted(caller.parties)}}]
    }
    query = {"$and": [{"listed": True, "terms.mode": "bookable"}, places, shown]}
    found = await reads(CALENDARS).find(query, sort=[("terms.title", 1), ("_id", 1)], limit=500)
    providers = {document.organization for document in found}
    known, gone = await asyncio.gather(names(reads, providers), inactive(reads, providers))
    there = (document for document in found if document.organization not in gone)
    briefs = [brief_calendar(document, known.get(document.organization, ""), path) for document in there]
    return sorted(briefs, key=lambda brief: brief.outside)


async def sees(read: Read, document: CalendarDocument) -> bool:
    """Whether the caller may see when the offer is free: whoever it is for, at home and where it was opened to, and its
    provider."""
    caller, tree = read.caller, read.service.tree
    if document.organization in caller.parties:
        return True
    if caller.node is None:
        return False
    own = await tree.path(caller.node)
    if caller.role in ("staff", "service") and caller.node in await tree.path(document.community):
        return True
    reached = {document.community, *(reach.node for reach in document.terms.reach)}
    return not reached.isdisjoint(own) and document.terms.audience in await audiences(read.reads, caller)


def brief_calendar(document: CalendarDocument, organization: str, path: Sequence[str]) -> CalendarBrief:
    """An offer for who is at home at the end of `path`."""
    terms = document.terms
    pause = terms.pause
    return CalendarBrief(
        **terms.model_dump(include={"title", "detail", "category", "seats", "equipment", "lead_time"}),
        offer=document.offer,
        community=document.community,
        organization=Named(id=document.organization, name=organization),
        parallel=terms.parallel or 1,
        unit=terms.unit or "slot",
        listed=document.listed,
        paused_from=pause.first if pause else None,
        paused_until=pause.last if pause else None,
        outside=document.community not in path,
    )


async def calendar_view(
    read: Read, document: CalendarDocument, first: date, last: date, zone: str, now: datetime
) -> CalendarView:
    """The slots from `first` to `last`, by the clock of `zone`; as of an offer that ended while nobody is there to keep
    them."""
    if await inactive(read.reads, [document.organization]):
        document = document.model_copy(update={"listed": False})
    caller, tree = read.caller, read.service.tree
    days = (lasting if document.terms.unit == "month" else between)(first, last)
    query = {"offer": document.offer, "state": {"$in": [*sorted(HOLDING), "waiting"]}} | days
    found = await read.reads(BOOKINGS).find(query, sort=[("day", 1), ("starts_at", 1)], limit=MOST_BOOKINGS)
    overseen = caller.role == "staff" and caller.node in await tree.path(document.community)
    all_known = overseen or document.organization in caller.parties
    mine = [one for one in found if one.day >= first and (all_known or one.booker in caller.parties)]
    views = {view.id: view for view in await booking_views(read.reads, mine, caller)}
    offered = _offered(document.terms, found, first, last, zone, now) if document.listed else ()
    spread = tuple(_slot(document.terms, slot, found, views.values(), zone, now) for slot in offered)
    shown = {booking.id for slot in spread for booking in slot.bookings}
    known = await names(read.reads, [document.organization])
    path = await tree.path(caller.node) if caller.node else ()
    brief = brief_calendar(document, known.get(document.organization, ""), path)
    others = tuple(view for view in views.values() if view.id not in shown)
    return CalendarView(**dict(brief), slots=spread, others=others)


def _offered(
    terms: OfferTerms, found: Sequence[BookingDocument], first: date, last: date, zone: str, now: datetime
) -> Sequence[Slot]:
    """The slots that begin from `first` to `last`, and by the month what is left of those that have begun."""
    begin = slots(terms, first, last)
    if terms.unit != "month":
        return begin
    held = [one.booking for one in found if one.state in HOLDING]
    begun = slots(terms, first - LONGEST_MONTH, last)
    rests = (first_rest(terms, month, held, 1, now, zone) for month in begun)
    left = {(rest.day, rest.start): rest for rest in rests if rest and first <= rest.day <= last}
    spread = left | {(slot.day, slot.start): slot for slot in begin}
    return [spread[at] for at in sorted(spread)]


def _slot(
    terms: OfferTerms,
    slot: Slot,
    found: Sequence[BookingDocument],
    views: Iterable[BookingView],
    zone: str,
    now: datetime,
) -> SlotView:
    begin, end = slot.begin(zone), slot.end(zone)
    held = [one.booking for one in found if one.state in HOLDING]
    paused = paused_on(terms, slot.day)
    return SlotView(
        **dict(slot),
        starts_at=begin,
        ends_at=end,
        free=0 if paused else max(0, (terms.parallel or 1) - taken(held, begin, end)),
        waiting=sum(one.state == "waiting" and one.starts_at == begin for one in found),
        paused=paused,
        over=begin <= now,
        bookings=tuple(view for view in views if view.starts_at == begin),
    )
