"""Facts are recorded once, reversed, and recorded again."""

from services.evaluation.commands import RecordFact, ReverseFact
from services.evaluation.decider.fact import FACT
from services.evaluation.events import Fact, FactRecorded, FactReversed
from shared.testing.spec import spec
from tests.unit.evaluation.examples import AT, COMMUNITY, SCHOOL, SYSTEM, fact

FIRST, SECOND, REOPENED, VOIDED, AGAIN = (f"matching/req_a/{version}/0" for version in (3, 4, 5, 6, 7))


def record(cause: str = FIRST, **changes: object) -> RecordFact:
    return RecordFact(at=AT, actor=SYSTEM, fact=fact(**changes), cause=cause)


def recorded(number: int = 1, cause: str = FIRST, what: Fact | None = None) -> FactRecorded:
    return FactRecorded(community=COMMUNITY, number=number, fact=what or fact(), cause=cause)


def reverse(cause: str = REOPENED) -> ReverseFact:
    return ReverseFact(at=AT, actor=SYSTEM, reason="not_done", cause=cause)


def reversed_(number: int = 1, quarter: str = "2024Q4", cause: str = REOPENED) -> FactReversed:
    return FactReversed(
        community=COMMUNITY,
        number=number,
        organization=SCHOOL,
        quarter=quarter,
        reason="not_done",
        cause=cause,
    )


def test_a_fact_is_recorded():
    spec(FACT).when(record()).then(recorded())


def test_the_same_fact_twice_is_the_same_thing():
    spec(FACT).given(recorded()).when(record()).then()


def test_a_second_part_of_the_claim_is_a_fact_of_its_own():
    spec(FACT).given(recorded()).when(record(SECOND, quantity=2)).then(
        recorded(2, SECOND, fact(quantity=2)),
    )


def test_a_reversal_takes_back_all_that_counts():
    second = recorded(2, SECOND, fact(occurred_on="2025-01-02"))
    spec(FACT).given(recorded(), second).when(reverse()).then(reversed_(1), reversed_(2, "2025Q1"))


def test_a_reversal_takes_nothing_back_twice():
    spec(FACT).given(recorded(), reversed_()).when(reverse()).then()
    spec(FACT).given(recorded(), reversed_()).when(reverse(VOIDED)).then()


def test_a_reversal_of_something_unknown_is_legal_and_without_effect():
    spec(FACT).when(reverse()).then()


def test_after_a_reversal_it_can_be_recorded_again():
    spec(FACT).given(recorded(), reversed_()).when(record(AGAIN)).then(recorded(2, AGAIN))


def test_a_late_repetition_of_what_was_reversed_changes_nothing():
    spec(FACT).given(recorded(), reversed_()).when(record(FIRST)).then()


def test_what_changed_nothing_changes_nothing_later_either():
    """A reversal that had nothing to reverse left no trace; told again, it must not reverse what came after it."""
    past = (recorded(), reversed_(), recorded(2, AGAIN))
    spec(FACT).given(*past).when(reverse(VOIDED)).then()
    spec(FACT).given(*past).when(reverse("matching/req_b/1/0")).then(reversed_(2, cause="matching/req_b/1/0"))


def test_quarters():
    days = ("2024-01-01", "2024-03-31", "2024-04-01", "2024-09-30", "2024-12-31")
    quarters = ["2024Q1", "2024Q1", "2024Q2", "2024Q3", "2024Q4"]
    assert [fact(occurred_on=day).quarter for day in days] == quarters
