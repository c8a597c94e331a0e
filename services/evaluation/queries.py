"""Reads over evaluation's documents. Points are computed here, each time somebody asks."""

from collections.abc import Sequence
from typing import Any

from services.evaluation.projections import FACTS, SCHEMES, AdoptedScheme, RecordedFact
from services.evaluation.scorecard import Scorecard, days_of, scorecard
from services.evaluation.scoring import Paths
from shared.directory.mergers import all_of, merged_into, remaining
from shared.directory.projections import COMMUNITIES, Organization
from shared.directory.queries import below
from shared.errors import NotFound
from shared.eventsourcing.documents import Reads

_ALL = 0
"""No limit: a sum over a part of the facts would be wrong."""


async def organization_of(reads: Reads, organization: str) -> Organization:
    """The organization, or where it went when it was merged. Raises NotFound."""
    found = (await remaining(reads, [organization])).get(organization)
    if found is None:
        raise NotFound()
    assert isinstance(found, Organization)
    return found


async def facts_of(reads: Reads, organization: str, quarter: str | None) -> dict[str, Any]:
    """The filter for an organization's facts, of one quarter or of all time."""
    return {"organization": {"$in": await all_of(reads, organization)}} | (_within(quarter) if quarter else {})


def _within(quarter: str) -> dict[str, Any]:
    first, last = days_of(quarter)
    return {"occurred_on": {"$gte": first.isoformat(), "$lte": last.isoformat()}}


async def scorecards(reads: Reads, organizations: Sequence[Organization], quarter: str) -> list[Scorecard]:
    """A scorecard for each of `organizations`. Raises NotAMember."""
    counts = await merged_into(reads, [each.id for each in organizations])
    wanted = {"organization": {"$in": sorted(counts)}, "counts": True}
    facts = await reads(FACTS).find(wanted | _within(quarter), limit=_ALL)
    places = {each.community for each in organizations} | {each.community for each in facts}
    paths = await _paths(reads, places)
    schemes = await _schemes(reads, {node for place in places for node in paths.get(place, (place,))})
    given: dict[str, list[RecordedFact]] = {each.id: [] for each in organizations}
    for fact in facts:
        given[counts[fact.organization]].append(fact)
    return [scorecard(each, quarter, given[each.id], schemes, paths) for each in organizations]


async def _paths(reads: Reads, places: set[str]) -> Paths:
    found = await reads(COMMUNITIES).find({"_id": {"$in": sorted(places)}}, limit=_ALL)
    return {community.id: community.path for community in found if community.path}


async def _schemes(reads: Reads, nodes: set[str]) -> list[AdoptedScheme]:
    return await reads(SCHEMES).find({"community": {"$in": sorted(nodes)}}, limit=_ALL)


async def members_below(reads: Reads, node: str, quarter: str) -> dict[str, Any]:
    """The filter for the organizations in `node` and below that were members in `quarter`."""
    first, last = (day.isoformat() for day in days_of(quarter))
    ongoing = [{"until": None}, {"until": {"$gte": first}}]
    return {
        "community": {"$in": await below(reads, node)},
        "merged_into": None,
        "memberships": {"$elemMatch": {"since": {"$lte": last}, "$or": ongoing}},
    }
