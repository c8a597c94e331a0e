"""Merged organizations share what is left over of their deliveries, never twice, whenever it is cut off."""

from collections import Counter
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from services.registry.commands.agreement import LendDelivery, UntickObligation, WithdrawDeliveries
from services.registry.decider.agreement import DECIDER
from services.registry.decider.agreement_state import Agreements, stream_of
from services.registry.decider.lending import next_step, partners
from services.registry.events.obligation import DeliveryLent, ObligationUnticked
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Actor, Command, Event
from tests.unit.registry.examples import ORG, STAFF
from tests.unit.registry.test_agreement import drafted, know, signed

OTHER = derived_id("org", "entered twice")
THIRD = derived_id("org", "entered thrice")
ALL = (ORG, OTHER, THIRD)
ONE = frozenset(ALL)


class Offices:
    """The agreements of three organizations; the first two have one each, with 60 lights in two clauses."""

    def __init__(self) -> None:
        self.events: dict[str, list[Event]] = {each: [] for each in ALL}
        for each in (ORG, OTHER):
            named = {"organization": each, "agreement": f"{stream_of(each)}.1"}
            self.events[each] += [drafted.model_copy(update=named), signed.model_copy(update=named)]

    def state(self, organization: str) -> Agreements | None:
        return DECIDER.fold(self.events[organization])

    def ask(self, organization: str, command: Command) -> list[Event]:
        decided = list(DECIDER.decide(self.state(organization), command))
        self.events[organization] += decided
        self.nothing_counts_twice()
        return decided

    def deliver(self, organization: str, quantity: int, claim: str) -> list[Event]:
        return self.ask(organization, know(quantity, claim, organization=organization))

    def share(self, one: frozenset[str], steps: int = 1000) -> bool:
        """Takes so many steps; whether it was done by then."""
        for _ in range(steps):
            states = {each: state for each in ALL if (state := self.state(each))}
            step = next_step(states, one, STAFF["at"], Actor(id="system:registry"))
            if step is None:
                return True
            assert self.ask(*step), "a step that changes nothing would be asked for again and again"
        return False

    def done(self, organization: str) -> int:
        state = self.state(organization)
        return sum(tick.quantity for tick in state.ticks) if state else 0

    def nothing_counts_twice(self) -> None:
        counted, delivered = Counter[Any](), {}
        for each in ALL:
            state = self.state(each)
            own = {one.number: one for one in state.deliveries} if state else {}
            delivered |= {(each, one.number): one.quantity for one in own.values() if one.lender is None}
            for tick in state.ticks if state else ():
                by = own[tick.delivery or 0]
                counted[by.lender or each, by.original or by.number] += tick.quantity
        given = {by: count for by, count in counted.items() if by in delivered}
        assert all(count <= delivered[by] for by, count in given.items())


def test_what_one_leaves_over_counts_for_the_other_and_comes_back_when_they_are_two_again() -> None:
    offices = Offices()
    offices.deliver(ORG, 80, "req_a.1")
    assert (offices.done(ORG), offices.done(OTHER)) == (60, 0)
    assert offices.share(ONE)
    assert (offices.done(ORG), offices.done(OTHER)) == (60, 20)
    state = offices.state(ORG)
    assert state
    assert partners(state) == {OTHER}
    assert offices.share(frozenset({OTHER}))
    assert (offices.done(ORG), offices.done(OTHER)) == (60, 0)
    taken_back = [event for event in offices.events[OTHER] if isinstance(event, ObligationUnticked)]
    assert {event.reason for event in taken_back} == {"unmerged"}
    assert offices.share(ONE)
    assert offices.done(OTHER) == 20, "the merger was right after all"


def test_who_has_no_agreement_delivers_for_the_one_that_has() -> None:
    offices = Offices()
    offices.deliver(THIRD, 70, "req_a.1")
    assert offices.share(ONE)
    assert offices.done(ORG) + offices.done(OTHER) == 70
    offices.ask(THIRD, WithdrawDeliveries(**STAFF, claim="req_a.1"))
    assert offices.share(ONE)
    assert offices.done(ORG) + offices.done(OTHER) == 0
    assert {
        event.reason for each in ALL for event in offices.events[each] if isinstance(event, ObligationUnticked)
    } == {"reopened"}


def test_what_was_lent_does_not_count_at_home() -> None:
    offices = Offices()
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


def test_what_staff_took_back_by_hand_is_not_lent_there_again() -> None:
    offices = Offices()
    offices.deliver(THIRD, 60, "req_a.1")
    assert offices.share(frozenset({THIRD, OTHER}))
    assert offices.done(OTHER) == 60
    offices.ask(OTHER, UntickObligation(**STAFF, agreement=f"{stream_of(OTHER)}.1", tick=1, note="不是他们装的"))
    assert offices.share(frozenset({THIRD, OTHER}))
    assert offices.done(OTHER) == 10
    offices.deliver(THIRD, 20, "req_b.1")
    assert offices.share(frozenset({THIRD, OTHER}))
    assert offices.done(OTHER) == 30, "another delivery counts"


ACTS = st.one_of(
    st.tuples(st.just("deliver"), st.sampled_from(ALL), st.integers(1, 90)),
    st.tuples(st.just("withdraw"), st.integers(0, 11), st.just(0)),
    st.tuples(st.just("merge"), st.sets(st.sampled_from(ALL), min_size=2), st.integers(0, 4)),
    st.tuples(st.just("part"), st.sampled_from(ALL), st.integers(0, 4)),
)


@given(st.lists(ACTS, max_size=12))
@example([("deliver", THIRD, 60), ("merge", set(ALL), 2), ("deliver", ORG, 1), ("part", ORG, 1)])
def test_nothing_is_counted_twice_wherever_it_is_cut_off_and_in_the_end_all_counts(acts: list[Any]) -> None:
    offices, claims = Offices(), list[tuple[str, str]]()
    given: dict[str, tuple[str, int]] = {}
    for what, who, number in acts:
        match what:
            case "deliver":
                claims.append((who, f"req_{len(claims)}.1"))
                given[claims[-1][1]] = who, number
                offices.deliver(who, number, claims[-1][1])
            case "withdraw" if who < len(claims):
                organization, claim = claims[who]
                given.pop(claim, None)
                offices.ask(organization, WithdrawDeliveries(**STAFF, claim=claim))
            case "merge":
                offices.share(frozenset(who), steps=number)
            case "part":
                offices.share(frozenset({who}), steps=number)
    assert offices.share(ONE)
    total = sum(quantity for _, quantity in given.values())
    assert offices.done(ORG) + offices.done(OTHER) == min(120, total)
    for each in ALL:
        assert offices.share(frozenset({each}))
    for each in (ORG, OTHER):
        assert offices.done(each) == min(60, sum(quantity for who, quantity in given.values() if who == each))
