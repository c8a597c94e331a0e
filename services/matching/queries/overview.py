"""What became of wishes and needs in a node and in all below it, side by side: for oversight, and for no ranking."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from services.matching.projections import REQUESTS
from services.matching.queries.owed import Owed, overdue_replies
from shared.contracts.registry import Level
from shared.directory.order import BY_NAME, PINYIN, in_order
from shared.directory.projections import COMMUNITIES
from shared.eventsourcing.documents import Reads
from shared.eventsourcing.model import Frozen

MOST = 20_000
Kind = Literal["wish", "need"]


class Median(Frozen):
    """The median of `of` measured spans, in days; what was done before it was published is not measured."""

    days: float | None = None
    of: int = 0


class Course(Frozen):
    """Of the `opened` ones so many were claimed, fulfilled, closed; and how long that took from the opening. Somebody
    stood to those `answered`; to those `owed` nobody does, and of these the limit has passed for the `overdue`."""

    opened: int = 0
    claimed: int = 0
    fulfilled: int = 0
    closed: int = 0
    answered: int = 0
    owed: int = 0
    overdue: int = 0
    until_answered: Median = Median()
    until_claimed: Median = Median()
    until_fulfilled: Median = Median()


class NodeProgress(Frozen):
    wishes: Course = Course()
    needs: Course = Course()


class Row(NodeProgress):
    """What belongs to one node itself, without those below it."""

    id: str
    name: str
    level: Level
    path: tuple[str, ...]


class Overview(Frozen):
    """All nodes from one down, and what they have together. Parents come before children, and those beside each other
    as their names sound in pinyin."""

    id: str
    rows: tuple[Row, ...]
    total: NodeProgress


Cell = tuple[str, str, str]
"""Node, kind, and what is counted."""
Counts = Mapping[Cell, Counter[Any]]


async def overview(reads: Reads, node: str, time_zone: str, owed: Mapping[str, Owed]) -> Overview:
    """The overview of `node` and all below it; days are those of `time_zone`. `owed` decides in each which replies are
    overdue."""
    nodes = await reads(COMMUNITIES).find({"path": node}, sort=BY_NAME, limit=MOST, collation=PINYIN)
    ids = [each.id for each in nodes]
    here = {"community": {"$in": ids}}
    claimed, done = _days("$claimed_at", time_zone), _days(_start("$done_on", time_zone), time_zone)
    answered = _days("$owing.answered_at", time_zone, "$owing.asked_at")
    counted = await asyncio.gather(
        _count(reads, here, "state", "$state"),
        _count(reads, here | {"claimed_at": {"$ne": None}}, "claimed", claimed),
        _count(reads, here | {"done_on": {"$ne": None}}, "done", done),
        _count(reads, here | {"owing.answered_at": {"$ne": None}}, "answered", answered),
        _count(reads, here | {"owed_since": {"$ne": None}}, "owed", "owed"),
        _count(reads, overdue_replies(owed), "overdue", "overdue"),
    )
    counts = {cell: counter for part in counted for cell, counter in part.items()}
    rows = [
        Row(id=each.id, name=each.name, level=each.level, path=each.path, **dict(_progress(counts, [each.id])))
        for each in in_order(nodes)
    ]
    return Overview(id=node, rows=tuple(rows), total=_progress(counts, ids))


def median(spans: Mapping[int, int]) -> Median:
    """The median of spans in days, of which each is there so many times; negative ones are not measured."""
    measured = {days: count for days, count in spans.items() if days >= 0}
    of = sum(measured.values())
    if not of:
        return Median()
    low, high = _at(measured, (of - 1) // 2), _at(measured, of // 2)
    return Median(days=(low + high) / 2, of=of)


def _at(spans: Mapping[int, int], index: int) -> int:
    """The span at `index`, were they all in a row."""
    for days, count in sorted(spans.items()):
        index -= count
        if index < 0:
            return days
    raise IndexError


async def _count(reads: Reads, query: Mapping[str, Any], name: str, what: Any) -> Counts:
    group = {"_id": {"node": "$community", "kind": "$kind", "what": what}, "count": {"$sum": 1}}
    found: defaultdict[Cell, Counter[Any]] = defaultdict(Counter)
    for row in await reads(REQUESTS).aggregate([{"$match": query}, {"$group": group}]):
        of = row["_id"]
        found[of["node"], of["kind"], name][of["what"]] += row["count"]
    return found


def _progress(counts: Counts, nodes: Iterable[str]) -> NodeProgress:
    of = list(nodes)
    return NodeProgress(wishes=_of_kind(counts, of, "wish"), needs=_of_kind(counts, of, "need"))


def _of_kind(counts: Counts, nodes: list[str], kind: Kind) -> Course:
    states, claimed, done = (_sum(counts, nodes, kind, name) for name in ("state", "claimed", "done"))
    answered, owed, overdue = (_sum(counts, nodes, kind, name) for name in ("answered", "owed", "overdue"))
    return Course(
        opened=states.total(),
        claimed=claimed.total(),
        fulfilled=states["fulfilled"],
        closed=states["closed"],
        answered=answered.total(),
        owed=owed.total(),
        overdue=overdue.total(),
        until_answered=median(answered),
        until_claimed=median(claimed),
        until_fulfilled=median(done),
    )


def _sum(counts: Counts, nodes: list[str], kind: Kind, name: str) -> Counter[Any]:
    total: Counter[Any] = Counter()
    for node in nodes:
        total += counts.get((node, kind, name), Counter())
    return total


def _start(day: str, time_zone: str) -> dict[str, Any]:
    return {"$dateFromString": {"dateString": day, "timezone": time_zone}}


def _days(end: Any, time_zone: str, start: str = "$opened_at") -> dict[str, Any]:
    """From the opening, or another start, to `end`, in days of the calendar."""
    return {"$dateDiff": {"startDate": start, "endDate": end, "unit": "day", "timezone": time_zone}}
