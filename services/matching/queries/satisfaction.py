"""How satisfied people are, by what return visits have heard: a figure for oversight, and for no ranking."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from services.matching.events import VisitedHow
from services.matching.projections import RECORDS
from shared.directory.order import BY_NAME, PINYIN, in_order
from shared.directory.projections import COMMUNITIES
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen

SATISFIED = 4
"""From this mark of five on."""
MOST = 20_000


class Satisfaction(Frozen):
    """What return visits have heard of so many kept claims, each by its last answer: how many were satisfied and how
    many not, and, beside it, how many could not be asked in three attempts. `rate` is the share of the satisfied among
    those who were reached; there is none where nobody was."""

    satisfied: int
    not_satisfied: int
    not_reachable: int
    rate: float | None


class NodeSatisfaction(Satisfaction):
    """Of one node itself, without those below it."""

    id: str
    name: str


class SatisfactionOverview(Frozen):
    """All nodes from one down in which somebody was asked, as in the overview, and what they have together."""

    id: str
    rows: tuple[NodeSatisfaction, ...]
    total: Satisfaction


async def satisfaction(reads: Reads, node: str, first: date | None, until: date | None) -> SatisfactionOverview:
    """The satisfaction in `node` and below it with what was delivered from `first` to `until`, both included."""
    nodes = await reads(COMMUNITIES).find({"path": node}, sort=BY_NAME, limit=MOST, collation=PINYIN)
    days = {"$gte": first and first.isoformat(), "$lte": until and until.isoformat()}
    within = {bound: day for bound, day in days.items() if day}
    query: dict[str, Any] = {
        "community": {"$in": [each.id for each in nodes]},
        "asked_how": {"$in": [*get_args(VisitedHow), "not_reachable"]},
        "outcome": "kept",
    }
    counts = await _counts(reads, query | ({"kept_on": within} if within else {}))
    rows = [
        NodeSatisfaction(id=each.id, name=each.name, **satisfied(counts[each.id]).model_dump())
        for each in in_order(nodes)
        if each.id in counts
    ]
    return SatisfactionOverview(id=node, rows=tuple(rows), total=satisfied(sum(counts.values(), Counter())))


async def _counts(reads: Reads, query: Mapping[str, Any]) -> dict[str, Counter[int | None]]:
    """By community, how often each mark was given; None stands for those who were not reached."""
    group = {"_id": {"node": "$community", "mark": "$mark"}, "count": {"$sum": 1}}
    found: defaultdict[str, Counter[int | None]] = defaultdict(Counter)
    for row in await reads(RECORDS).aggregate([{"$match": query}, {"$group": group}]):
        found[row["_id"]["node"]][row["_id"]["mark"]] += row["count"]
    return dict(found)


def satisfied(marks: Mapping[int | None, int]) -> Satisfaction:
    """The figures of so many answers with each mark, None standing for those who were not reached."""
    reached = sum(count for mark, count in marks.items() if mark is not None)
    content = sum(count for mark, count in marks.items() if mark is not None and mark >= SATISFIED)
    return Satisfaction(
        satisfied=content,
        not_satisfied=reached - content,
        not_reachable=marks.get(None, 0),
        rate=round(content / reached, 4) if reached else None,
    )
