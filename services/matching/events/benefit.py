"""What comes back to organizations by the scheme of a node, as evaluation told it."""

from typing import ClassVar

from shared.contracts.evaluation import Benefit
from shared.eventsourcing.model import Day, Event, Frozen


class BenefitsKnown(Event):
    """The benefits of the scheme that `community` adopted; `replaces` is the adoption it corrects."""

    type: ClassVar[str] = "benefits_known"
    community: str
    scheme: str
    valid_from: Day
    replaces: str | None = None
    benefits: tuple[Benefit, ...] = ()


class BenefitGiven(Frozen):
    """The benefit with which the community meets a need, and what it was called then."""

    scheme: str
    id: str
    zh: str
    en: str


EVENTS: tuple[type[Event], ...] = (BenefitsKnown,)
