"""The oracle of obligations finds what is ticked too little, too much, or in spite of a reopening."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.chaos.oracle.obligations import check_obligations
from tests.chaos.oracle.verdict import Verdict

AGREEMENT = "agreement_x.1"
CLAUSE = SimpleNamespace(category="safety", unit="个", quantity=5)


def event(kind: str, **fields: Any) -> Any:
    return SimpleNamespace(type=kind, **fields)


def confirmed(quantity: int) -> Any:
    about, party = SimpleNamespace(category="safety", unit="个"), SimpleNamespace(kind="organization", id="org_x")
    return event("delivery_confirmed", claim="req_a.1", claimant=party, about=about, quantity=quantity)


def judged(given: list[Any], ticked: list[int]) -> Verdict:
    signed = event("agreement_signed", agreement=AGREEMENT, term=1, clauses=(CLAUSE,))
    ticks = [event("obligation_ticked", agreement=AGREEMENT, clause="1.1", quantity=each) for each in ticked]
    books: Any = {
        "matching": SimpleNamespace(commits=[SimpleNamespace(events=given)]),
        "registry": SimpleNamespace(streams={"agreement_x": [SimpleNamespace(events=[signed, *ticks])]}),
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
