"""What a provider made of it before: one row a promise, and what it ends as."""

from datetime import date

from services.matching import events as e
from services.matching.projections import RECORDS, Record
from services.matching.queries.satisfaction import satisfied
from shared.eventsourcing.model import Event

from .examples import (
    NEED,
    SCHOOL,
    accepted,
    again,
    claim_id,
    claimed,
    confirmed,
    delivered,
    of_claim,
    opened,
    reopened,
    suggestion,
)
from .recording import recorded

KEPT = (opened(), claimed(), accepted(), delivered(), confirmed())


def rows(*events: Event) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for one in recorded(*events):
        for key in RECORDS.keys(one):
            found[key] = RECORDS.apply(found.get(key), one)
    return found


def outcome(*events: Event) -> str:
    (row,) = rows(*events).values()
    return row.outcome


def test_a_promise_is_under_way_until_it_is_confirmed():
    assert outcome(*KEPT[:4]) == "under_way"
    assert outcome(*KEPT) == "kept"
    assert rows(*KEPT)[claim_id(1)].provider == SCHOOL.id


def test_what_was_not_really_done_does_not_count_and_what_was_a_mistake_neither():
    assert outcome(*KEPT, reopened(again())) == "under_way"
    assert outcome(*KEPT, of_claim(e.ClaimVoided, reason="entered_twice")) == "voided"


def test_what_was_given_back_is_remembered_unless_a_part_was_kept():
    back = of_claim(e.ClaimReleased, reason="no_time")
    assert outcome(*KEPT[:3], back) == "given_back"
    assert outcome(*KEPT, back) == "kept"
    assert outcome(*KEPT[:3], of_claim(e.ClaimExpired)) == "given_back"


def test_a_refusal_is_remembered_with_its_day_and_its_category():
    no = suggestion(e.SuggestionDeclined, reason="not_now", not_before=date(2026, 9, 1))
    (row,) = rows(opened(NEED), suggestion(e.SuggestionMade), no).values()
    assert (row.provider, row.category, row.outcome, row.not_before) == (
        SCHOOL.id,
        "space",
        "declined",
        date(2026, 9, 1),
    )


def test_of_what_was_kept_it_is_known_how_somebody_was_asked_and_the_mark() -> None:
    (row,) = rows(*KEPT).values()
    event = confirmed()
    assert (row.asked_how, row.mark, row.kept_on) == (event.how, event.mark, event.occurred_on)


def test_who_was_not_reached_is_in_no_share_of_the_satisfied() -> None:
    found = satisfied({5: 2, 4: 1, 3: 1, None: 6})
    assert (found.satisfied, found.not_satisfied, found.not_reachable, found.rate) == (3, 1, 6, 0.75)
    assert satisfied({None: 2}).rate is None
