"""What evaluation tells. No number of points is ever in a message: whoever may see a scorecard reads it."""

from typing import ClassVar

from shared.contracts.base import Category, Contract, Value
from shared.eventsourcing.model import Day


class EvaluationContract(Contract):
    source: ClassVar[str] = "evaluation"


class ScorecardChanged(EvaluationContract):
    type: ClassVar[str] = "scorecard_changed"
    organization: str
    quarter: str
    """As in `2024Q4`."""


class Tier(Value):
    """What a tier is called."""

    zh: str
    en: str


class Benefit(Value):
    """What comes back to an organization that reaches one of `tiers`."""

    id: str
    zh: str
    en: str
    category: Category | None = None
    tiers: tuple[Tier, ...] = ()


class SchemeAdopted(EvaluationContract):
    """`community` and all below value what is done by `scheme` from `valid_from` on; `replaces` is what it corrects.
    Releases before November 2026 said nothing of `benefits`."""

    type: ClassVar[str] = "scheme_adopted"
    scheme: str
    valid_from: Day
    replaces: str | None = None
    benefits: tuple[Benefit, ...] | None = None


CONTRACTS: tuple[type[Contract], ...] = (ScorecardChanged, SchemeAdopted)
