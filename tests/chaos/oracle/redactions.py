"""What was ordered to be taken out of history stands nowhere any more, and nothing else in it has changed."""

import asyncio
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable

from pymongo.errors import PyMongoError

from services.catalogue import SERVICES
from shared.redaction.marks import INSTEAD
from shared.runtime.installation import Installation
from tests.chaos.ledger import Entry
from tests.chaos.naming import NAME, name_in, story_of
from tests.chaos.oracle.books import MAJORITY, Stored, database_of
from tests.chaos.oracle.verdict import Verdict

LOOK_EVERY = 1.0
ORDERED = "post_last_redaction"
"""With this the last of a story's orders was given."""


class Witness:
    """Reads every log while it grows, and remembers what each commit said, names aside."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._seen: dict[str, dict[int, str]] = {name: {} for name in SERVICES}

    async def watch(self) -> None:
        """For ever; what can't be read now is read later."""
        while True:
            for name in SERVICES:
                try:
                    await self._read_on(name)
                except PyMongoError:
                    break
            await asyncio.sleep(LOOK_EVERY)

    async def changed(self) -> list[str]:
        """The commits that say something else now than when they were first seen, or are gone."""
        return [said for name, seen in self._seen.items() for said in await self._compared(name, seen)]

    async def _read_on(self, name: str) -> None:
        seen = self._seen[name]
        for row in await self._rows(name, {"_id": {"$gt": max(seen, default=0)}}):
            seen[row["_id"]] = _digest(row)

    async def _compared(self, name: str, seen: dict[int, str]) -> list[str]:
        now = {row["_id"]: row for row in await self._rows(name, {})}
        other = [position for position, said in seen.items() if position not in now or _digest(now[position]) != said]
        return [f"{name}:{position} {_state(now.get(position))} since it was written" for position in other]

    async def _rows(self, name: str, query: Stored) -> list[Stored]:
        commits = database_of(self._installation, name)["commits"].with_options(read_concern=MAJORITY)
        return await commits.find(query).sort("_id", 1).to_list()


async def check_redactions(
    entries: Iterable[Entry], installation: Installation, witness: Witness | None, verdict: Verdict
) -> None:
    """Everything that is stored, in all services."""
    ordered = {name_in(story_of(e.sent.key)) for e in entries if e.sent.operation == ORDERED and e.acknowledged}
    verdict.count("names_taken_out", len(ordered))
    for name, places in sorted((await standing(installation)).items()):
        if name in ordered:
            verdict.lost.append(f"{name} was ordered to be taken out of history, and stands in {', '.join(places)}")
    verdict.doubled += await witness.changed() if witness else []


async def standing(installation: Installation) -> dict[str, list[str]]:
    """Where names stand: in logs, documents, what is parked, and whatever else a service keeps. Documents that were
    replaced, and go within a minute, aside."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for service in SERVICES:
        database = database_of(installation, service)
        used = {row["collection"] async for row in database["projections"].find()}
        for collection in await database.list_collection_names():
            if collection.count(".") == 3 and collection not in used:
                continue
            async for row in database[collection].find():
                for name in NAME.findall(str(row)):
                    found[name].add(f"{service}.{collection}")
    return {name: sorted(places) for name, places in found.items()}


def _digest(row: Stored) -> str:
    return hashlib.sha256(
        NAME.sub(INSTEAD, json.dumps(row, default=str, ensure_ascii=False, sort_keys=True)).encode()
    ).hexdigest()


def _state(row: Stored | None) -> str:
    return "is gone," if row is None else f"{row['stream']}/{row['version']} says something else"
