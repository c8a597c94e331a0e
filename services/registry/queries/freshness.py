"""Whether what stands on a list can still be trusted, by the limits of its community and the reader's clock."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.directory.limits import Limits, first_fresh_day

AHEAD = timedelta(days=14)
"""So long before an offer turns stale its organization is asked about it, and at the earliest so long after it was
confirmed."""


CAMPAIGN_EVERY = timedelta(days=182)
"""So long after a community's last collection campaign began, its desk is minded to begin the next: twice a year."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """The first days on which a confirmation still counts, that on which one of an offer does for a while yet, and the
    day it is there."""

    offers_from: date
    offers_soon: date
    needs_from: date
    today: date

    @classmethod
    def at(cls, now: datetime, limits: Limits) -> "Freshness":
        """What counts at `now`."""
        today = now.astimezone(ZoneInfo(limits.time_zone)).date()
        soon = first_fresh_day(now + AHEAD, limits.offer_stale_after, limits.time_zone, limits.calendar)
        return cls(
            first_fresh_day(now, limits.offer_stale_after, limits.time_zone, limits.calendar),
            min(soon, today - AHEAD),
            first_fresh_day(now, limits.need_stale_after, limits.time_zone, limits.calendar),
            today,
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
    alike = _by_day({community: freshness.offers_from for community, freshness in fresh.items()})
    stale = [{"community": {"$in": group}, "confirmed_on": {"$lt": day}} for day, group in alike.items()]
    return {"state": "listed", "$or": stale}


def offers_to_ask(fresh: Mapping[str, Freshness], now: datetime) -> dict[str, Any]:
    """The listed offers that will be stale soon, and about which no link is out."""
    alike: defaultdict[tuple[date, date], list[str]] = defaultdict(list)
    for community, each in fresh.items():
        alike[each.offers_from, each.offers_soon].append(community)
    soon = [
        {"community": {"$in": group}, "confirmed_on": {"$gte": first.isoformat(), "$lt": end.isoformat()}}
        for (first, end), group in alike.items()
    ]
    return {"state": "listed", "$or": soon, "link_until": {"$not": {"$gt": now}}}


def stale_needs(fresh: Mapping[str, Freshness]) -> dict[str, Any]:
    """The needs on the list that nobody has taken on and that are stale, each by the limits of its own community."""
    alike = _by_day({community: freshness.needs_from for community, freshness in fresh.items()})
    stale = [{"community": {"$in": group}, "confirmed_on": {"$lt": day}} for day, group in alike.items()]
    return {"state": "published", "progress": {"$in": [None, "open", "reopened"]}, "$or": stale}


def referrals_to_ask(fresh: Mapping[str, Freshness]) -> dict[str, Any]:
    """The wishes passed on whose day has passed without word."""
    alike = _by_day({community: freshness.today for community, freshness in fresh.items()})
    late = [{"community": {"$in": group}, "referral.expected_by": {"$lt": day}} for day, group in alike.items()]
    return {"state": "referred", "referral.outcome": None, "$or": late}


def calls_to_make(fresh: Mapping[str, Freshness]) -> dict[str, Any]:
    """The listed offers about which a call was agreed for today or earlier, and not made yet."""
    alike = _by_day({community: freshness.today for community, freshness in fresh.items()})
    due = [{"community": {"$in": group}, "last_call.again_on": {"$lte": day}} for day, group in alike.items()]
    return {"state": "listed", "$or": due}


def _by_day(days: Mapping[str, date]) -> dict[str, list[str]]:
    """The communities with the same day, by that day."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for community, day in days.items():
        alike[day.isoformat()].append(community)
    return alike
