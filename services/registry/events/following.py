"""What matching told about the request behind a published wish or need."""

from typing import ClassVar, Literal

from shared.contracts.base import Party
from shared.contracts.matching import ReopenedClaim
from shared.eventsourcing.model import Day, Event

Standing = Literal["claimed", "accepted", "ended"]
AnswerStanding = Literal["waits", "hired", "ended"]
Outcome = Literal["fulfilled", "resolved", "partly", "impossible", "referred", "closed"]


class RequestKnown(Event):
    """Matching opened the request."""

    type: ClassVar[str] = "request_known"
    request: str


class ClaimKnown(Event):
    """How a claim stands."""

    type: ClassVar[str] = "claim_known"
    claim: str
    claimant: Party
    standing: Standing


class OutcomeKnown(Event):
    """The request ended; what was done, `providers` did on `occurred_on`."""

    type: ClassVar[str] = "outcome_known"
    outcome: Outcome
    occurred_on: Day | None = None
    providers: tuple[Party, ...] = ()


class ReopeningKnown(Event):
    """It was not really done: the named claims are under way again."""

    type: ClassVar[str] = "reopening_known"
    claims: tuple[ReopenedClaim, ...]


class TextKnown(Event):
    """Staff amended the public text."""

    type: ClassVar[str] = "text_known"
    text: str


class AnswerKnown(Event):
    """A resident answered a vacancy, and what became of it."""

    type: ClassVar[str] = "answer_known"
    answer: int
    standing: AnswerStanding


Followed = AnswerKnown | RequestKnown | ClaimKnown | OutcomeKnown | ReopeningKnown | TextKnown


EVENTS: tuple[type[Event], ...] = (
    RequestKnown,
    ClaimKnown,
    AnswerKnown,
    OutcomeKnown,
    ReopeningKnown,
    TextKnown,
)
