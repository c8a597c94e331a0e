"""The offers with what can be booked of them, and the bookings."""

from services.matching.decider import Booking, BookingState, calendar_of, evolve_booking
from services.matching.engine.places import Left, left_of
from services.matching.events import BookingEvent, OfferKnown
from services.matching.events.offer import OfferPromised
from services.matching.projections.finding import found_by, words_in
from shared.contracts.offers import OfferTerms
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Actor, Day, Instant
from shared.eventsourcing.projection import Document, OfParts, Projection, of_streams


class CalendarDocument(Document):
    """An offer as registry told of it last; `version` is its calendar's when it was told. `words` are those it is made
    of, `found_by` is by what it is suggested; of its number so many partners and so much is taken."""

    offer: str
    community: str
    organization: str
    terms: OfferTerms
    listed: bool
    words: tuple[str, ...] = ()
    found_by: tuple[str, ...] = ()
    partners_taken: int = 0
    quantity_taken: int = 0

    @property
    def left(self) -> Left:
        """What is left of its number."""
        return left_of(self.terms, self.partners_taken, self.quantity_taken)


class BookingDocument(Document):
    """A booking, whole, and beside it what lists filter by. `home` is the community of who booked."""

    offer: str
    community: str
    provider: str
    booker: str
    home: str
    for_request: str | None
    day: Day
    starts_at: Instant
    ends_at: Instant
    state: BookingState
    misfit: bool
    made_at: Instant
    made_by: Actor
    changed_at: Instant
    booking: Booking

    @property
    def owners(self) -> frozenset[str]:
        """Whose thing it is: who booked it, and whose offer it is."""
        return frozenset({self.booker, self.provider})

    @property
    def calendar(self) -> str:
        return calendar_of(self.offer)


def apply_calendar(document: CalendarDocument | None, recorded: Recorded) -> CalendarDocument:
    known = recorded.event
    if isinstance(known, OfferPromised):
        assert document is not None, "only what is known is promised"
        return document.model_copy(update=known.model_dump(include={"partners_taken", "quantity_taken"}))
    assert isinstance(known, OfferKnown)
    words = words_in(known.terms, document.terms, document.words) if document else words_in(known.terms)
    taken = document.model_dump(include={"partners_taken", "quantity_taken"}) if document else {}
    found = found_by(known, words)
    return CalendarDocument(id=recorded.stream, **dict(known), words=words, found_by=found, **taken)


def apply_booking(document: BookingDocument | None, recorded: Recorded) -> BookingDocument:
    event = recorded.event
    assert isinstance(event, BookingEvent)
    booking = evolve_booking(document.booking if document else None, event)
    reserved = booking.reserved
    return BookingDocument(
        id=booking.id,
        offer=event.offer,
        community=event.community,
        provider=event.provider,
        booker=reserved.booker.id,
        home=reserved.home,
        for_request=reserved.for_request,
        day=reserved.slot.day,
        starts_at=reserved.starts_at,
        ends_at=reserved.ends_at,
        state=booking.state,
        misfit=booking.misfit is not None,
        made_at=document.made_at if document else recorded.at,
        made_by=document.made_by if document else recorded.commit.actor,
        changed_at=recorded.at,
        booking=booking,
    )


def _booking(recorded: Recorded) -> str | None:
    return recorded.event.booking if isinstance(recorded.event, BookingEvent) else None


CALENDARS = Projection(
    name="calendars",
    version=3,
    document=CalendarDocument,
    apply=apply_calendar,
    keys=of_streams(OfferKnown, OfferPromised),
    indexes=(
        [("community", 1), ("listed", 1)],
        [("organization", 1)],
        [("terms.reach.node", 1)],
        [("found_by", 1), ("terms.confirmed_on", -1)],
    ),
)
BOOKINGS = Projection(
    name="bookings",
    version=2,
    document=BookingDocument,
    apply=apply_booking,
    keys=OfParts(_booking, prefix="calendar_"),
    indexes=(
        [("community", 1), ("day", 1), ("starts_at", 1)],
        [("home", 1), ("day", 1), ("starts_at", 1)],
        [("offer", 1), ("day", 1), ("starts_at", 1)],
        [("provider", 1), ("day", 1), ("starts_at", 1)],
        [("booker", 1), ("day", 1), ("starts_at", 1)],
        [("for_request", 1)],
    ),
)
