"""Offers from outside of which nothing is left this month: nobody could say yes, so nobody is asked."""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence

from services.matching.decider.calendar_state import HOLDING
from services.matching.engine.fitting import Fit, used_up
from services.matching.projections import BOOKINGS, USES
from shared.eventsourcing.documents import Reads


async def with_some_left(reads: Reads, fits: Sequence[Fit], month: str, most: int) -> tuple[list[Fit], list[Fit]]:
    """The first `most` of `fits` of which something is left in the month, and those before them of which nothing is,
    with the reason. What is at home has no quota, and nothing is read for it."""
    left: list[Fit] = []
    used: list[Fit] = []
    for start in range(0, len(fits), most):
        some = fits[start : start + most]
        uses = await uses_outside(reads, [fit.candidate.offer for fit in some if fit.candidate.opened], month)
        for fit in some:
            opened = fit.candidate.opened
            if opened and uses[fit.candidate.offer, opened.node] >= opened.quota:
                used.append(used_up(fit, opened.quota))
            elif len(left) < most:
                left.append(fit)
        if len(left) == most:
            break
    return left, used


async def uses_outside(reads: Reads, offers: Collection[str], month: str) -> Counter[tuple[str, str]]:
    """By offer and the node it is opened to, how often it is used from there in the month: booked, or promised by an
    accepted suggestion."""
    if not offers:
        return Counter()
    which = {"offer": {"$in": sorted(offers)}}
    days = {"day": {"$gte": f"{month}-01", "$lte": f"{month}-31"}, "state": {"$in": sorted(HOLDING)}}
    from_outside = {"booking.reserved.reach": {"$ne": None}}
    found = await asyncio.gather(
        reads(BOOKINGS).aggregate(
            [{"$match": which | days | from_outside}, _counted("$booking.reserved.reach")],
        ),
        reads(USES).aggregate([{"$match": which | {"month": month, "counts": True}}, _counted("$reach")]),
    )
    uses: Counter[tuple[str, str]] = Counter()
    for rows in found:
        uses.update({(row["_id"]["offer"], row["_id"]["reach"]): row["count"] for row in rows})
    return uses


def _counted(reach: str) -> dict[str, object]:
    return {"$group": {"_id": {"offer": "$offer", "reach": reach}, "count": {"$sum": 1}}}
