"""What matching tells about bookings: who has reserved which slot of an offer, and what became of it; and how much of
an offer that is not booked is promised."""

from typing import ClassVar, Literal

from shared.contracts.base import Category, Contract, Party
from shared.eventsourcing.model import Day, Instant


class BookingContract(Contract):
    """A fact about one booking: its slot begins on `day` at `start`, as in `14:00` by the community's clock, and is
    over at `ends_at`. `category` is the offer's."""

    source: ClassVar[str] = "matching"
    offer: str
    organization: str
    """Whose offer it is."""
    booking: str
    booker: Party
    day: Day
    start: str
    for_request: str | None = None
    category: Category | None = None
    ends_at: Instant | None = None


class BookingMade(BookingContract):
    """The slot is the booker's; of a series by the week or month the first says how many `occurrences` it has, the
    others 0."""

    type: ClassVar[str] = "booking_made"
    quantity: int
    occurrences: int = 1


class BookingWaits(BookingContract):
    """The slot is taken, and would be the booker's if it became free."""

    type: ClassVar[str] = "booking_waits"


class BookingDeclined(BookingContract):
    """Who waited does not want the slot any more."""

    type: ClassVar[str] = "booking_declined"


class BookingOffered(BookingContract):
    """The slot has become free for a booker who waited, if the answer comes before `answer_by`."""

    type: ClassVar[str] = "booking_offered"
    answer_by: Instant


class BookingLapsed(BookingContract):
    """Who waited did not get the slot: nothing became free, or no answer came."""

    type: ClassVar[str] = "booking_lapsed"
    was_offered: bool


class BookingMoved(BookingContract):
    """To the slot named, from the one that began on `was_day` at `was_start`."""

    type: ClassVar[str] = "booking_moved"
    was_day: Day
    was_start: str
    reason: str


class BookingCancelled(BookingContract):
    type: ClassVar[str] = "booking_cancelled"
    reason: str


class BookingGivenBack(BookingContract):
    """A month that had begun was given back from a day on: it is over at `ends_at`, and the rest is free."""

    type: ClassVar[str] = "booking_given_back"
    free_from: Day
    reason: str


class BookingKept(BookingContract):
    """The offer was really used, so it still holds."""

    type: ClassVar[str] = "booking_kept"
    occurred_on: Day


class BookingMissed(BookingContract):
    type: ClassVar[str] = "booking_missed"
    occurred_on: Day
    reason: str


class BookingUnfit(BookingContract):
    """What is offered changed, and the booking no longer fits: it has to be moved or cancelled."""

    type: ClassVar[str] = "booking_unfit"
    reason: Literal["offer_ended", "paused", "outside", "too_many_people", "out_of_reach", "taken"]


class OfferPromised(Contract):
    """Of the offer's number so many partners and so much of its quantity is promised now."""

    type: ClassVar[str] = "offer_promised"
    source: ClassVar[str] = "matching"
    offer: str
    partners_taken: int
    quantity_taken: int


CONTRACTS: tuple[type[Contract], ...] = (
    BookingMade,
    BookingWaits,
    BookingDeclined,
    BookingOffered,
    BookingLapsed,
    BookingMoved,
    BookingCancelled,
    BookingGivenBack,
    BookingKept,
    BookingMissed,
    BookingUnfit,
    OfferPromised,
)
