"""Finding organizations by what somebody types: a part of the name, its pinyin, or the initials of that."""

import re
from typing import Any

from services.registry.projections import ORGANIZATIONS, Organization
from services.registry.queries.views import organizations_of
from shared.eventsourcing.documents import Reads
from shared.pinyin import folded

Expression = dict[str, Any]


async def found_by(reads: Reads, query: dict[str, Any], typed: str, limit: int) -> list[Organization]:
    """The organizations among those of `query` that `typed` finds: the closest first, then the shortest names."""
    rows = await reads(ORGANIZATIONS).aggregate(
        [
            {"$match": {"$and": [query, {"$or": _ways(typed)}]}},
            {"$project": {"name": 1, "rank": _rank(typed), "length": {"$strLenCP": "$name"}}},
            {"$sort": {"rank": 1, "length": 1, "name": 1, "_id": 1}},
            {"$limit": limit},
            {"$project": {"_id": 1}},
        ]
    )
    found = await organizations_of(reads, [row["_id"] for row in rows])
    return [found[row["_id"]] for row in rows if row["_id"] in found]


def _ways(typed: str) -> list[dict[str, Any]]:
    letters = _letters(typed)
    ways: list[dict[str, Any]] = [{"name": {"$regex": re.escape(typed), "$options": "i"}}]
    if letters:
        ways += [{"initials": {"$regex": f"^{letters}"}}, {"letters": {"$regex": f"^{letters}"}}]
    if len(letters) > 1:
        ways.append({"initials": {"$regex": letters}})
    return ways


def _rank(typed: str) -> Expression:
    """How close it is, the closest 0: the name, its letters, the beginning of either, and anything else."""
    name, words = {"$toLower": "$name"}, {"$literal": folded(typed)}
    letters = {"$literal": _letters(typed)}
    closeness: list[Expression] = [
        {"$eq": [name, words]},
        {"$in": [letters, {"$concatArrays": ["$initials", "$letters"]}]},
        _begins(name, words),
        _one_begins("$initials", letters),
        _one_begins("$letters", letters),
        {"$gte": [{"$indexOfCP": [name, words]}, 0]},
    ]
    branches = [{"case": case, "then": rank} for rank, case in enumerate(closeness)]
    return {"$switch": {"branches": branches, "default": len(branches)}}


def _begins(text: Any, beginning: Expression) -> Expression:
    return {"$eq": [{"$indexOfCP": [text, beginning]}, 0]}


def _one_begins(texts: str, beginning: Expression) -> Expression:
    begin = {"$map": {"input": texts, "in": _begins("$$this", beginning)}}
    return {"$and": [{"$ne": [beginning, {"$literal": ""}]}, {"$anyElementTrue": [begin]}]}


def _letters(typed: str) -> str:
    """What was typed, if it is letters and numbers; else nothing."""
    found = "".join(folded(typed).split()).replace("'", "")
    return found if found.isascii() and found.isalnum() else ""
