"""What a run left in MongoDB, kept whole: it can be spoilt, judged, and put right again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase

from services.catalogue import SERVICES
from shared.runtime.installation import Installation
from tests.chaos.ledger import Ledger
from tests.chaos.oracle import Verdict, Witness, judge
from tests.chaos.oracle.books import database_of
from tests.chaos.oracle.quiet import tip

Stored = dict[str, Any]
Kept = dict[str, list[Stored]]
WITHIN = 0.4


@dataclass
class Copy:
    """The databases of a finished run, its ledger, and who saw its logs grow."""

    installation: Installation
    ledger: Path
    witness: Witness
    kept: dict[str, Kept]

    @classmethod
    async def of(cls, installation: Installation, ledger: Path, witness: Witness) -> "Copy":
        """Takes everything in, while it still stands."""
        kept = {name: await _read(database_of(installation, name)) for name in SERVICES}
        return cls(installation, ledger, witness, kept)

    def __getitem__(self, service: str) -> AsyncDatabase[Stored]:
        return database_of(self.installation, service)

    async def put_right(self) -> None:
        """Everything as it was."""
        for name, kept in self.kept.items():
            for collection, rows in kept.items():
                if await self[name][collection].find().sort("_id", 1).to_list() != rows:
                    await self[name][collection].delete_many({})
                    await self[name][collection].insert_many(rows) if rows else None
            for collection in set(await self[name].list_collection_names()) - kept.keys():
                await self[name].drop_collection(collection)

    @asynccontextmanager
    async def spoilt(self) -> AsyncIterator["Copy"]:
        """To be spoilt in the block."""
        try:
            yield self
        finally:
            await self.put_right()

    async def catch_up(self) -> None:
        """Has every position say that all is done."""
        tips = {name: await tip(self[name]) for name in SERVICES}
        for name, definition in SERVICES.items():
            await self[name]["projections"].update_many({}, {"$set": {"position": tips[name]}})
            await self[name]["positions"].update_many({}, {"$set": {"position": tips[name]}})
            for source in definition.sources:
                await self[name]["positions"].update_one(
                    {"_id": f"inbox.{source}"}, {"$set": {"position": tips[source]}}
                )

    async def judged(self, ledger: Path | None = None) -> Verdict:
        """The verdict over what stands there now."""
        with Ledger(ledger or self.ledger) as opened:
            return await judge(self.installation, opened, WITHIN, self.witness)

    async def collection(self, service: str, projection: str) -> str:
        """Where the documents of a projection stand."""
        row = await self[service]["projections"].find_one({"_id": projection})
        assert row
        return str(row["collection"])


async def _read(database: AsyncDatabase[Stored]) -> Kept:
    names = await database.list_collection_names()
    return {name: await database[name].find().sort("_id", 1).to_list() for name in names}
