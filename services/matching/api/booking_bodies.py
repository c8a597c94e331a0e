"""What requests about bookings say, and how they name things."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from services.matching.api.bodies import Claimant, Since2000
from services.matching.commands import People, Places, StartTime
from services.matching.events import CancelReason, MissReason
from shared.eventsourcing.model import Day
from shared.http.dependencies import Body, Receipt
from shared.privacy.text import Note

OfferId = Annotated[str, Path(pattern=r"^offer_[a-z2-7]{26}$")]
BookingPath = Annotated[str, Path(pattern=r"^calendar_[a-z2-7]{26}\.[1-9]\d{0,5}$")]
RequestOf = Annotated[str, Field(pattern=r"^req_[a-z2-7]{26}$")]
FirstDay = Annotated[Since2000 | None, Query(alias="from", description="The first day; today where it is missing.")]
LastDay = Annotated[Since2000 | None, Query(description="The last day, included.")]


class BookingBody(Body):
    """A slot of the offer, or with `weekly_until` one each week to that day, with `monthly_until` one each month: all
    of them, unless `skip_taken`.

    `people` is how many come, `quantity` how many of several alike are wanted. With `wait` a taken slot is waited for.
    Staff enter `afterwards` what was agreed by word of mouth and has begun.
    """

    booker: Claimant
    day: Since2000
    start: StartTime
    quantity: Places = 1
    people: People | None = None
    purpose: Note = ""
    for_request: RequestOf | None = None
    weekly_until: Since2000 | None = None
    monthly_until: Since2000 | None = None
    skip_taken: bool = False
    wait: bool = False
    afterwards: bool = False


class BookingReceipt(Receipt):
    """What was booked, or `waiting`: one booking, or those of a series; and the `skipped` days."""

    bookings: tuple[str, ...]
    waiting: tuple[str, ...]
    skipped: tuple[Day, ...]


class MoveBody(Body):
    day: Since2000
    start: StartTime
    reason: CancelReason
    note: Note = ""


class CancellationBody(Body):
    """Why it is given back; `later`: with all that follow it in its series; `free_from`: of a month that has begun what
    is left from that day on."""

    reason: CancelReason
    note: Note = ""
    later: bool = False
    free_from: Since2000 | None = None


class AnswerBody(Body):
    """Whether the slot that became free is taken."""

    accept: bool


class MissedBody(Body):
    reason: MissReason
    note: Note = ""
