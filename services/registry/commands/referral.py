"""What may be asked about passing on a wish that is not published."""

from services.registry.commands.fields import DayGiven
from shared.contracts.registry import ReferralOutcome, ReturnReason
from shared.eventsourcing.model import Command, Frozen
from shared.privacy.text import Title


class Referral(Frozen):
    """Whose business it is: the public name of an office, and the day by which it is to have seen to it."""

    to: Title
    expected_by: DayGiven


class ReferWish(Command, Referral):
    """Pass it on."""


class AnswerWishReferral(Command):
    """Say what became of it there; without a day, today."""

    outcome: ReferralOutcome
    occurred_on: DayGiven | None = None


class ReturnWish(Command):
    """Take it up again: it waits for review."""

    reason: ReturnReason
