"""Bookings of an offer: made, moved, given back, answered, and marked when they are over."""

from dataclasses import dataclass

from fastapi import APIRouter

from services.matching.api.booking_bodies import (
    AnswerBody,
    BookingBody,
    BookingPath,
    BookingReceipt,
    CancellationBody,
    MissedBody,
    MoveBody,
    OfferId,
)
from services.matching.api.booking_parties import audiences_for, community_of, gone, request_known, speaking_for
from services.matching.api.speaking import acting_for, by
from services.matching.commands import AnswerSlot, Book, CancelBooking, KeepBooking, MissBooking, MoveBooking
from services.matching.decider import Calendar, calendar_of
from services.matching.decider.booking_errors import NotYourBooking
from services.matching.events import BookingMade, BookingWaits
from shared.contracts.base import Party
from shared.directory.limits import Limits
from shared.eventsourcing.model import Command
from shared.http.dependencies import Body, Receipt, Write, Writing

BOOKING = "/bookings/{booking}"

router = APIRouter()


@dataclass(frozen=True)
class Spoken:
    """What a command about a booking says beside its own: for whom it is said, whose it is, whether
    nobody is there any more to keep it, and the limits in force."""

    party: str | None
    booker: Party
    inactive: bool
    limits: Limits


@router.post("/offers/{offer}/bookings", status_code=201, operation_id="post_booking")
async def post_booking(offer: OfferId, body: BookingBody, write: Writing) -> BookingReceipt:
    """Book a slot of an offer, or wait for it; by the week or the month, where that is asked."""
    calendar = calendar_of(offer)
    state: Calendar = await write.load(calendar, acting=body.booker.id)
    path = await write.service.tree.path(await community_of(write.service.reads, body.booker))
    command = Book(
        at=write.at,
        actor=acting_for(write, body, body.booker),
        path=path,
        audiences=await audiences_for(write.service.reads, body.booker),
        party=await speaking_for(write, state, path, body.booker.id),
        inactive=await gone(write.service.reads, state, body.booker.id),
        limits=await write.service.tree.limits(state.community),
        booker=body.booker.party,
        **body.model_dump(exclude={"booker", "on_behalf_of", "consent"}),
    )
    await request_known(write.service.reads, body.for_request)
    outcome = await write.change(calendar, command, acting=body.booker.id)
    assert outcome.commit is not None, "a booking is never nothing"
    made = [event for event in outcome.commit.events if isinstance(event, BookingMade | BookingWaits)]
    receipt = write.receipt(outcome, id=made[0].booking, location=f"/api/matching/v1/bookings/{made[0].booking}")
    return _receipt(receipt, command, made)


def _receipt(receipt: Receipt, command: Book, made: list[BookingMade | BookingWaits]) -> BookingReceipt:
    return BookingReceipt(
        **dict(receipt),
        bookings=tuple(event.booking for event in made if isinstance(event, BookingMade)),
        waiting=tuple(event.booking for event in made if isinstance(event, BookingWaits)),
        skipped=tuple(day for day in command.days if day not in {event.reserved.slot.day for event in made}),
    )


@router.post(BOOKING + "/move", operation_id="post_booking_move")
async def post_booking_move(booking: BookingPath, body: MoveBody, write: Writing) -> Receipt:
    """Move a booking to another free slot of its offer; the old one is free at once."""
    spoken = await _spoken(write, booking)
    said = {"day": body.day, "start": body.start, "reason": body.reason, "note": body.note}
    command = MoveBooking(
        booking=booking,
        audiences=await audiences_for(write.service.reads, spoken.booker),
        party=spoken.party,
        inactive=spoken.inactive,
        limits=spoken.limits,
        **said,
        **by(write, body),
    )
    return await _change(write, booking, command)


@router.post(BOOKING + "/cancellation", operation_id="post_booking_cancellation")
async def post_booking_cancellation(booking: BookingPath, body: CancellationBody, write: Writing) -> Receipt:
    """Give a booking back, a month that has begun from a day on, or leave the waiting list; who waits is asked next."""
    spoken = await _spoken(write, booking)
    said = body.model_dump(include={"reason", "note", "later", "free_from"}) | {"time_zone": spoken.limits.time_zone}
    return await _change(write, booking, CancelBooking(booking=booking, party=spoken.party, **said, **by(write, body)))


@router.post(BOOKING + "/answer", operation_id="post_booking_answer")
async def post_booking_answer(booking: BookingPath, body: AnswerBody, write: Writing) -> Receipt:
    """Take the slot that became free, or leave it to the next."""
    spoken = await _spoken(write, booking)
    said = {"accept": body.accept, "inactive": spoken.inactive, "limits": spoken.limits}
    return await _change(write, booking, AnswerSlot(booking=booking, party=spoken.party, **said, **by(write, body)))


@router.post(BOOKING + "/kept", operation_id="post_booking_kept")
async def post_booking_kept(booking: BookingPath, body: Body, write: Writing) -> Receipt:
    """Say that the booking was used."""
    spoken = await _spoken(write, booking)
    return await _change(write, booking, KeepBooking(booking=booking, party=spoken.party, **by(write, body)))


@router.post(BOOKING + "/missed", operation_id="post_booking_missed")
async def post_booking_missed(booking: BookingPath, body: MissedBody, write: Writing) -> Receipt:
    """Say that nobody came to use it."""
    spoken = await _spoken(write, booking)
    said = {"reason": body.reason, "note": body.note}
    return await _change(write, booking, MissBooking(booking=booking, party=spoken.party, **said, **by(write, body)))


async def _spoken(write: Write, booking: str) -> Spoken:
    """For whom the caller speaks about this booking. Raises NotYourBooking."""
    state: Calendar = await write.load(_calendar(booking))
    found = state.booking(booking)
    if found is None:
        raise NotYourBooking
    path = await write.service.tree.path(found.reserved.home)
    booker = found.reserved.booker
    return Spoken(
        party=await speaking_for(write, state, path, booker.id),
        booker=booker,
        inactive=await gone(write.service.reads, state, booker.id),
        limits=await write.service.tree.limits(state.community),
    )


async def _change(write: Write, booking: str, command: Command) -> Receipt:
    return write.receipt(await write.change(_calendar(booking), command), id=booking)


def _calendar(booking: str) -> str:
    return booking.partition(".")[0]
