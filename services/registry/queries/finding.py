"""Finding organizations by what somebody types: a part of the name, its pinyin, or the initials of that."""

import re
from collections.abc import Iterator
from typing import Any

from services.registry.projections import Organization
from shared.eventsourcing.documents import Documents
from shared.pinyin import begins, exactly, folded, typed_letters, within

Expression = dict[str, Any]

MOST = 1000
"""So many that fit are ranked. Where more do, more has to be typed; one that is exactly so is found all the same."""


async def found_by(
    documents: Documents[Organization], query: dict[str, Any], typed: str, limit: int
) -> list[Organization]:
    """The organizations among those of `query` that `typed` finds: the closest first, then the shortest names."""
    rows: dict[str, dict[str, Any]] = {}
    for way in _ways(typed):
        rows |= {row["_id"]: row for row in await _ranked(documents, query | {"found_by": way}, typed, limit)}
        if len(rows) >= limit:
            break
    first = sorted(rows, key=lambda id_: (rows[id_]["rank"], rows[id_]["length"], rows[id_]["name"], id_))[:limit]
    found = {document.id: document for document in await documents.find({"_id": {"$in": first}}, limit=0)}
    return [found[id_] for id_ in first if id_ in found]


def _ways(typed: str) -> Iterator[Expression]:
    """From the closest to the farthest, each along the index."""
    yield {"$in": exactly(typed)}
    yield {"$regex": f"^{re.escape(begins(typed))}"}
    if inside := within(typed):
        yield {"$regex": f"^{re.escape(inside)}"}


async def _ranked(
    documents: Documents[Organization], query: dict[str, Any], typed: str, limit: int
) -> list[dict[str, Any]]:
    return await documents.aggregate(
        [
            {"$match": query},
            {"$limit": MOST},
            {"$project": {"name": 1, "rank": _rank(typed), "length": {"$strLenCP": "$name"}}},
            {"$sort": {"rank": 1, "length": 1, "name": 1, "_id": 1}},
            {"$limit": limit},
        ]
    )


def _rank(typed: str) -> Expression:
    """How close it is, the closest 0: the name, its letters, the beginning of either, and anything else."""
    name, words = {"$toLower": "$name"}, {"$literal": folded(typed)}
    letters = {"$literal": typed_letters(typed)}
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
