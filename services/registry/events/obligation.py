"""What became of the clauses of agreements: ticked off by deliveries or by hand, or noted once a year."""

from typing import ClassVar

from services.registry.events.agreement import Kept, UntickReason
from shared.contracts.base import Category
from shared.eventsourcing.model import Day, Event


class DeliveryKnown(Event):
    """Matching told of a confirmed delivery of the organization; `number` counts them. Or so much of one that a
    merged organization, the `lender`, has no clause for; `original` is its number there."""

    type: ClassVar[str] = "delivery_known"
    organization: str
    community: str
    number: int
    claim: str
    category: Category
    unit: str
    quantity: int
    occurred_on: Day
    lender: str | None = None
    original: int | None = None


class DeliveriesWithdrawn(Event):
    """The claim was reopened or voided, or who lends it is another organization again: what was confirmed of it does
    not count any more."""

    type: ClassVar[str] = "deliveries_withdrawn"
    claim: str


class DeliveryLent(Event):
    """So much of the delivery counts for the agreements of a merged organization, and not here."""

    type: ClassVar[str] = "delivery_lent"
    delivery: int
    to: str
    quantity: int


class LoanEnded(Event):
    """What was lent of the claim counts here again."""

    type: ClassVar[str] = "loan_ended"
    claim: str
    to: str


class ObligationTicked(Event):
    """So much of a clause is done: by a `delivery`, or as somebody notes. `tick` counts them."""

    type: ClassVar[str] = "obligation_ticked"
    agreement: str
    organization: str
    clause: str
    tick: int
    quantity: int
    occurred_on: Day
    delivery: int | None
    claim: str | None
    note: str


class ObligationUnticked(Event):
    """The tick does not count any more."""

    type: ClassVar[str] = "obligation_unticked"
    agreement: str
    organization: str
    clause: str
    tick: int
    quantity: int
    reason: UntickReason
    note: str


class ObligationOverdue(Event):
    """A clause's time is over and something is still open."""

    type: ClassVar[str] = "obligation_overdue"
    agreement: str
    organization: str
    clause: str
    by: Day
    quantity: int
    unit: str
    done: int


class ClauseNoted(Event):
    """How a declaratory clause went in a year; a later note for the same year corrects it."""

    type: ClassVar[str] = "clause_noted"
    agreement: str
    clause: str
    year: int
    kept: Kept
    note: str


EVENTS: tuple[type[Event], ...] = (
    DeliveryKnown,
    DeliveriesWithdrawn,
    DeliveryLent,
    LoanEnded,
    ObligationTicked,
    ObligationUnticked,
    ObligationOverdue,
    ClauseNoted,
)
