"""Bookings by plain arithmetic, without the decider: never more of an offer at one time than there is, those who waited
longest served first, nobody left waiting for what is free, and each step in its order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.chaos.ledger import Entry
from tests.chaos.oracle.books import Book
from tests.chaos.oracle.verdict import Verdict

STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "booking_made": (("",), "booked"),
    "booking_waits": (("",), "waiting"),
    "booking_offered": (("waiting",), "offered"),
    "booking_taken": (("offered",), "booked"),
    "booking_declined": (("offered",), "ended"),
    "booking_lapsed": (("waiting", "offered"), "ended"),
    "booking_moved": (("booked",), "booked"),
    "booking_cancelled": (("waiting", "offered", "booked"), "ended"),
    "booking_given_back": (("booked",), "booked"),
    "booking_kept": (("booked", "missed"), "kept"),
    "booking_missed": (("booked", "kept"), "missed"),
}
"""From where each event may come, and where it leads."""
HOLDING = ("offered", "booked", "kept", "missed")
GIVEN = ("booking_made", "booking_offered", "booking_taken", "booking_moved")
"""What gives somebody a part of the offer."""


@dataclass
class _Booking:
    begin: datetime
    end: datetime
    quantity: int
    state: str = ""

    def meets(self, other: "_Booking") -> bool:
        return self.begin < other.end and other.begin < self.end


@dataclass
class _Calendar:
    """One offer; `most` of it can be had at once."""

    most: int = 1
    bookings: dict[str, _Booking] = field(default_factory=dict)

    def take(self, event: Any) -> Iterator[tuple[str, str]]:
        """One event; gives what is wrong with it, and whether that is `lost` or `doubled`."""
        if event.type == "offer_known":
            self.most = event.terms.parallel or 1
        if event.type not in STEPS:
            return
        reserved = event.reserved
        known = self.bookings.get(event.booking)
        now = _Booking(reserved.starts_at, reserved.ends_at, reserved.quantity, known.state if known else "")
        self.bookings[event.booking] = now
        before, after = STEPS[event.type]
        if now.state not in before:
            yield "doubled", f"{event.booking} was {now.state or 'not there'} before {event.type}"
        if event.type == "booking_offered" and (first := self._before(event.booking)):
            yield "lost", f"{event.booking} was offered what {first} waits for longer"
        now.state = after
        if event.type in GIVEN and (held := self._most_held(now)) > self.most:
            yield "doubled", f"{held} of {self.most} are booked at once with {event.type} of {event.booking}"

    def left_waiting(self) -> Iterator[str]:
        """Those who wait for what is free."""
        for name, booking in self.bookings.items():
            if booking.state == "waiting" and self._most_held(booking) + booking.quantity <= self.most:
                yield name

    def _before(self, booking: str) -> str:
        """Who waits longer for the same, and would need no more of it."""
        wanted = self.bookings[booking]
        for name, other in self.bookings.items():
            if name == booking:
                break
            same = (other.begin, other.end) == (wanted.begin, wanted.end)
            if same and other.state == "waiting" and other.quantity <= wanted.quantity:
                return name
        return ""

    def _most_held(self, wanted: _Booking) -> int:
        """How much is held at most at any one time of `wanted`."""
        held = [each for each in self.bookings.values() if each.state in HOLDING and each.meets(wanted)]
        begins = {max(each.begin, wanted.begin) for each in held}
        return max((sum(e.quantity for e in held if e.begin <= at < e.end) for at in begins), default=0)


def check_bookings(entries: Iterable[Entry], matching: Book, verdict: Verdict) -> None:
    """Every offer's calendar, and every booking that was acknowledged."""
    made: set[str] = set()
    for stream, commits in matching.streams.items():
        if not stream.startswith("calendar_"):
            continue
        calendar = _Calendar()
        for commit in commits:
            for event in commit.events:
                for kind, said in calendar.take(event):
                    getattr(verdict, kind).append(f"matching:{commit.position} {stream}: {said}")
        verdict.lost += [f"matching: {name} waits for what is free" for name in calendar.left_waiting()]
        made |= calendar.bookings.keys()
    verdict.count("bookings", len(made))
    for entry in entries:
        if entry.sent.operation == "post_booking" and entry.acknowledged:
            booking = entry.acknowledged[0].id
            if booking not in made:
                verdict.lost.append(f"{entry.name}: the booking {booking} was acknowledged, matching never made it")
