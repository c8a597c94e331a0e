"""An installation with commits, records and keys in it that nobody had to make by commands."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from pymongo import AsyncMongoClient

from services.catalogue import SERVICES
from shared.privacy.keys import Keys
from shared.privacy.master import MasterKeys, load_or_create_master
from shared.privacy.vault import Vault
from shared.runtime.backup.databases import Databases
from shared.runtime.backup.keys import take_keys
from shared.runtime.backup.manifest import Manifest
from shared.runtime.backup.restoring import restore
from shared.runtime.backup.taking import take

Stored = dict[str, Any]


def silent(what: str, done: int, total: int) -> None:
    """Nobody looks on."""


def stored(n: int) -> Stored:
    """The commit at position `n`, of a stream of its own."""
    return {
        "_id": n,
        "stream": f"org_{n}",
        "version": 1,
        "command_id": f"cmd_{n}",
        "at": datetime(2026, 1, 1, tzinfo=UTC),
        "causation": "",
        "events": [{"type": "organization_registered", "v": 1, "data": {"name": f"单位{n}" * 10}}],
    }


@dataclass
class Stocked:
    """The databases, and what is needed to take and restore backups of them."""

    databases: Databases
    folder: Path
    keys_folder: Path
    master: MasterKeys

    async def commit(self, service: str, first: int, last: int) -> None:
        """Puts commits at these positions."""
        await self.databases.of(service)["commits"].insert_many([stored(n) for n in range(first, last + 1)])

    @property
    def vault(self) -> Vault:
        """Of registry."""
        keys = self.databases.client[self.databases.keys.name]["keys"]
        return Vault(self.databases.of("registry")["vault"], keys, self.master)

    @property
    def keys(self) -> Keys:
        """Of registry's vault."""
        return Keys(self.databases.client[self.databases.keys.name]["keys"], self.master)

    async def seal(self, person: str) -> None:
        """Somebody is registered, with a record."""
        await self.vault.register(person)
        await self.vault.seal(person, person, {"name": f"居民{person}"}, indexes=[f"index of {person}"])

    async def take(self, keys: bool = True) -> Manifest:
        """A backup."""

        async def with_keys() -> None:
            await take_keys(self.databases, self.keys_folder, "person_erased", silent)

        return await take(self.databases, self.folder, silent, with_keys if keys else None)

    async def restored(self) -> set[str]:
        """Puts it back; gives who was erased by then."""
        found: set[str] = set()

        async def complete(erased: set[str]) -> None:
            found.update(erased)

        await restore(self.databases, self.folder, self.keys_folder, self.master, complete, silent)
        return found

    async def destroy(self) -> None:
        """All databases are gone."""
        for name in await self.databases.client.list_database_names():
            if name.startswith(self.databases.prefix):
                await self.databases.client.drop_database(name)

    async def contents(self) -> dict[str, list[Stored]]:
        """Every document in every collection that a backup has to keep."""
        found = {}
        for name in SERVICES:
            for collection in ("commits", "vault", "parked", "jobs", "positions"):
                rows = await self.databases.of(name)[collection].find().sort("_id", 1).to_list()
                found[f"{name}.{collection}"] = rows
        keys = self.databases.client[self.databases.keys.name]["keys"]
        found["keys"] = await keys.find().sort("_id", 1).to_list()
        return found


@asynccontextmanager
async def stocked(mongo_url: str, directory: Path) -> AsyncIterator[Stocked]:
    """Empty at first; dropped at the end."""
    async with AsyncMongoClient[Stored](mongo_url, tz_aware=True, w="majority", journal=True) as client:
        databases = Databases(client, f"test_{uuid4().hex[:12]}", tuple(SERVICES.values()))
        master = MasterKeys(load_or_create_master(directory / "master.key"))
        stock = Stocked(databases, directory / "data", directory / "keys", master)
        yield stock
        await stock.destroy()


def another_master() -> MasterKeys:
    """Not the right one."""
    return MasterKeys(secrets.token_bytes(32))
