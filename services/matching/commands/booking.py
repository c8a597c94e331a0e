"""What can be asked of an offer's calendar."""

from datetime import timedelta
from typing import Annotated

from dateutil.relativedelta import relativedelta
from pydantic import Field

from services.matching.events import CancelReason, MissReason, OfferKnown
from shared.contracts.base import Party
from shared.contracts.registry import Audience
from shared.directory.limits import Limits
from shared.eventsourcing.model import Command, Day
from shared.privacy.text import Note

BookingId = Annotated[str, Field(pattern=r"^calendar_[a-z2-7]{26}\.[1-9]\d{0,5}$")]
StartTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A time of day, like `14:00`."""
Places = Annotated[int, Field(ge=1, le=1000)]
People = Annotated[int, Field(ge=1, le=10_000)]


class KnowOffer(Command):
    """Registry told of an offer; it is recorded and never refused."""

    known: OfferKnown


class Book(Command):
    """Reserve a slot, or with `weekly_until` one each week to that day, with `monthly_until` one each month: all of
    them, unless `skip_taken`.

    `path` runs from the root to the booker's community, and `audiences` are those the booker belongs to there. With
    `wait` a taken slot is waited for. What was agreed by word of mouth and has begun is entered `afterwards`, by staff.
    `inactive`: who books, or whose offer it is, was deactivated by then.
    """

    booker: Party
    path: tuple[str, ...]
    audiences: tuple[Audience, ...]
    party: str | None = None
    day: Day
    start: StartTime
    quantity: Places = 1
    people: People | None = None
    purpose: Note = ""
    for_request: str | None = None
    weekly_until: Day | None = None
    monthly_until: Day | None = None
    skip_taken: bool = False
    wait: bool = False
    afterwards: bool = False
    inactive: bool = False
    limits: Limits

    @property
    def days(self) -> tuple[Day, ...]:
        """The days wanted; none for a series that ends before it begins."""
        if self.monthly_until is not None:
            return self._months(self.monthly_until)
        weeks = ((self.weekly_until or self.day) - self.day).days // 7 + 1
        return tuple(self.day + timedelta(weeks=week) for week in range(weeks))

    def _months(self, until: Day) -> tuple[Day, ...]:
        months = (until.year - self.day.year) * 12 + until.month - self.day.month + 1
        days = (self.day + relativedelta(months=month) for month in range(months))
        return tuple(day for day in days if day <= until)


class MoveBooking(Command):
    """Have another slot; `audiences` are those the booker belongs to at home. `inactive`: who booked, or whose offer it
    is, was deactivated by then."""

    booking: BookingId
    audiences: tuple[Audience, ...]
    party: str | None = None
    day: Day
    start: StartTime
    reason: CancelReason
    note: Note = ""
    inactive: bool = False
    limits: Limits


class CancelBooking(Command):
    """Give a booking back, and with `later` all that follow it in its series; of a month that has begun what is left
    `free_from` a day on."""

    booking: BookingId
    party: str | None = None
    reason: CancelReason
    note: Note = ""
    later: bool = False
    free_from: Day | None = None
    time_zone: str


class AnswerSlot(Command):
    """Who waited takes the slot that became free, or does not. `inactive`: who waited, or whose offer it is, was
    deactivated by then."""

    booking: BookingId
    party: str | None = None
    accept: bool
    inactive: bool = False
    limits: Limits


class LapseBooking(Command):
    booking: BookingId


class KeepBooking(Command):
    booking: BookingId
    party: str | None = None


class JudgeBookings(Command):
    """Go on with what the offer as it is known means for its bookings, where one commit did not hold it all."""


class MissBooking(Command):
    booking: BookingId
    party: str | None = None
    reason: MissReason
    note: Note = ""
