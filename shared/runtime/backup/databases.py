"""Which collections are kept, and where they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bson import Timestamp
from bson.raw_bson import RawBSONDocument
from pymongo import AsyncMongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.read_concern import ReadConcern

from shared.messaging.parked import PARKED
from shared.messaging.positions import COLLECTION as POSITIONS
from shared.runtime.backup.files import RAW
from shared.runtime.backup.manifest import Clock
from shared.runtime.installation import database_name, keys_database_name
from shared.runtime.jobs import COLLECTION as JOBS
from shared.runtime.service import Definition

WHOLE = (POSITIONS, PARKED, JOBS)
"""Small collections, taken as they are."""

Raw = AsyncDatabase[RawBSONDocument]
Progress = Callable[[str, int, int], None]
"""Told what is copied, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Databases:
    """The databases of an installation."""

    client: AsyncMongoClient[dict[str, Any]]
    prefix: str
    services: Sequence[Definition]

    def of(self, service: str) -> AsyncDatabase[dict[str, Any]]:
        """The database of a service."""
        return self.client[database_name(self.prefix, service)]

    def raw(self, service: str) -> Raw:
        """The same, for documents that are copied as they are; what is read has reached a majority."""
        return self._raw(database_name(self.prefix, service))

    @property
    def keys(self) -> Raw:
        """Where the keys of the vault are, read and written in the same way."""
        return self._raw(keys_database_name(database_name(self.prefix, self.keeper)))

    def _raw(self, name: str) -> Raw:
        return self.client.get_database(name).with_options(RAW, read_concern=ReadConcern("majority"))

    @property
    def keeper(self) -> str:
        """The service that keeps the vault."""
        return next(part.name for part in self.services if part.keeps_vault)

    async def clock(self, session: AsyncClientSession | None = None) -> Clock:
        """The latest time of the replica set; what is read in `session` from then on is not older."""
        answer = await self.client.admin.command("ping", session=session)
        at: Timestamp = answer["operationTime"]
        return at.time, at.inc
