"""What can be asked about a request's end that is not its fulfilment."""

from services.matching.events import ImpossibleReason, PartReason
from shared.contracts.registry import ReferralOutcome, ReturnReason
from shared.eventsourcing.model import Command, Day
from shared.privacy.text import Note, Title


class EndPartly(Command):
    """End it with what is confirmed; the rest is left, and why."""

    reason: PartReason
    note: Note = ""


class FindImpossible(Command):
    """Answer that it can't be done; the note is for who asked."""

    reason: ImpossibleReason
    note: Note = ""


class Refer(Command):
    """Pass it on to the office `to`, which is to see to it until the end of a day."""

    to: Title
    expected_by: Day
    note: Note = ""
    time_zone: str


class AskAboutReferral(Command):
    """The day has passed."""


class AnswerReferral(Command):
    """Say what became of it there; today, unless `occurred_on` says when."""

    outcome: ReferralOutcome
    occurred_on: Day | None = None
    note: Note = ""
    time_zone: str


class Return(Command):
    """Open it again: it came back, or ended by mistake."""

    reason: ReturnReason
    note: Note = ""
