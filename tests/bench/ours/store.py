"""Our log and our projector with nothing around them, doing jobs: `append`, `rebuild`, `follow`."""

import dataclasses
import itertools
from typing import Any

from pymongo import AsyncMongoClient

from services.cli.terminal import run as run_as_in_production
from shared.eventsourcing.codec import Codec
from shared.eventsourcing.documents import ROWS
from shared.eventsourcing.ending import stoppable
from shared.eventsourcing.log import Log
from shared.eventsourcing.projector import Projector
from shared.eventsourcing.tail import Tail
from shared.runtime.logging import configure
from shared.runtime.server import working
from shared.runtime.service import utc_now
from tests.bench.calling import calling
from tests.bench.child import run, serve
from tests.bench.filling import commit
from tests.bench.ours.asking import QUESTIONS, Asked
from tests.bench.place import Place


class Store:
    """The log of service A, and its questions."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._log = Log(database["commits"], Codec([Asked]))
        self._projector: Projector | None = None
        self._epochs = itertools.count(1)

    async def append(self, job: dict[str, Any]) -> int:
        """Appends by `callers` for `seconds`; each commit begins a stream."""
        await self._log.prepare()
        draft, name = commit(1, 1), job["name"]

        async def one(caller: int, n: int) -> None:
            id_ = f"{name}-{caller}-{n}"
            (placed,) = await self._log.append([dataclasses.replace(draft, stream=f"question_{id_}", command_id=id_)])
            assert isinstance(placed, type(draft)), placed

        return await calling(job["callers"], job["seconds"], one)

    async def rebuild(self, _: dict[str, Any]) -> int:
        """Folds the whole log into a new collection; gives how many documents there are."""
        if self._projector is None:
            self._projector = self._new_projector()
            await self._projector.prepare()
        else:
            await self._projector.rebuild(QUESTIONS)
        return await self._shown()

    async def follow(self, job: dict[str, Any]) -> int:
        """Takes in the log up to the position `to`, page by page, as what is live is taken in."""
        row = {"collection": "followed", "position": 0, "epoch": 0}
        await self._database[ROWS].replace_one({"_id": QUESTIONS.row}, row, upsert=True)
        await self._database.drop_collection("followed")
        projector = self._new_projector()
        await projector.prepare()
        async with working(stoppable(projector.run)):
            await projector.reached(job["to"])
        await self._database[ROWS].delete_one({"_id": QUESTIONS.row})
        return int(await self._database["followed"].estimated_document_count())

    def _new_projector(self) -> Projector:
        return Projector(self._database, self._log, Tail(self._log), [QUESTIONS], next(self._epochs), utc_now)

    async def _shown(self) -> int:
        row = await self._database[ROWS].find_one({"_id": QUESTIONS.row})
        return int(await self._database[row["collection"]].estimated_document_count())


async def main() -> None:
    """Does jobs until no more come."""
    _, place = Place.heard()
    async with AsyncMongoClient[dict[str, Any]](place.mongo, tz_aware=True, w="majority", journal=True) as client:
        store = Store(client[f"{place.prefix}_asking"])
        await serve({"append": store.append, "rebuild": store.rebuild, "follow": store.follow})


if __name__ == "__main__":
    configure("WARNING")
    run(lambda: run_as_in_production(main()))
