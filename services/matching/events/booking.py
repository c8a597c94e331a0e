"""What happens to the bookings of an offer."""

from typing import ClassVar, Literal, get_args

from services.matching.engine.slots import Slot
from shared.contracts.base import Category, Party
from shared.eventsourcing.model import Day, Event, Frozen, Instant

CancelReason = Literal[
    "no_longer_needed", "other_time", "illness", "weather", "provider_needs_it", "closed", "entered_by_mistake", "other"
]
MissReason = Literal["did_not_come", "came_late", "told_late", "misunderstanding", "illness", "weather", "other"]
"""Why nobody used it: said without blame."""
Misfit = Literal["offer_ended", "paused", "outside", "too_many_people", "out_of_reach", "taken"]
"""Why a booking no longer fits what is offered."""


class AnswerTerms(Frozen):
    """The limits that held when somebody went on the waiting list."""

    booking_answer: str
    time_zone: str


class Reservation(Frozen):
    """Who wants what of the offer, and when.

    `home` is the booker's community; `reach` is the node the offer is opened to by which one from outside has it.
    `series` is the id of the first booking of a weekly or monthly series.
    """

    booker: Party
    home: str
    reach: str | None = None
    slot: Slot
    starts_at: Instant
    ends_at: Instant
    quantity: int = 1
    people: int | None = None
    purpose: str = ""
    for_request: str | None = None
    series: str | None = None


class BookingEvent(Event):
    """A fact about one booking of an offer of this `category`; `reserved` is what is booked after it."""

    community: str
    offer: str
    provider: str
    """The organization whose offer it is."""
    booking: str
    reserved: Reservation
    category: Category | None = None


class BookingMade(BookingEvent):
    type: ClassVar[str] = "booking_made"
    occurrences: int = 1
    """How many were made with it; 0 for those of a series behind its first."""


class BookingWaits(BookingEvent):
    """On the waiting list: the slot is taken. It lapses at `due_at`, when the slot begins; of a month, whose rest can
    still be had, when it ends."""

    type: ClassVar[str] = "booking_waits"
    due_at: Instant
    terms: AnswerTerms


class BookingOffered(BookingEvent):
    """The slot is free for who waited, if the answer comes before `due_at`."""

    type: ClassVar[str] = "booking_offered"
    due_at: Instant


class BookingTaken(BookingEvent):
    """Who waited takes the slot."""

    type: ClassVar[str] = "booking_taken"


class BookingDeclined(BookingEvent):
    """Who waited does not want the slot any more."""

    type: ClassVar[str] = "booking_declined"


class BookingLapsed(BookingEvent):
    """Nothing was free in time, or no answer came."""

    type: ClassVar[str] = "booking_lapsed"
    was_offered: bool


class BookingMoved(BookingEvent):
    type: ClassVar[str] = "booking_moved"
    was: Slot
    reason: CancelReason
    note: str = ""


class BookingCancelled(BookingEvent):
    type: ClassVar[str] = "booking_cancelled"
    reason: CancelReason
    note: str = ""


class BookingGivenBack(BookingEvent):
    """A month that had begun was given back from a day on: `reserved` ends then, and the rest is free."""

    type: ClassVar[str] = "booking_given_back"
    free_from: Day
    reason: CancelReason
    note: str = ""


class BookingKept(BookingEvent):
    """It was used; a word that it was not comes after an earlier one that it was, and the other way round."""

    type: ClassVar[str] = "booking_kept"
    occurred_on: Day


class BookingMissed(BookingEvent):
    """Nobody came to use it."""

    type: ClassVar[str] = "booking_missed"
    occurred_on: Day
    reason: MissReason
    note: str = ""


class BookingUnfit(BookingEvent):
    """What is offered changed, and this booking no longer fits. It stands until somebody moves or cancels it."""

    type: ClassVar[str] = "booking_unfit"
    misfit: Misfit


class BookingFits(BookingEvent):
    """It fits again."""

    type: ClassVar[str] = "booking_fits"


OneBooking = (
    BookingOffered
    | BookingTaken
    | BookingDeclined
    | BookingLapsed
    | BookingMoved
    | BookingCancelled
    | BookingGivenBack
    | BookingKept
    | BookingMissed
    | BookingUnfit
    | BookingFits
)
"""What happens to a booking after it was made or went on the waiting list."""

EVENTS: tuple[type[Event], ...] = (BookingMade, BookingWaits, *get_args(OneBooking))
