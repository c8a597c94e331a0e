"""The oracle of bookings finds what is booked twice, out of turn, out of order, or left waiting for what is free."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.chaos.oracle.bookings import check_bookings
from tests.chaos.oracle.verdict import Verdict

NINE = datetime(2090, 1, 2, 9, tzinfo=UTC)


def known(parallel: int) -> Any:
    return SimpleNamespace(type="offer_known", terms=SimpleNamespace(parallel=parallel))


def event(kind: str, number: int, hour: int = 0, quantity: int = 1) -> Any:
    begin = NINE + timedelta(hours=hour)
    reserved = SimpleNamespace(starts_at=begin, ends_at=begin + timedelta(minutes=90), quantity=quantity)
    return SimpleNamespace(type=f"booking_{kind}", booking=f"calendar_x.{number}", reserved=reserved)


def judged(*events: Any) -> Verdict:
    commits = [SimpleNamespace(events=[each], position=n) for n, each in enumerate(events, 1)]
    book: Any = SimpleNamespace(streams={"calendar_x": commits})
    verdict = Verdict()
    check_bookings([], book, verdict)
    return verdict


ONE = [known(1), event("made", 1), event("waits", 2), event("waits", 3)]


@pytest.mark.parametrize(
    "events",
    [
        [*ONE],
        [*ONE, event("cancelled", 1), event("offered", 2), event("taken", 2), event("cancelled", 3)],
        [*ONE, event("cancelled", 1), event("offered", 2), event("lapsed", 2), event("offered", 3)],
        [known(1), event("made", 1), event("made", 2, hour=2), event("moved", 1, hour=4)],
        [known(2), event("made", 1), event("made", 2), known(1), event("made", 3, hour=5)],
        [known(1), event("made", 1), event("kept", 1), event("missed", 1), event("kept", 1)],
    ],
)
def test_what_is_right_is_left_in_peace(events: list[Any]) -> None:
    assert judged(*events).findings == []


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([known(1), event("made", 1), event("made", 2)], "2 of 1 are booked at once"),
        ([known(1), event("made", 1), event("made", 2, hour=1)], "2 of 1 are booked at once"),
        ([known(2), event("made", 1), event("made", 2, quantity=2)], "3 of 2 are booked at once"),
        ([known(1), event("made", 1), event("made", 2, hour=4), event("moved", 2)], "2 of 1 are booked at once"),
        ([*ONE, event("offered", 2)], "2 of 1 are booked at once"),
        ([*ONE, event("cancelled", 1), event("offered", 3)], "waits for longer"),
        ([*ONE, event("cancelled", 1)], "waits for what is free"),
        ([known(1), event("made", 1), event("taken", 1)], "was booked before booking_taken"),
        ([*ONE, event("cancelled", 1), event("cancelled", 1)], "was ended before booking_cancelled"),
    ],
)
def test_what_is_wrong_is_found(events: list[Any], said: str) -> None:
    assert any(said in finding for finding in judged(*events).findings)
