"""What an organization delivered, as far as it may count for its agreements."""

from collections.abc import Mapping

from pydantic import Field

from services.registry.events.obligation import DeliveriesWithdrawn, DeliveryKnown, DeliveryLent, LoanEnded
from shared.contracts.base import Category
from shared.eventsourcing.model import Day, Frozen

Source = tuple[str | None, int]
"""Whose delivery it is, None for the organization's own, and its number there."""
Barred = Mapping[Source, frozenset[str]]
"""The clauses that deliveries do not count for: staff said so. It stays said when what was lent goes and comes."""


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

    @property
    def source(self) -> Source:
        """Where it comes from; the same for all parts of it that were lent."""
        return self.lender, self.original or self.number


def with_delivery(deliveries: tuple[Delivery, ...], event: DeliveryKnown, barred: Barred) -> tuple[Delivery, ...]:
    """With the one that `event` tells of; what staff said when it was lent before holds now too."""
    known = Delivery(**{name: value for name, value in event if name in Delivery.model_fields})
    return (*deliveries, known.model_copy(update={"barred": barred.get(known.source, frozenset())}))


def barred_after(barred: Barred, source: Source, place: str) -> Barred:
    """With the word of staff that what is of `source` does not count for the clause at `place`."""
    return {**barred, source: barred.get(source, frozenset()) | {place}}


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
