"""The oracle of obligations finds what is ticked too little, too much, or in spite of a reopening."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.chaos.oracle.obligations import check_obligations
from tests.chaos.oracle.verdict import Verdict

AGREEMENT = "agreement_x.1"
CLAUSE = SimpleNamespace(kind="countable", category="safety", unit="个", quantity=5)


def event(kind: str, **fields: Any) -> Any:
    return SimpleNamespace(type=kind, **fields)


def confirmed(quantity: int) -> Any:
    about, party = SimpleNamespace(category="safety", unit="个"), SimpleNamespace(kind="organization", id="org_x")
    return event("delivery_confirmed", claim="req_a.1", claimant=party, about=about, quantity=quantity)


def signed(kind: str = "signed", term: int = 1, quantity: int = 5) -> Any:
    clause = SimpleNamespace(**vars(CLAUSE) | {"quantity": quantity})
    return event(f"agreement_{kind}", agreement=AGREEMENT, term=term, clauses=(clause,))


def tick(number: int, quantity: int, delivery: int | None = 1, clause: str = "1.1") -> Any:
    said = {"tick": number, "quantity": quantity, "delivery": delivery, "clause": clause}
    return event("obligation_ticked", agreement=AGREEMENT, **said)


def judged(given: list[Any], ticked: list[int]) -> Verdict:
    return kept(given, signed(), *(tick(number, each) for number, each in enumerate(ticked, 1)))


def kept(given: list[Any], *events: Any) -> Verdict:
    books: Any = {
        "matching": SimpleNamespace(commits=[SimpleNamespace(events=given)]),
        "registry": SimpleNamespace(streams={"agreement_x": [SimpleNamespace(events=events, position=1)]}),
    }
    verdict = Verdict()
    check_obligations(books, verdict)
    return verdict


REOPENED = event("request_reopened", claims=[SimpleNamespace(claim="req_a.1")])


@pytest.mark.parametrize(
    ("given", "ticked", "lost", "doubled"),
    [
        ([confirmed(3)], [3], 0, 0),
        ([confirmed(8)], [5], 0, 0),
        ([confirmed(3)], [], 1, 0),
        ([confirmed(3)], [3, 1], 0, 1),
        ([confirmed(3), REOPENED], [], 0, 0),
        ([confirmed(3), REOPENED], [3], 0, 1),
    ],
)
def test_ticks_are_compared_with_what_was_given(given: list[Any], ticked: list[int], lost: int, doubled: int) -> None:
    verdict = judged(given, ticked)
    assert (len(verdict.lost), len(verdict.doubled)) == (lost, doubled)


UNTICKED = event("obligation_unticked", tick=1)


@pytest.mark.parametrize(
    "events",
    [
        [signed(), tick(1, 2, delivery=None)],
        [signed(), tick(1, 2, delivery=None), UNTICKED, tick(2, 5, delivery=None)],
        [signed(), signed("renewed", term=2), tick(1, 5, None), tick(2, 5, None, clause="2.1")],
        [signed(), tick(1, 5, delivery=None), UNTICKED, signed("corrected", quantity=2), tick(2, 2, delivery=None)],
    ],
)
def test_what_was_counted_by_hand_and_said_anew_is_right(events: list[Any]) -> None:
    assert kept([], *events).findings == []


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([signed(), tick(1, 6, delivery=None)], "6 of 5 are ticked"),
        ([signed(), tick(1, 5, delivery=None), signed("corrected", quantity=2)], "5 of 2 are ticked"),
        ([signed(), tick(1, 2, delivery=None), tick(1, 2, delivery=None)], "tick 1 was made twice"),
        ([signed(), tick(1, 2, delivery=None), UNTICKED, UNTICKED], "tick 1 was taken back, and did not stand"),
    ],
)
def test_what_was_counted_wrongly_is_found(events: list[Any], said: str) -> None:
    assert any(said in finding for finding in kept([], *events).doubled)
