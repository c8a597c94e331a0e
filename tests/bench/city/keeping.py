"""Puts the district's facts into the logs, and has their documents made of them by the projectors as they are."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from pymongo.write_concern import WriteConcern

from services.matching.main import MATCHING
from services.matching.projections import CALENDARS, RECORDS, REQUESTS
from services.registry.main import REGISTRY
from services.registry.projections import COMMUNITIES, NEEDS, OFFERS, ORGANIZATIONS, WISHES
from shared.directory import projections as directory
from shared.eventsourcing.codec import Codec
from shared.eventsourcing.documents import ROWS
from shared.eventsourcing.ending import stoppable
from shared.eventsourcing.projection import Projection
from shared.eventsourcing.projector import Projector
from shared.runtime.installation import Installation
from shared.runtime.server import working
from shared.runtime.service import COMMITS, Definition, Service, utc_now
from tests.bench.city import facts, planned
from tests.bench.city.facts import Fact
from tests.bench.filling import TOGETHER

AT = datetime(2026, 1, 1, tzinfo=UTC)

Happened = Callable[[int], Iterator[Fact]]
"""One in so many of the facts."""

_FIRST = (directory.COMMUNITIES, directory.ORGANIZATIONS, REQUESTS, RECORDS)
DISTRICTS: Mapping[str, tuple[Definition, Sequence[tuple[Happened, Sequence[Projection[Any]]]]]] = {
    "registry": (
        REGISTRY,
        (
            (lambda _: facts.hung(), (COMMUNITIES, OFFERS, NEEDS, WISHES)),
            (facts.registered, (ORGANIZATIONS,)),
        ),
    ),
    "matching": (MATCHING, ((facts.opened_before, _FIRST), (facts.all_offered, (CALENDARS,)))),
    "planned": (MATCHING, ((planned.wished, _FIRST), (planned.offered, (CALENDARS,)))),
}
"""What happened, part by part, and the projections that are told of it: the others have nothing to read there."""


class Keeper:
    """The logs and the documents of one place."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    async def fill(self, job: dict[str, Any]) -> int:
        """Fills the log with one of `DISTRICTS` (one in `share` of it) and builds what is made of it; gives its tip."""
        definition, parts = DISTRICTS[job["with"]]
        service = await self._installation.service(definition)
        for happened, told in parts:
            await _append(service, happened(job["share"]), 1)
            await _projector(service, told, epoch=1).prepare()
        tip = await _tip(service)
        await service.database[ROWS].update_many({}, {"$set": {"position": tip}})
        told_of = [projection.name for _, told in parts for projection in told]
        for projection in definition.projections:
            if projection.name not in told_of:
                await _empty(service, projection, tip)
        return tip

    async def change(self, job: dict[str, Any]) -> int:
        """Has `count` offers say something else, in the log only; gives the log's tip."""
        service, turn = await self._installation.service(MATCHING), job["turn"]
        changed = (facts.offered(n * 7 % facts.OFFERS, edition=turn) for n in range(job["count"]))
        await _append(service, changed, turn)
        return await _tip(service)

    async def follow(self, job: dict[str, Any]) -> int:
        """Takes in the log up to the position `to`, page by page, as what is live is taken in; gives how far it is."""
        service = await self._installation.service(MATCHING)
        projector = _projector(service, service.definition.projections, epoch=job["epoch"])
        await projector.prepare()
        async with working(stoppable(projector.run)):
            await projector.reached(job["to"])
        return projector.position


async def _append(service: Service, happened: Iterable[Fact], version: int) -> None:
    """What `happened` becomes the `version` of its streams."""
    commits = service.database[COMMITS].with_options(write_concern=WriteConcern(1, j=False))
    codec = Codec(service.definition.events, service.definition.upcasters)
    first = await _tip(service) + 1
    stored = (_stored(codec, fact, position, version) for position, fact in enumerate(happened, first))
    while batch := list(islice(stored, TOGETHER)):
        await commits.insert_many(batch)


async def _tip(service: Service) -> int:
    """The last position, though a majority may not have it yet: nobody else writes here."""
    last = await service.database[COMMITS].find_one({}, {"_id": 1}, sort=[("_id", -1)])
    return int(last["_id"]) if last else 0


def _stored(codec: Codec, fact: Fact, position: int, version: int) -> dict[str, Any]:
    stream, community, events = fact
    return {
        "_id": position,
        **{"stream": stream, "version": version, "command_id": f"fill-{position}", "body_mac": "0" * 64},
        **{"community": community, "actor": "bench", "on_behalf_of": None, "consent": None},
        **{"correlation": f"fill-{position}", "causation": "", "at": AT},
        "events": [codec.encode(event) for event in events],
    }


async def _empty(service: Service, projection: Projection[Any], tip: int) -> None:
    name = f"{projection.row}.0.empty"
    for index in projection.indexes:
        await service.database[name].create_index(list(index))
    await service.database[ROWS].insert_one({"_id": projection.row, "collection": name, "position": tip, "epoch": 0})


def _projector(service: Service, projections: Iterable[Projection[Any]], epoch: int) -> Projector:
    return Projector(service.database, service.log, service.tail, tuple(projections), epoch, utc_now)
