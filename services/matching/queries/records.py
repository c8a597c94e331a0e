"""What providers made of what they were asked for: of an organization that was entered twice all of it together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from services.matching.projections import RECORDS
from shared.directory.mergers import merged_into, remaining
from shared.eventsourcing.documents import Reads

Row = Mapping[str, Any]


async def remaining_of(reads: Reads, parties: Iterable[str]) -> dict[str, str]:
    """By party the one that remains, where it was merged; else itself."""
    ids = set(parties)
    found = await remaining(reads, ids)
    return {each: found[each].id if each in found else each for each in ids}


async def records_of(reads: Reads, parties: Iterable[str], which: Mapping[str, Any]) -> Mapping[str, list[Row]]:
    """By party the records of `which`, counted by category and outcome: its own, and those of all that was merged into
    the same one."""
    one = await remaining_of(reads, parties)
    counts = await merged_into(reads, set(one.values()))
    match = {"provider": {"$in": sorted(counts)}, **which}
    group = {
        "_id": {"provider": "$provider", "category": "$category", "outcome": "$outcome"},
        "count": {"$sum": 1},
        "until": {"$max": "$not_before"},
    }
    found: defaultdict[str, dict[tuple[str, str], Row]] = defaultdict(dict)
    for row in await reads(RECORDS).aggregate([{"$match": match}, {"$group": group}]):
        of, key = found[counts[row["_id"]["provider"]]], (row["_id"]["category"], row["_id"]["outcome"])
        of[key] = _together(of[key], row) if key in of else row
    return {party: list(found[last].values()) for party, last in one.items()}


def _together(one: Row, other: Row) -> Row:
    until = max(filter(None, (one["until"], other["until"])), default=None)
    return {**one, "count": one["count"] + other["count"], "until": until}
