"""Whether what stands on a list can still be trusted, by the limits of its community and the reader's clock."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.directory.limits import Limits, first_fresh_day


@dataclass(frozen=True, slots=True)
class Freshness:
    """The first days on which a confirmation still counts."""

    offers_from: date
    needs_from: date

    @classmethod
    def at(cls, now: datetime, limits: Limits) -> "Freshness":
        """What counts at `now`."""
        return cls(
            first_fresh_day(now, limits.offer_stale_after, limits.time_zone, limits.calendar),
            first_fresh_day(now, limits.need_stale_after, limits.time_zone, limits.calendar),
        )


def is_stale(confirmed_on: date | None, fresh_from: date) -> bool:
    """Whether a confirmation is too old; what was never confirmed is not on the list yet."""
    return confirmed_on is not None and confirmed_on < fresh_from


def stale_query(stale: bool, fresh_from: date) -> dict[str, Any]:
    """The documents that are stale, or those that are not."""
    day = fresh_from.isoformat()
    return {"confirmed_on": {"$lt": day} if stale else {"$not": {"$lt": day}}}


def stale_offers(fresh: Mapping[str, Freshness]) -> dict[str, Any]:
    """The listed offers that are stale, each by the limits of its own community."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for community, freshness in fresh.items():
        alike[freshness.offers_from.isoformat()].append(community)
    stale = [{"community": {"$in": group}, "confirmed_on": {"$lt": day}} for day, group in alike.items()]
    return {"state": "listed", "$or": stale}
