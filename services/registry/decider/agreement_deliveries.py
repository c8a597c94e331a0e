"""What an organization delivered, as far as it may count for its agreements."""

from collections.abc import Mapping

from pydantic import Field

from services.registry.events.obligation import DeliveriesWithdrawn, DeliveryKnown, DeliveryLent, LoanEnded
from shared.contracts.base import Category
from shared.eventsourcing.model import Day, Frozen


class Delivery(Frozen):
    """What was confirmed. It does not count for the clauses in `barred`: staff said so. So much of it is `lent` to
    others; or it is itself a `lender`'s, the `original` there."""

    number: int
    claim: str
    category: Category
    unit: str
    quantity: int
    occurred_on: Day
    barred: frozenset[str] = frozenset()
    lent: Mapping[str, int] = Field(default_factory=dict)
    lender: str | None = None
    original: int | None = None


def with_delivery(deliveries: tuple[Delivery, ...], event: DeliveryKnown) -> tuple[Delivery, ...]:
    """With the one that `event` tells of; what staff said of an earlier part of the same loan holds for it too."""
    lent = (event.lender, event.original) if event.lender else None
    before = [each.barred for each in deliveries if lent == (each.lender, each.original)]
    known = {name: value for name, value in event if name in Delivery.model_fields}
    return (*deliveries, Delivery(**known, barred=frozenset[str]().union(*before)))


def deliveries_after(
    deliveries: tuple[Delivery, ...], event: DeliveriesWithdrawn | DeliveryLent | LoanEnded
) -> tuple[Delivery, ...]:
    """Those that count after `event`, with what is lent of each."""
    match event:
        case DeliveriesWithdrawn(claim=claim):
            return tuple(each for each in deliveries if each.claim != claim)
        case DeliveryLent(delivery=number):
            return tuple(
                _lent(each, event.to, event.quantity) if each.number == number else each for each in deliveries
            )
        case LoanEnded(claim=claim):
            return tuple(_lent(each, event.to, None) if each.claim == claim else each for each in deliveries)


def _lent(delivery: Delivery, to: str, more: int | None) -> Delivery:
    """With `more` lent to `to`, or nothing any more."""
    others = {each: quantity for each, quantity in delivery.lent.items() if each != to}
    lent = others if more is None else {**others, to: delivery.lent.get(to, 0) + more}
    return delivery.model_copy(update={"lent": lent})
