"""What merged organizations lend each other: so much of a delivery as the agreements of the one it is recorded for
leave over counts for another's, for as long as they are one.

It is lent first and taken in afterwards, and given back before it counts at home again: never twice, wherever it is
cut off.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import Any, NamedTuple

from services.registry.commands.agreement import EndLoan, KnowDelivery, LendDelivery, WithdrawDeliveries
from services.registry.decider.agreement_deliveries import Delivery
from services.registry.decider.agreement_state import Agreements
from services.registry.decider.obligation import left_of, obligations
from services.registry.events.agreement import UntickReason
from services.registry.events.obligation import DeliveryLent
from shared.eventsourcing.model import Actor, Command, Event, Instant

States = Mapping[str, Agreements]
"""The agreements of organizations, by organization."""


class Step(NamedTuple):
    """What is to be asked of an organization's agreements next."""

    organization: str
    command: Command


def lend(state: Agreements, command: LendDelivery) -> Sequence[Event]:
    """As much of the delivery as is left."""
    left = sum(_left(state, each) for each in _own(state) if each.number == command.delivery)
    quantity = min(command.quantity, left)
    return [DeliveryLent(delivery=command.delivery, to=command.to, quantity=quantity)] if quantity > 0 else []


def partners(state: Agreements) -> set[str]:
    """With whom something is lent, either way."""
    lenders = {each.lender for each in state.deliveries if each.lender}
    return lenders.union(*(each.lent for each in state.deliveries))


def next_step(states: States, one: Set[str], at: Instant, actor: Actor) -> Step | None:
    """What has to be done first so that all of `one`, organizations that are merged, share what is left over, and
    nobody else has something of theirs. None when it is so."""
    said = {"at": at, "actor": actor}
    steps = chain(*(each(states, one, said) for each in (_withdrawn, _ended, _taken_in, _lent)))
    return next(steps, None)


def _withdrawn(states: States, one: Set[str], said: dict[str, Any]) -> Iterator[Step]:
    for borrower, state in states.items():
        for each in state.deliveries:
            if each.lender is None or one.isdisjoint({each.lender, borrower}):
                continue
            if reason := _why_back(states, one, each, borrower):
                yield Step(borrower, WithdrawDeliveries(**said, claim=each.claim, reason=reason))


def _why_back(states: States, one: Set[str], borrowed: Delivery, borrower: str) -> UntickReason | None:
    """Why what was borrowed has to go back. What is not used up does so too: so much as is wanted is lent again."""
    state = states[borrower]
    if not {borrowed.lender, borrower} <= one:
        return "unmerged"
    if _borrowed(state, *borrowed.source) > _lent_to(states, borrowed, borrower):
        return "reopened"
    return "corrected" if _left(state, borrowed) > 0 else None


def _ended(states: States, one: Set[str], said: dict[str, Any]) -> Iterator[Step]:
    for lender, state in states.items():
        for each in _own(state):
            apart = [to for to in each.lent if len(one & {lender, to}) == 1]
            yield from (Step(lender, EndLoan(**said, claim=each.claim, to=to)) for to in apart)


def _taken_in(states: States, one: Set[str], said: dict[str, Any]) -> Iterator[Step]:
    """What is lent and has not arrived; what is not wanted any more comes back, all of the claim."""
    for lender, state in states.items():
        for each in _own(state):
            for to in each.lent.keys() & one if lender in one else ():
                missing = each.lent[to] - _borrowed(states[to], lender, each.number)
                if 0 < missing <= _wanted(states[to], lender, each):
                    yield Step(to, _borrow(states[to], lender, each, said | {"quantity": missing}))
                elif missing > 0 and any(other.claim == each.claim for other in states[to].deliveries):
                    yield Step(to, WithdrawDeliveries(**said, claim=each.claim))
                elif missing > 0:
                    yield Step(lender, EndLoan(**said, claim=each.claim, to=to))


def _lent(states: States, one: Set[str], said: dict[str, Any]) -> Iterator[Step]:
    here = sorted(one & states.keys())
    for lender in here:
        for each in sorted(_own(states[lender]), key=lambda each: each.occurred_on):
            left = _left(states[lender], each)
            for to in here:
                quantity = min(left, _wanted(states[to], lender, each)) if to != lender else 0
                if quantity > 0:
                    yield Step(lender, LendDelivery(**said, delivery=each.number, to=to, quantity=quantity))


def _borrow(state: Agreements, lender: str, delivery: Delivery, said: dict[str, Any]) -> KnowDelivery:
    facts = delivery.model_dump(include={"claim", "category", "unit", "occurred_on"})
    home = {"organization": state.organization, "community": state.community}
    return KnowDelivery(**facts, **home, **said, lender=lender, original=delivery.number)


def _own(state: Agreements) -> list[Delivery]:
    return [each for each in state.deliveries if each.lender is None]


def _left(state: Agreements, delivery: Delivery) -> int:
    ticked = sum(tick.quantity for tick in state.ticks if tick.delivery == delivery.number)
    return delivery.quantity - ticked - sum(delivery.lent.values())


def _wanted(state: Agreements, lender: str, delivery: Delivery) -> int:
    """So much is open that it fits; without what staff said that it does not count for."""
    lent = delivery.model_copy(update={"barred": state.barred.get((lender, delivery.number), frozenset())})
    return sum(left_of(state, each) for each in obligations(state).values() if each.fits(lent))


def _borrowed(state: Agreements, lender: str | None, original: int) -> int:
    return sum(each.quantity for each in state.deliveries if each.source == (lender, original))


def _lent_to(states: States, borrowed: Delivery, borrower: str) -> int:
    lender = states.get(borrowed.lender or "")
    lent = [each.lent.get(borrower, 0) for each in _own(lender) if each.number == borrowed.original] if lender else []
    return sum(lent)
