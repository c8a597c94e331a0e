"""Which replies are overdue: each by the limits of its own community, and of its class there."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.directory.limits import Limits, overdue_before
from shared.eventsourcing.model import Frozen

CATEGORY = "category"
KINDS = ("request.about.wish_kind", "request.about.need_kind")


class Owed(Frozen):
    """The moment before which a reply that is owed still is overdue: for all, and for the classes that differ."""

    all: datetime
    kinds: tuple[tuple[str, datetime], ...] = ()
    categories: tuple[tuple[str, datetime], ...] = ()


def owed_before(limits: Limits, now: datetime) -> Owed:
    """The moments at `now`, where `limits` are in force."""

    def before(duration: str) -> datetime:
        return overdue_before(now, duration, limits.time_zone, limits.calendar)

    said = [each for each in limits.classes if each.reply_due]
    return Owed(
        all=before(limits.reply_due),
        kinds=tuple((each.kind, before(str(each.reply_due))) for each in said if each.kind),
        categories=tuple((each.category, before(str(each.reply_due))) for each in said if each.category),
    )


def overdue_replies(owed: Mapping[str, Owed]) -> dict[str, Any]:
    """The filter for the requests whose reply is overdue, by community."""
    alike: defaultdict[Owed, list[str]] = defaultdict(list)
    for community, moments in owed.items():
        alike[moments].append(community)
    late = [
        {"community": {"$in": group}, **which, "owed_since": {"$lt": moment}}
        for moments, group in alike.items()
        for which, moment in _classes(moments)
    ]
    return {"state": "open", "$or": late}


def _classes(moments: Owed) -> list[tuple[dict[str, Any], datetime]]:
    """Each class with its moment, so that a request is in one: what is said of its category goes before what is said of
    its kind, as in all limits."""
    by_category = [({CATEGORY: category}, moment) for category, moment in moments.categories]
    rest: dict[str, Any] = {CATEGORY: {"$nin": [name for name, _ in moments.categories]}} if by_category else {}
    by_kind = [(rest | {"$or": [{field: kind} for field in KINDS]}, moment) for kind, moment in moments.kinds]
    named = [kind for kind, _ in moments.kinds]
    others = rest | ({field: {"$nin": named} for field in KINDS} if named else {})
    return [*by_category, *by_kind, (others, moments.all)]
