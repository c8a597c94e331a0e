"""Which benefits fit a need, by the same reasons as offers."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from services.matching.engine.fitting import Reason, Wanted, likeness
from shared.contracts.base import Category


class GivenBack(NamedTuple):
    """A benefit, by its place in its scheme."""

    number: int
    words: frozenset[str]
    category: Category | None


class BenefitFit(NamedTuple):
    """A benefit and why it fits; of a need in parts, the `part` with that number."""

    number: int
    reasons: tuple[Reason, ...]
    weight: int
    part: int | None


def fitting_benefits(wanted: Mapping[int | None, Wanted], benefits: Iterable[GivenBack]) -> list[BenefitFit]:
    """The benefits that fit, the best first; each once, with the part of the need that it fits best."""
    best = [max(fits, key=lambda fit: fit.weight) for each in benefits if (fits := _fits(wanted, each))]
    return sorted(best, key=lambda fit: (-fit.weight, fit.number))


def _fits(wanted: Mapping[int | None, Wanted], benefit: GivenBack) -> list[BenefitFit]:
    found = ((part, likeness(each, benefit.words, benefit.category)) for part, each in wanted.items())
    return [
        BenefitFit(benefit.number, tuple(reasons), sum(reason.weight for reason in reasons), part)
        for part, reasons in found
        if reasons
    ]
