"""One who reads documents while they are written and rebuilt: it may see what is old, never what is not so."""

import asyncio
from typing import Any

from pymongo.errors import PyMongoError

from shared.errors import Unavailable
from shared.eventsourcing.documents import Reads
from tests.simulation.chance import Chance
from tests.simulation.memory import Database, Server
from tests.simulation.toys import CONTENTS, PROJECTIONS


class Reader:
    """Notes what it saw of each box."""

    def __init__(self, server: Server, chance: Chance, prefix: str) -> None:
        database: Any = Database(server)
        self.reads = Reads(database, PROJECTIONS)
        self.seen: list[tuple[str, tuple[int, ...]]] = []
        self.vanished: list[str] = []
        self._chance = chance
        self._boxes = [f"{prefix}_{n}" for n in range(4)]
        self._known: set[str] = set()

    async def run(self) -> None:
        """Reads for ever."""
        while True:
            await asyncio.sleep(self._chance.dice.expovariate(1.0))
            try:
                await self._look(self._chance.dice.choice(self._boxes))
            except (PyMongoError, Unavailable):
                continue

    async def _look(self, box: str) -> None:
        document = await self.reads(CONTENTS).get(box)
        if document is not None:
            self._known.add(box)
            self.seen.append((box, document.numbers))
        elif box in self._known and not self._chance.counts["rolled_back"]:
            self.vanished.append(box)
