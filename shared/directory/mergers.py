"""Organizations that were entered twice: what each did belongs to the one it was merged into, as long as that lasts.

Nothing is rewritten: it is looked up each time, so that a merger that is taken back leaves no trace.
"""

from collections.abc import Iterable
from typing import Any

from shared.directory.projections import ORGANIZATIONS
from shared.eventsourcing.documents import Documents, Reads
from shared.eventsourcing.projection import Projection

_ALL = 0


async def merged_into(
    reads: Reads, organizations: Iterable[str], known: Projection[Any] = ORGANIZATIONS
) -> dict[str, str]:
    """Where what each did counts: `organizations` for themselves, and all that was merged into them for them.
    Registry has `known` organizations of its own."""
    counts = {each: each for each in organizations}
    last = list(counts)
    while last:
        found = await reads(known).find({"merged_into": {"$in": last}, "_id": {"$nin": list(counts)}}, limit=_ALL)
        counts |= {each.id: counts[each.merged_into] for each in found}
        last = [each.id for each in found]
    return counts


async def all_of(reads: Reads, organization: str, known: Projection[Any] = ORGANIZATIONS) -> list[str]:
    """An organization, and all that was merged into it."""
    return sorted(await merged_into(reads, [organization], known))


async def remaining(
    reads: Reads, organizations: Iterable[str], known: Projection[Any] = ORGANIZATIONS
) -> dict[str, Any]:
    """By id, the document of each, or of the one that remains where it was merged; none for who is not known."""
    return await remaining_among(reads(known), organizations)


async def remaining_among(documents: Documents[Any], organizations: Iterable[str]) -> dict[str, Any]:
    """Those that remain, as `documents` have them."""
    ids = set(organizations)
    found: dict[str, Any] = {}
    while missing := ids - found.keys():
        known_now = await documents.find({"_id": {"$in": sorted(missing)}}, limit=_ALL)
        found |= dict.fromkeys(missing) | {each.id: each for each in known_now}
        ids |= {each.merged_into for each in known_now if each.merged_into}
    return {each: last for each in ids if (last := _last(each, found)) is not None}


async def inactive(reads: Reads, organizations: Iterable[str]) -> frozenset[str]:
    """Those of `organizations` for which nobody speaks any more: they were deactivated, or what they were merged into
    was."""
    gone = {"$or": [{"active": False}, {"merged_into": {"$ne": None}}]}
    found = await reads(ORGANIZATIONS).find({"_id": {"$in": sorted(organizations)}, **gone}, limit=_ALL)
    merged = any(each.merged_into for each in found)
    last = await remaining(reads, (each.id for each in found)) if merged else {each.id: each for each in found}
    return frozenset(each for each, remains in last.items() if not remains.active)


def _last(organization: str, found: dict[str, Any]) -> Any:
    passed: set[str] = set()
    last = found[organization]
    while last is not None and last.merged_into and last.id not in passed:
        passed.add(last.id)
        last = found[last.merged_into] or last
    return last
