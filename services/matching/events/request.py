"""What happens to a request as a whole."""

from typing import ClassVar, Literal

from services.matching.events.reasons import AmendReason, CloseReason, ExtendReason, FromRegistry, ReopenReason
from shared.contracts.base import Party
from shared.contracts.matching import About
from shared.contracts.registry import Audience, Calendar, Part, Waiting
from shared.eventsourcing.model import Day, Event, Frozen, Instant


class Terms(Frozen):
    """The limits that held when a claim was accepted; its later deadlines follow them."""

    claim_due: str
    claim_grace: str
    confirm_due: str = "P14D"
    time_zone: str
    calendar: Calendar = Calendar()
    """Only where one of them is in working days."""


class RequestEvent(Event):
    community: str
    about: About


class RequestOpened(RequestEvent):
    type: ClassVar[str] = "request_opened"
    title: str
    text: str
    quantity: int
    audience: Audience
    waiting: Waiting | None = None
    """How long it may go unclaimed."""
    parts: tuple[Part, ...] = ()
    """Claimed each by itself; together they are the quantity."""
    asked_at: Instant | None = None
    """When it was posted, where that was before it was opened."""


class RequestUnclaimed(RequestEvent):
    """Nobody has taken it on in time; it is closed at `expires_at` if nobody acts."""

    type: ClassVar[str] = "request_unclaimed"
    expires_at: Instant


class WaitingExtended(RequestEvent):
    """It may go unclaimed until `until`."""

    type: ClassVar[str] = "waiting_extended"
    until: Instant
    reason: ExtendReason
    note: str = ""


class RequestFulfilled(RequestEvent):
    """All of it is confirmed."""

    type: ClassVar[str] = "request_fulfilled"
    quantity: int
    occurred_on: Day
    providers: tuple[Party, ...]


class Reopening(Frozen):
    """A claim that is under way again."""

    claim: str
    claimant: Party
    due_at: Instant
    terms: Terms


class RequestReopened(RequestEvent):
    """It was not really done: confirmations of these claims no longer count."""

    type: ClassVar[str] = "request_reopened"
    claims: tuple[Reopening, ...]
    reason: ReopenReason | Literal["claim_voided", "answer_corrected"]
    note: str = ""


class Ended(Frozen):
    """A claim that ended with its request."""

    claim: str
    claimant: Party


class RequestClosed(RequestEvent):
    """Ended without (further) fulfilment; open claims end with it, neutrally."""

    type: ClassVar[str] = "request_closed"
    claims: tuple[Ended, ...]
    reason: CloseReason | FromRegistry | Literal["expired_unclaimed"]
    note: str = ""


class RequestAmended(RequestEvent):
    """The public text was replaced; `claimants` are those who have to know."""

    type: ClassVar[str] = "request_amended"
    old_text: str
    text: str
    reason: AmendReason
    note: str = ""
    claimants: tuple[Party, ...]
