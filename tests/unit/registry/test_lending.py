"""Merged organizations share what is left over of their deliveries, never twice, whenever it is cut off."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.registry.commands.agreement import (
    EndLoan,
    LendDelivery,
    ReinstateAgreement,
    TerminateAgreement,
    TickObligation,
    WithdrawDeliveries,
)
from services.registry.decider.agreement_state import stream_of
from services.registry.decider.lending import partners
from services.registry.events.obligation import DeliveryKnown, DeliveryLent, ObligationUnticked
from shared.errors import DomainError
from tests.unit.registry.examples import ORG, STAFF
from tests.unit.registry.merging import ALL, BOUND, OTHER, THIRD, Offices
from tests.unit.registry.test_agreement import LIGHTS, MORE, VISITS, correct


@pytest.fixture
def offices() -> Offices:
    return Offices()


def reasons(offices: Offices, *organizations: str) -> set[str]:
    """Why ticks were taken back."""
    events = [event for each in organizations for event in offices.events(each)]
    return {event.reason for event in events if isinstance(event, ObligationUnticked)}


def over_before_it_began(organization: str) -> TerminateAgreement:
    agreement = f"{stream_of(organization)}.1"
    return TerminateAgreement(**STAFF, agreement=agreement, on=date(2025, 1, 15), reason="moved_away")


def test_what_one_leaves_over_counts_for_the_other_and_comes_back_when_they_are_two_again(offices: Offices) -> None:
    offices.deliver(ORG, 80, "req_a.1")
    assert (offices.done(ORG), offices.done(OTHER)) == (60, 0)
    offices.merge(OTHER, ORG)
    assert offices.act()
    assert (offices.done(ORG), offices.done(OTHER)) == (60, 20)
    state = offices.state(ORG)
    assert state
    assert partners(state) == {OTHER}
    offices.part(OTHER)
    assert offices.act()
    assert (offices.done(ORG), offices.done(OTHER)) == (60, 0)
    assert reasons(offices, OTHER) == {"unmerged"}
    offices.merge(OTHER, ORG)
    assert offices.act()
    assert offices.done(OTHER) == 20, "the merger was right after all"


def test_who_has_no_agreement_delivers_for_the_one_that_has(offices: Offices) -> None:
    offices.merge(THIRD, ORG)
    offices.merge(OTHER, ORG)
    offices.deliver(THIRD, 70, "req_a.1")
    assert offices.act()
    assert offices.done(ORG) + offices.done(OTHER) == 70
    offices.ask(THIRD, WithdrawDeliveries(**STAFF, claim="req_a.1"))
    assert offices.act()
    assert offices.done(ORG) + offices.done(OTHER) == 0
    assert reasons(offices, *ALL) == {"reopened"}


def test_what_was_lent_does_not_count_at_home(offices: Offices) -> None:
    offices.deliver(ORG, 60, "req_a.1")
    everything = LendDelivery(**STAFF, delivery=1, to=OTHER, quantity=20)
    assert offices.ask(ORG, everything) == [], "nothing is left"
    offices.deliver(THIRD, 30, "req_b.1")
    first, second = (
        LendDelivery(**STAFF, delivery=1, to=OTHER, quantity=20),
        LendDelivery(**STAFF, delivery=1, to=ORG, quantity=20),
    )
    assert offices.ask(THIRD, first) == [DeliveryLent(delivery=1, to=OTHER, quantity=20)]
    assert offices.ask(THIRD, second) == [DeliveryLent(delivery=1, to=ORG, quantity=10)]
    assert offices.ask(THIRD, second) == []


def test_what_was_lent_and_reopened_counts_nowhere_though_they_parted_before_it_was_seen(offices: Offices) -> None:
    offices.merge(THIRD, OTHER)
    offices.deliver(THIRD, 60, "req_a.1")
    assert offices.act()
    assert offices.done(OTHER) == 60
    offices.ask(THIRD, WithdrawDeliveries(**STAFF, claim="req_a.1"))
    offices.part(THIRD)
    offices.merge(THIRD, ORG)
    assert offices.act()
    assert offices.done(OTHER) == 0


def test_what_comes_home_counts_for_those_who_are_still_merged(offices: Offices) -> None:
    offices.merge(OTHER, THIRD)
    offices.deliver(THIRD, 60, "req_a.1")
    assert offices.act()
    offices.merge(ORG, THIRD)
    assert offices.act()
    assert (offices.done(ORG), offices.done(OTHER)) == (0, 60)
    offices.part(OTHER)
    assert offices.act()
    assert (offices.done(ORG), offices.done(OTHER)) == (60, 0)


def test_what_came_home_is_offered_anew_whoever_saw_to_it(offices: Offices) -> None:
    offices.merge(OTHER, THIRD)
    offices.deliver(THIRD, 60, "req_a.1")
    assert offices.act()
    offices.merge(ORG, THIRD)
    offices.part(OTHER)
    offices.ask(OTHER, WithdrawDeliveries(**STAFF, claim="req_a.1", reason="unmerged"))
    offices.ask(THIRD, EndLoan(**STAFF, claim="req_a.1", to=OTHER))
    offices.acted = len(offices.log) - 1
    assert offices.act()
    assert offices.done(ORG) == 60


def test_what_cannot_be_used_any_more_goes_back_and_counts_for_another(offices: Offices) -> None:
    offices.merge(OTHER, THIRD)
    offices.deliver(THIRD, 60, "req_a.1")
    assert offices.act()
    offices.merge(ORG, THIRD)
    assert offices.act()
    offices.ask(ORG, over_before_it_began(ORG))
    less = (LIGHTS | {"quantity": 20}, VISITS, MORE)
    offices.ask(OTHER, correct(agreement=f"{stream_of(OTHER)}.1", clauses=less))
    assert offices.act()
    assert (offices.done(ORG), offices.done(OTHER)) == (0, 30)
    offices.ask(ORG, ReinstateAgreement(**STAFF, agreement=f"{stream_of(ORG)}.1", note="录错"))
    assert offices.act()
    assert (offices.done(ORG), offices.done(OTHER)) == (30, 30)
    offices.ask(OTHER, over_before_it_began(OTHER))
    assert offices.act()
    assert (offices.done(ORG), offices.done(OTHER)) == (60, 0)
    assert reasons(offices, *ALL) == {"corrected"}


def test_who_delivers_meanwhile_is_not_lent_what_was_open_before(offices: Offices) -> None:
    offices.merge(OTHER, THIRD)
    offices.deliver(THIRD, 60, "req_a.1")
    assert not offices.act(steps=1), "it is lent and has not arrived"
    offices.meanwhile.append(lambda: offices.deliver(OTHER, 50, "req_b.1"))
    assert offices.act()
    assert offices.done(OTHER) == 60
    taken_in = [event for event in offices.events(OTHER) if isinstance(event, DeliveryKnown) and event.lender]
    assert [event.quantity for event in taken_in] == [10]


def test_what_staff_took_back_by_hand_is_not_lent_there_again(offices: Offices) -> None:
    offices.merge(THIRD, OTHER)
    offices.deliver(THIRD, 60, "req_a.1")
    assert offices.act()
    assert offices.done(OTHER) == 60
    state = offices.state(OTHER)
    assert state
    offices.take_back(OTHER, state.ticks[0])
    assert offices.act()
    assert offices.done(OTHER) == 10
    offices.part(THIRD)
    assert offices.act()
    assert offices.done(OTHER) == 0
    offices.merge(THIRD, OTHER)
    assert offices.act()
    assert offices.done(OTHER) == 10, "it was said of what is lent, not of the loan"
    offices.deliver(THIRD, 20, "req_b.1")
    assert offices.act()
    assert offices.done(OTHER) == 30, "another delivery counts"


def test_what_staff_took_back_stays_so_for_all_parts_that_were_lent(offices: Offices) -> None:
    def promise(lights: int, more: int) -> None:
        clauses = (LIGHTS | {"quantity": lights}, VISITS, MORE | {"quantity": more})
        offices.ask(OTHER, correct(agreement=f"{stream_of(OTHER)}.1", clauses=clauses))
        assert offices.act()

    offices.merge(THIRD, OTHER)
    promise(5, 10)
    offices.deliver(THIRD, 20, "req_a.1")
    assert offices.act()
    promise(50, 10)
    promise(50, 30)
    state = offices.state(OTHER)
    assert state
    assert [(tick.clause, tick.quantity) for tick in state.ticks] == [("1.1", 5), ("1.3", 10), ("1.1", 5)]
    offices.take_back(OTHER, state.ticks[0])
    assert offices.act()
    state = offices.state(OTHER)
    assert state
    assert {tick.clause for tick in state.ticks} == {"1.3"}
    assert offices.done(OTHER) == 20


def test_a_loan_that_nobody_has_does_not_end_twice(offices: Offices) -> None:
    assert offices.ask(THIRD, EndLoan(**STAFF, claim="req_a.1", to=OTHER)) == []


WHO, STEPS = st.sampled_from(ALL), st.sampled_from([0, 0, 1, 2, 3, BOUND])
ACTS = st.one_of(
    st.tuples(st.just("deliver"), WHO, st.integers(1, 90), STEPS),
    st.tuples(st.just("withdraw"), WHO, st.integers(0, 3), STEPS),
    st.tuples(st.just("merge"), WHO, st.integers(0, 2), STEPS),
    st.tuples(st.just("part"), WHO, st.just(0), STEPS),
    st.tuples(st.just("correct"), WHO, st.integers(1, 90), STEPS),
    st.tuples(st.just("terminate"), WHO, st.just(0), STEPS),
    st.tuples(st.just("reinstate"), WHO, st.just(0), STEPS),
    st.tuples(st.just("tick"), WHO, st.integers(1, 60), STEPS),
    st.tuples(st.just("take back"), WHO, st.integers(0, 3), STEPS),
)


def carry_out(offices: Offices, what: str, who: str, number: int, claims: list[tuple[str, str]]) -> None:
    """One act; those that are refused change nothing."""
    agreement, state = f"{stream_of(who)}.1", offices.state(who)
    match what:
        case "deliver":
            claims.append((who, f"req_{len(claims)}.1"))
            offices.deliver(who, number, claims[-1][1])
        case "withdraw":
            for claim in [claim for by, claim in claims if by == who][number : number + 1]:
                offices.ask(who, WithdrawDeliveries(**STAFF, claim=claim))
        case "merge":
            offices.merge(who, ALL[number])
        case "part":
            offices.part(who)
        case "correct":
            offices.ask(who, correct(agreement=agreement, clauses=(LIGHTS | {"quantity": number}, VISITS, MORE)))
        case "terminate":
            offices.ask(who, over_before_it_began(who))
        case "reinstate":
            offices.ask(who, ReinstateAgreement(**STAFF, agreement=agreement, note="录错"))
        case "tick":
            offices.ask(who, TickObligation(**STAFF, agreement=agreement, clause="1.1", quantity=number, note="另装"))
        case "take back":
            for tick in state.ticks[number : number + 1] if state else ():
                offices.take_back(who, tick)


@given(st.lists(ACTS, max_size=16))
@example([("deliver", THIRD, 60, 0), ("merge", OTHER, 0, 2), ("merge", THIRD, 0, 2), ("deliver", ORG, 1, 0)])
@example([("merge", THIRD, 1, 0), ("deliver", THIRD, 60, BOUND), ("withdraw", THIRD, 0, 0), ("part", THIRD, 0, 0)])
@example([("merge", OTHER, 2, 0), ("deliver", THIRD, 60, BOUND), ("merge", ORG, 2, 0), ("part", OTHER, 0, 0)])
@example([("merge", OTHER, 2, 0), ("deliver", THIRD, 60, 1), ("deliver", OTHER, 50, 0), ("merge", ORG, 2, 0)])
@example([("merge", OTHER, 2, 0), ("deliver", THIRD, 60, BOUND), ("merge", ORG, 2, 0), ("terminate", OTHER, 0, 0)])
@example(
    [
        ("merge", OTHER, 2, 0),
        ("deliver", THIRD, 60, 9),
        ("take back", OTHER, 0, 9),
        ("terminate", ORG, 0, 0),
        ("part", OTHER, 0, 9),
    ]
)
def test_nothing_is_counted_twice_wherever_it_is_cut_off_and_in_the_end_all_counts(acts: list[Any]) -> None:
    """`Offices` sees to the first after each change and to the second whenever all effects are through."""
    offices, claims = Offices(), list[tuple[str, str]]()
    for what, who, number, steps in acts:
        with suppress(DomainError):
            carry_out(offices, what, who, number, claims)
        offices.act(steps)
    assert offices.act(), f"not at rest after {BOUND} steps"
    for each in (OTHER, THIRD):
        offices.merge(each, ORG)
    assert offices.act(), f"not at rest after {BOUND} steps"
    for each in ALL:
        offices.part(each)
    assert offices.act(), f"not at rest after {BOUND} steps"
