"""Which offers fit a request in parts: each part is looked at by itself."""

from collections.abc import Iterable, Mapping, Sequence

from services.matching.engine.fitting import Fit, in_order


def fitting_parts(found: Mapping[int, tuple[Sequence[Fit], Sequence[Fit]]]) -> tuple[list[Fit], list[Fit]]:
    """What fits the parts, by their numbers, as one: each offer once, with the part it fits best, and set aside only
    where it is so for every part it fits."""
    now = _best((number, fit) for number, (fits, _) in found.items() for fit in fits)
    aside = _best((number, fit) for number, (_, fits) in found.items() for fit in fits)
    asked = {fit.candidate.offer for fit in now}
    return now, [fit for fit in aside if fit.candidate.offer not in asked]


def _best(fits: Iterable[tuple[int, Fit]]) -> list[Fit]:
    best: dict[str, Fit] = {}
    for number, fit in fits:
        before = best.get(fit.candidate.offer)
        if before is None or fit.weight > before.weight:
            best[fit.candidate.offer] = fit._replace(part=number)
    return sorted(best.values(), key=in_order)
