"""A request's promises by plain arithmetic: what each claim still promises, counted without the decider."""

from dataclasses import dataclass, field
from typing import Any

ENDS = ("request_closed", "request_partly_done", "request_found_impossible", "request_referred")
GIVEN_BACK = ("claim_declined", "claim_released", "claim_expired")


@dataclass
class _Claim:
    """`deliveries`: quantity, day and whether it counts (`entered`, `confirmed`) or not."""

    promised: int
    deliveries: list[list[Any]] = field(default_factory=list)
    ended: bool = False

    @property
    def delivered(self) -> int:
        return sum(quantity for quantity, _, state in self.deliveries if state in ("entered", "confirmed"))

    def turn(self, before: tuple[str, ...], after: str, day: Any = None) -> None:
        """Deliveries in the state `before` (of that day) are `after` now."""
        for delivery in self.deliveries:
            if delivery[2] in before and day in (None, delivery[1]):
                delivery[2] = after

    def begin_again(self) -> None:
        """What was confirmed is not done."""
        self.turn(("confirmed",), "undone")
        self.ended = False

    def end(self) -> None:
        """What is not delivered is promised no longer."""
        self.ended = True


class Promises:
    """Takes the events of one request in."""

    def __init__(self) -> None:
        self.quantity = 0
        self._claims: dict[str, _Claim] = {}

    @property
    def total(self) -> int:
        """How much is promised now."""
        return sum(claim.promised for claim in self._claims.values())

    def take(self, event: Any) -> None:
        """One event."""
        match event.type:
            case "request_opened":
                self.quantity = event.quantity
            case "request_claimed":
                self._claims[event.claim] = _Claim(event.quantity)
            case "request_reopened":
                for entry in event.claims:
                    self._claims[entry.claim].begin_again()
            case kind if kind in ENDS:
                for entry in event.claims:
                    self._claims[entry.claim].turn(("entered",), "lapsed")
                    self._claims[entry.claim].end()
            case _ if claim := self._claims.get(getattr(event, "claim", "")):
                self._of_claim(claim, event)
        for claim in self._claims.values():
            if claim.ended:
                claim.promised = claim.delivered

    def _of_claim(self, claim: _Claim, event: Any) -> None:
        match event.type:
            case "delivered":
                if event.final:
                    claim.promised = claim.delivered + event.quantity
                claim.deliveries.append([event.quantity, event.occurred_on, "entered"])
            case "delivery_voided":
                claim.deliveries[event.delivery - 1][2] = "voided"
            case "delivery_confirmed":
                claim.turn(("entered",), "confirmed", event.occurred_on)
            case "claim_voided":
                claim.turn(("entered", "confirmed", "undone", "lapsed"), "voided")
                claim.end()
            case kind if kind in GIVEN_BACK:
                claim.end()
