"""What can be booked, what is booked, and when something is free."""

from datetime import date, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Response

from services.matching.api.bodies import RequestId
from services.matching.api.booking_bodies import BookingPath, FirstDay, LastDay, OfferId
from services.matching.api.meeting_bodies import CommunityId
from services.matching.decider import BookingState, calendar_of
from services.matching.decider.booking_errors import TooManyDays
from services.matching.projections import BOOKINGS, CALENDARS, REQUESTS
from services.matching.queries.bookings import (
    BY_TIME,
    BookingView,
    between,
    booking_views,
    bookings_in,
    communities_of,
    for_request,
)
from services.matching.queries.calendars import CalendarBrief, CalendarView, bookable, calendar_view, sees
from services.matching.queries.requests import Filter
from shared.directory.mergers import all_of
from shared.directory.projections import ORGANIZATIONS
from shared.errors import NotFound
from shared.http.dependencies import Page, Paging, Read, Reading, ReadingPast
from shared.http.past import PastRead
from shared.privacy.text import Id

A_WEEK, MOST_DAYS, MOST_BY_MONTH = 7, 62, 400

router = APIRouter()


@router.get("/communities/{community}/calendars", operation_id="get_calendars")
async def get_calendars(community: CommunityId, read: Reading) -> list[CalendarBrief]:
    """List what can be booked in a community: its own offers, then those opened to it from outside."""
    await read.allow(community=community)
    return await bookable(read.reads, read.caller, await read.service.tree.path(community))


@router.get("/offers/{offer}/slots", operation_id="get_slots")
async def get_slots(offer: OfferId, read: Reading, first: FirstDay = None, until: LastDay = None) -> CalendarView:
    """Read the slots of an offer, free and taken, from one day to another: a week, unless `until` says."""
    document = await read.reads(CALENDARS).get(calendar_of(offer))
    if document is None:
        raise NotFound
    await read.allow(community=document.community, owners=frozenset({document.organization}))
    if not await sees(read, document):
        raise NotFound
    zone = (await read.service.tree.limits(document.community)).time_zone
    first = first or read.now.astimezone(ZoneInfo(zone)).date()
    last = until or first + timedelta(days=A_WEEK - 1)
    _few_days(first, last, MOST_BY_MONTH if document.terms.unit == "month" else MOST_DAYS)
    return await calendar_view(read, document, first, last, zone, read.now)


def _few_days(first: date, last: date, most: int) -> None:
    if not first <= last < first + timedelta(days=most):
        raise TooManyDays(field="until", most=most)


@router.get("/communities/{community}/bookings", operation_id="get_community_bookings")
async def get_community_bookings(
    community: CommunityId,
    read: ReadingPast,
    paging: Paging,
    first: FirstDay = None,
    until: LastDay = None,
    state: BookingState | None = None,
    misfit: Annotated[bool | None, Query(description="Only those that fit no longer, or only the others.")] = None,
) -> Page[BookingView]:
    """List the bookings of the offers of a node, and those its organizations have elsewhere, in order of time."""
    await read.allow(community=community)
    said = {"from": first, "until": until, "state": state, "misfit": misfit}
    query = await bookings_in(read.reads, community, said)
    return await _page(read, paging, query, community, {"$or": query["$or"]})


@router.get("/organizations/{organization}/bookings", operation_id="get_organization_bookings")
async def get_organization_bookings(
    organization: Id,
    read: ReadingPast,
    paging: Paging,
    side: Annotated[Literal["booker", "provider"], Query(description="What it has booked, or what it lends.")],
    first: FirstDay = None,
    until: LastDay = None,
) -> Page[BookingView]:
    """List what an organization has booked, or what others have booked of it, in order of time."""
    found = await read.reads(ORGANIZATIONS).get(organization)
    if found is None:
        raise NotFound
    await read.allow(community=found.community, owners=frozenset({organization}))
    concerned: Filter = {side: {"$in": await all_of(read.reads, organization)}}
    return await _page(read, paging, concerned | between(first, until), found.community, concerned)


async def _page(read: Read, paging: Paging, query: Filter, home: str, concerned: Filter) -> Page[BookingView]:
    """A page of the bookings of `query`; those of the past lie at `home`, and where the offers of all that are
    `concerned` do."""
    lenders = await communities_of(read.reads, concerned) if isinstance(read, PastRead) else []
    page = await paging.page(read.documents(BOOKINGS, [home, *lenders]), query, BY_TIME)
    return Page(items=await booking_views(read.reads, page.items, read.caller), next_cursor=page.next_cursor)


@router.get("/requests/{request}/bookings", operation_id="get_request_bookings")
async def get_request_bookings(request: RequestId, read: Reading) -> list[BookingView]:
    """List what was booked for a wish or need, in order of time."""
    document = await read.reads(REQUESTS).get(request)
    if document is None:
        raise NotFound
    await read.allow(community=document.community, owners=document.owners)
    return await for_request(read.reads, request, read.caller)


@router.get("/bookings/{booking}", operation_id="get_booking")
async def get_booking(booking: BookingPath, read: ReadingPast, response: Response) -> BookingView:
    """Read one booking: who booked it, whose offer it is, and staff where either is at home may; its history is for
    staff."""
    document = await read.reads(BOOKINGS).get(booking)
    if document is None:
        raise NotFound
    at_home = read.caller.node in await read.service.tree.path(document.home)
    await read.allow(community=document.home if at_home else document.community, owners=document.owners)
    document = await read.then(BOOKINGS, document)
    (view,) = await booking_views(read.reads, [document], read.caller)
    response.headers["ETag"] = f'"{view.version}"'
    history = await read.history(document.calendar) if read.caller.role == "staff" else []
    about = [entry for entry in history if entry.data.get("booking") == booking]
    return view.model_copy(update={"history": about or None})
