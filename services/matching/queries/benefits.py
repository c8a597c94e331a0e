"""Which benefits of the scheme in force may meet a need."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.matching.commands import AskedBenefit
from services.matching.engine.benefits import BenefitFit, GivenBack, fitting_benefits
from services.matching.engine.fitting import Wanted
from services.matching.events.benefit import BenefitGiven
from services.matching.projections import BENEFITS, BenefitsDocument
from services.matching.queries.reasons import Reason, shown
from shared.contracts.evaluation import Benefit
from shared.directory.adoptions import in_force
from shared.eventsourcing.documents import Reads


class SuggestedBenefit(Benefit):
    """A benefit of `scheme` that may meet a need; of one in parts, the `part` with that number. It is for who reaches
    one of its tiers: staff look at the scorecard, and decide."""

    scheme: str
    part: int | None
    weight: int
    reasons: tuple[Reason, ...]


async def benefits_for(
    reads: Reads, wanted: Mapping[int | None, Wanted], path: Sequence[str], on: date
) -> list[SuggestedBenefit]:
    """The benefits in force that fit what is `wanted`, the best first."""
    found = await _in_force(reads, path, on)
    if found is None:
        return []
    rows = zip(found.benefits, found.words, strict=True)
    given = [GivenBack(n, frozenset(words), benefit.category) for n, (benefit, words) in enumerate(rows)]
    return [_suggested(found, fit) for fit in fitting_benefits(wanted, given)]


async def asked_benefit(reads: Reads, benefit: str, path: Sequence[str], on: date, member: bool) -> AskedBenefit:
    """The benefit with this id, if the scheme in force has it."""
    found = await _in_force(reads, path, on)
    named = next((each for each in found.benefits if each.id == benefit), None) if found else None
    if found is None or named is None:
        return AskedBenefit(member=member)
    return AskedBenefit(given=BenefitGiven(scheme=found.id, id=named.id, zh=named.zh, en=named.en), member=member)


async def _in_force(reads: Reads, path: Sequence[str], on: date) -> BenefitsDocument | None:
    return in_force(await reads(BENEFITS).find({"community": {"$in": list(path)}}, limit=0), path, on)


def _suggested(scheme: BenefitsDocument, fit: BenefitFit) -> SuggestedBenefit:
    return SuggestedBenefit(
        **dict(scheme.benefits[fit.number]),
        scheme=scheme.id,
        part=fit.part,
        weight=fit.weight,
        reasons=tuple(map(shown, fit.reasons)),
    )
