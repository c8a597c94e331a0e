"""What happens to a wish that is for somebody else to do, before it is published."""

from typing import ClassVar

from shared.contracts.registry import ReferralOutcome, ReturnReason
from shared.eventsourcing.model import Day, Event


class WishReferral(Event):
    """A fact about a wish that is for somebody else to do."""

    person: str | None
    organization: str | None
    entered_by: str
    guardian: str | None = None
    guardian_wanted: bool = False


class WishReferred(WishReferral):
    """Passed on, before it was published, to the office `to`, which is to see to it by the end of `expected_by`."""

    type: ClassVar[str] = "wish_referred"
    to: str
    expected_by: Day


class WishReferralAnswered(WishReferral):
    """What became of it there; a later answer replaces this one."""

    type: ClassVar[str] = "wish_referral_answered"
    outcome: ReferralOutcome
    occurred_on: Day


class WishReturned(WishReferral):
    """It came back and waits for review again."""

    type: ClassVar[str] = "wish_returned"
    reason: ReturnReason


EVENTS: tuple[type[Event], ...] = (WishReferred, WishReferralAnswered, WishReturned)
