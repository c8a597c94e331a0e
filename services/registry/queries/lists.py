"""Which documents a list shows by what it is filtered with: on the page, and when it is taken out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.registry.projections import COMMUNITIES, ORGANIZATIONS
from services.registry.queries.agreements import standing_query
from services.registry.queries.finding import MOST, found_by
from services.registry.queries.freshness import Freshness, stale_query
from services.registry.queries.views import things_of
from shared.directory.mergers import merged_into
from shared.directory.queries import below
from shared.eventsourcing.documents import Reads
from shared.words import typed

Query = dict[str, Any]
Said = Mapping[str, Any]
"""The filters by their names; None where one is left out."""


async def organizations_in(reads: Reads, community: str, said: Said) -> Query:
    """The organizations of a node and below it: those that are there, unless others are asked for. Words are another
    matter: they rank."""
    here = {"community": {"$in": await below(reads, community, COMMUNITIES)}, "active": said.get("active", True)}
    return here | _equal(said, "kind", "membership")


async def offers_in(reads: Reads, community: str, fresh: Freshness, said: Said) -> Query:
    """A community's offers."""
    things = await _things(reads, community, said)
    stale = said.get("stale")
    parts = [
        {"community": community} | _equal(said, "state", "category"),
        {} if stale is None else stale_query(stale, fresh.offers_from),
    ]
    return {"$and": [*parts, *things]}


async def needs_in(reads: Reads, community: str, fresh: Freshness, said: Said) -> Query:
    """A community's needs; with `owed` only those to which a reply is owed."""
    things = await _things(reads, community, said)
    stale = said.get("stale")
    parts = [
        {"community": community} | _equal(said, "state", "progress", "category", "kind"),
        {} if stale is None else stale_query(stale, fresh.needs_from),
        {"owed_since": {"$ne": None}} if said.get("owed") else {},
    ]
    return {"$and": [*parts, *things]}


def wishes_in(community: str, said: Said) -> Query:
    """A community's wishes."""
    return {"community": community} | _equal(said, "state", "progress", "kind", "category", "organization")


async def agreements_in(reads: Reads, community: str, today: date, said: Said) -> Query:
    """The agreements of a node and below it, as they stand on a day."""
    parts: list[Query] = [{"community": {"$in": await below(reads, community, COMMUNITIES)}}]
    if standing := said.get("stands"):
        parts.append(standing_query(standing, today))
    if organization := said.get("organization"):
        parts.append({"organization": await things_of(reads, organization)})
    return {"$and": parts}


def _equal(said: Said, *names: str) -> Query:
    return {name: value for name in names if (value := said.get(name)) is not None}


async def _things(reads: Reads, community: str, said: Said) -> list[Query]:
    """Whose they are, and the words in them or in the name of whose they are."""
    queries: list[Query] = []
    if organization := said.get("organization"):
        queries.append({"organization": await things_of(reads, organization)})
    if q := said.get("q"):
        named = await found_by(reads(ORGANIZATIONS), {"community": community, "merged_into": None}, q, MOST)
        owners = await merged_into(reads, [each.id for each in named], ORGANIZATIONS) if named else {}
        queries.append({"$or": [typed("found_by", q), {"organization": {"$in": sorted(owners)}}]})
    return queries
