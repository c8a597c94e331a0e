"""What evaluation tells. No number of points is ever in a message: whoever may see a scorecard reads it."""

from typing import ClassVar

from shared.contracts.base import Contract
from shared.eventsourcing.model import Day


class EvaluationContract(Contract):
    source: ClassVar[str] = "evaluation"


class ScorecardChanged(EvaluationContract):
    type: ClassVar[str] = "scorecard_changed"
    organization: str
    quarter: str
    """As in `2024Q4`."""


class SchemeAdopted(EvaluationContract):
    type: ClassVar[str] = "scheme_adopted"
    scheme: str
    valid_from: Day


CONTRACTS: tuple[type[Contract], ...] = (ScorecardChanged, SchemeAdopted)
