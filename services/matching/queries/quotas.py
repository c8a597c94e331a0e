"""Offers from outside of which nothing is left this month: nobody could say yes, so nobody is asked."""

import asyncio
from collections.abc import Sequence

from services.matching.decider import Calendar, calendar_of
from services.matching.decider.reach import quota_used
from services.matching.engine.fitting import Candidate, Fit, used_up
from shared.http.dependencies import Read


async def with_some_left(
    read: Read, fits: Sequence[Fit], path: Sequence[str], month: str, most: int
) -> tuple[list[Fit], list[Fit]]:
    """The first `most` of `fits` that a request at the end of `path` can have in the month, and those before them that
    it can't, with the reason."""
    left: list[Fit] = []
    used: list[Fit] = []
    for start in range(0, len(fits), most):
        some = fits[start : start + most]
        quotas = await asyncio.gather(*(_used(read, fit.candidate, path, month) for fit in some))
        for fit, quota in zip(some, quotas, strict=True):
            if quota is not None:
                used.append(used_up(fit, quota))
            elif len(left) < most:
                left.append(fit)
        if len(left) == most:
            break
    return left, used


async def _used(read: Read, candidate: Candidate, path: Sequence[str], month: str) -> int | None:
    if candidate.path and candidate.path[-1] in path:
        return None  # at home there is no quota
    calendar: Calendar | None = await read.service.handler.state(calendar_of(candidate.offer))
    return quota_used(calendar, path, month) if calendar else None
