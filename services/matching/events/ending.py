"""How a request ends otherwise than wholly done, and how it comes back."""

from typing import ClassVar

from services.matching.events.reasons import ImpossibleReason, PartReason
from services.matching.events.request import Ended, RequestEvent
from shared.contracts.base import Party
from shared.contracts.registry import ReferralOutcome, ReturnReason
from shared.eventsourcing.model import Day, Event, Instant


class RequestPartlyDone(RequestEvent):
    """Ended with `quantity` of it confirmed; `reason` says why the rest is left, and `claims` end with it."""

    type: ClassVar[str] = "request_partly_done"
    quantity: int
    of_quantity: int
    occurred_on: Day
    providers: tuple[Party, ...]
    claims: tuple[Ended, ...]
    reason: PartReason
    note: str = ""


class RequestFoundImpossible(RequestEvent):
    """The community's answer: it can't be done. The note is for who asked."""

    type: ClassVar[str] = "request_found_impossible"
    claims: tuple[Ended, ...]
    reason: ImpossibleReason
    note: str = ""


class RequestReferred(RequestEvent):
    """Passed on to the office `to`, which is to see to it by the end of `expected_by`, which is `due_at`."""

    type: ClassVar[str] = "request_referred"
    to: str
    expected_by: Day
    due_at: Instant
    claims: tuple[Ended, ...]
    note: str = ""


class ReferralAsked(RequestEvent):
    """The day has passed and nobody has said what became of it: somebody has to ask there."""

    type: ClassVar[str] = "referral_asked"
    to: str
    expected_by: Day


class ReferralAnswered(RequestEvent):
    """What became of it there; a later answer replaces this one."""

    type: ClassVar[str] = "referral_answered"
    outcome: ReferralOutcome
    occurred_on: Day
    note: str = ""


class RequestReturned(RequestEvent):
    """It came back, or had ended by mistake: it is open again, and what was confirmed counts still."""

    type: ClassVar[str] = "request_returned"
    reason: ReturnReason
    note: str = ""


EVENTS: tuple[type[Event], ...] = (
    RequestPartlyDone,
    RequestFoundImpossible,
    RequestReferred,
    ReferralAsked,
    ReferralAnswered,
    RequestReturned,
)
