"""Routes about working days: a year's days off and weekend days worked instead, for a node and those below it."""

from fastapi import APIRouter

from services.registry.api.common import STAFF, given
from services.registry.commands import CalendarDays, RecordCalendar
from services.registry.commands.community import Year
from services.registry.commands.fields import CommunityId
from shared.http.dependencies import Body, Receipt, Writing
from shared.http.policy import Policy

POLICY: Policy = {"put_calendar": STAFF}

router = APIRouter(tags=["communities"])


class CalendarBody(Body, CalendarDays):
    """A year's days off, weekend days worked instead, and where that was announced."""


@router.put("/communities/{community}/calendars/{year}", operation_id="put_calendar")
async def put_calendar(community: CommunityId, year: Year, body: CalendarBody, write: Writing) -> Receipt:
    """Record a year's working days for a node and those below it, or correct them; limits set from now on follow it."""
    return write.receipt(await write.change(community, RecordCalendar(**given(write, body), year=year)))
