"""What a plan is for: the lines it gets, one for each open part of a need, and what it leaves out, with the reason."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from services.matching.events import Scope
from services.matching.events.plan import LeftOut, line_key
from services.matching.projections import MEETINGS, REQUESTS
from shared.directory.limits import Limits
from shared.directory.queries import below
from shared.errors import NotFound
from shared.eventsourcing.documents import Reads

Row = Mapping[str, Any]
Filter = dict[str, Any]
_LOOKED_AT = (
    "claimed_at",
    "request.about.need_kind",
    "request.parts.quantity",
    *(f"request.claims.{name}" for name in ("part", "promised")),
)


class InScope(NamedTuple):
    """The keys of the lines, and what is left out; the oldest first."""

    lines: list[str]
    left_out: list[LeftOut]


async def in_scope(reads: Reads, community: str, scope: Scope, limits: Limits) -> InScope:
    """All that is open in `scope`. Raises NotFound for no such meeting."""
    query: Filter = {"state": "open"}
    if scope.meeting:
        meeting = await reads(MEETINGS).get(scope.meeting)
        if meeting is None or meeting.community != community:
            raise NotFound
        query["_id"] = {"$in": list(meeting.meeting.requests)}
    else:
        query |= {"community": {"$in": await below(reads, community)}, **_opened(scope, limits)}
    if scope.kind:
        query["kind"] = scope.kind
    rows = await reads(REQUESTS).aggregate(
        [{"$match": query}, {"$sort": {"opened_at": 1, "_id": 1}}, {"$project": dict.fromkeys(_LOOKED_AT, 1)}]
    )
    return sorted_out(rows)


def sorted_out(rows: Iterable[Row]) -> InScope:
    """What gets a line, and what does not: residents answer a vacancy by themselves, and what somebody has claimed is
    in good hands, but for the parts nobody has taken."""
    found = InScope([], [])
    for row in rows:
        request = row["request"]
        if request["about"].get("need_kind") == "vacancy":
            found.left_out.append(LeftOut(request=row["_id"], reason="vacancy"))
        elif parts := list(_open_parts(request)):
            found.lines.extend(line_key(row["_id"], part) for part in parts)
        elif request["parts"] or row["claimed_at"]:
            found.left_out.append(LeftOut(request=row["_id"], reason="claimed"))
        else:
            found.lines.append(row["_id"])
    return found


def _open_parts(request: Row) -> Iterator[int]:
    return (number for number in range(1, len(request["parts"]) + 1) if left_of_part(request, number))


def left_of_part(request: Row, part: int) -> int:
    """How much of a part nobody has promised yet."""
    promised = sum(claim["promised"] for claim in request["claims"] if claim["part"] == part)
    left: int = request["parts"][part - 1]["quantity"] - promised
    return left


def _opened(scope: Scope, limits: Limits) -> Filter:
    zone = ZoneInfo(limits.time_zone)

    def midnight(day: date) -> datetime:
        return datetime.combine(day, datetime.min.time(), zone)

    spans: Filter = {}
    if scope.opened_from:
        spans["$gte"] = midnight(scope.opened_from)
    if scope.opened_until:
        spans["$lt"] = midnight(scope.opened_until + timedelta(days=1))
    return {"opened_at": spans} if spans else {}
