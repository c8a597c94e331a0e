"""What can be asked about benefits."""

from services.matching.events.benefit import BenefitGiven, BenefitsKnown
from shared.eventsourcing.model import Command, Frozen


class KnowBenefits(Command):
    """A scheme was adopted."""

    known: BenefitsKnown


class AskedBenefit(Frozen):
    """A benefit, as it stood when the command was sent; without `given` there is no such benefit in force. `member`:
    who needs it is in the alliance."""

    given: BenefitGiven | None = None
    member: bool = False
