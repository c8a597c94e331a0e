"""Offers from outside of which nothing is left this month: nobody could say yes, so nobody is asked."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from services.matching.decider.calendar_state import HOLDING
from services.matching.engine.fitting import Fit, used_up
from services.matching.projections import BOOKINGS, USES
from shared.eventsourcing.documents import Reads

Row = Mapping[str, Any]


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
    booked, promised = await asyncio.gather(
        reads(BOOKINGS).aggregate(
            [{"$match": which | days | from_outside}, _counted("$booking.reserved.reach", "$for_request")],
        ),
        reads(USES).aggregate([{"$match": which | {"month": month, "counts": True}}, _counted("$reach", "$request")]),
    )
    return together(booked, promised)


def together(booked: Iterable[Row], promised: Iterable[Row]) -> Counter[tuple[str, str]]:
    """By offer and node, how often it is used: the yes to a request and the slot that is then booked for it are one."""
    uses: Counter[tuple[str, str]] = Counter()
    for (offer, reach, _), count in (_by_request(booked) | _by_request(promised)).items():
        uses[offer, reach] += count
    return uses


def _by_request(rows: Iterable[Row]) -> Counter[tuple[str, str, str | None]]:
    return Counter({(row["_id"]["offer"], row["_id"]["reach"], row["_id"]["request"]): row["count"] for row in rows})


def _counted(reach: str, request: str) -> dict[str, object]:
    return {"$group": {"_id": {"offer": "$offer", "reach": reach, "request": request}, "count": {"$sum": 1}}}
