"""A year's figures by place, beside what is registered."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from services.registry.events import Group, PlaceFigures
from services.registry.projections import Community, Ledger, Organization, Place
from shared.contracts.registry import PlaceKind
from shared.errors import NotFound
from shared.eventsourcing.documents import Documents
from shared.eventsourcing.model import Frozen

MOST = 2_000
"""More places than a community has."""


class PlaceLine(Frozen):
    """A place's figures. `residents` is None where they are too few to be told, `parts` how many places a wider one's
    are the sum of: only of those that are told."""

    place: str
    name: str
    kind: PlaceKind
    parent: str | None
    residents: int | None
    groups: tuple[Group, ...]
    organizations: int
    parts: int


class Beside(Frozen):
    """How many organizations the ledger counts, how many with a seat there are registered, and how many
    more those are."""

    ledger: int
    registered: int
    difference: int


class LedgerView(Frozen):
    """A year's figures: of the community, of its places, and beside the register."""

    year: int
    residents: int
    groups: tuple[Group, ...]
    organizations: Beside
    places: tuple[PlaceLine, ...]


async def ledger(
    node: Community | None, year: int, places: Documents[Place], organizations: Documents[Organization]
) -> LedgerView:
    """The figures of `year`. Raises NotFound where there are none."""
    found = next((each for each in node.ledgers if each.year == year), None) if node else None
    if node is None or found is None:
        raise NotFound
    known, registered = await asyncio.gather(
        places_of(places, node.id),
        organizations.count({"community": node.id, "active": True, "inside": True}),
    )
    return LedgerView(
        year=year,
        residents=found.residents,
        groups=found.groups,
        organizations=Beside(
            ledger=found.organizations, registered=registered, difference=registered - found.organizations
        ),
        places=lines(found, known),
    )


async def places_of(places: Documents[Place], community: str) -> dict[str, Place]:
    """The places of a community by id, also those no longer used, in the order of their names."""
    found = await places.find({"community": community}, sort=[("name", 1), ("_id", 1)], limit=MOST)
    return {place.id: place for place in found}


def wider(place: str, places: Mapping[str, Place]) -> Iterator[str]:
    """The places that `place` lies in, the nearest first."""
    parent = places[place].parent if place in places else None
    while parent:
        yield parent
        parent = places[parent].parent if parent in places else None


def lines(figures: Ledger, places: Mapping[str, Place]) -> tuple[PlaceLine, ...]:
    """The figures of each place that has any, or that has parts with any."""
    parts: dict[str, list[PlaceFigures]] = {}
    for row in figures.places:
        for place in (row.place, *wider(row.place, places)):
            parts.setdefault(place, []).append(row)
    return tuple(_line(place, parts[place.id]) for place in places.values() if place.id in parts)


def _line(place: Place, rows: Sequence[PlaceFigures]) -> PlaceLine:
    told = [row for row in rows if row.residents is not None]
    counts: dict[str, int] = {}
    for group in (group for row in told for group in row.groups):
        counts[group.name] = counts.get(group.name, 0) + group.count
    return PlaceLine(
        place=place.id,
        name=place.name,
        kind=place.kind,
        parent=place.parent,
        residents=sum(row.residents or 0 for row in told) if told else None,
        groups=tuple(Group(name=name, count=count) for name, count in counts.items()),
        organizations=sum(row.organizations for row in rows),
        parts=len(rows) if [row.place for row in rows] != [place.id] else 0,
    )
