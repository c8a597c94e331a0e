"""Personal data, sealed per person; with the person's key goes all of it, wherever a copy may lie."""

import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument
from pymongo.asynchronous.collection import AsyncCollection

from shared.errors import Gone, KeyReused
from shared.privacy.cipher import decrypt, encrypt
from shared.privacy.durable import durable
from shared.privacy.keys import Keys
from shared.privacy.master import MasterKeys

Stored = dict[str, Any]
SWEPT_AT_ONCE = 500
FOUND_AT_ONCE = 1000


class Vault:
    """Records `{_id: record, person, sealed: {field: bytes}, index, at}`, and the keys that open them.

    `index` are blind ones: keyed hashes by which a record is found, and which tell nothing without that key. They go
    with their record; like a destroyed key they stay in MongoDB's oplog and old pages until they are overwritten.

    A record is named by the command that seals it: seal first, then append the event that names it.
    """

    def __init__(self, records: AsyncCollection[Stored], keys: AsyncCollection[Stored], masters: MasterKeys) -> None:
        self._records = durable(records)
        self.keys = Keys(keys, masters)
        """One for each person."""

    async def prepare(self) -> None:
        """Makes the indexes. Raises WrongMasterKey when the master key is not the one of this vault."""
        await self._records.create_index("person")
        await self._records.create_index("index", sparse=True)
        await self.keys.check()

    async def register(self, person: str) -> None:
        """Makes a key for `person`; a repeat keeps the first. Raises Gone when the person was erased."""
        await self.keys.create(person)

    async def seal(self, person: str, record: str, fields: Mapping[str, str], indexes: Sequence[str] = ()) -> None:
        """Keeps `fields` under the name `record`, to be found by each of `indexes`; a repeat changes nothing.

        Raises Gone when `person` has no key or loses it meanwhile, KeyReused when `record` holds something else.
        """
        key = await self._key(person)
        kept = await self._records.find_one_and_update(
            {"_id": record},
            {
                "$setOnInsert": {
                    "person": person,
                    "sealed": _seal(key, person, record, fields),
                    **({"index": [*indexes]} if indexes else {}),
                },
                "$currentDate": {"at": True},
            },
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        assert kept is not None
        if kept["person"] != person or _open(key, kept) != dict(fields):
            raise KeyReused
        if await self.keys.get(person) is None:
            await self._delete_records(person)
            raise Gone

    async def open(self, person: str, record: str) -> dict[str, str] | None:
        """The fields of `record`, or None when it is not there, not of `person`, or erased.

        Raises InvalidTag when what is stored was tampered with.
        """
        kept = await self._records.find_one({"_id": record, "person": person})
        key = await self.keys.get(person) if kept else None
        return _open(key, kept) if kept and key else None

    async def found(self, *indexes: str) -> list[str]:
        """The persons with a record under any of `indexes`, at most a thousand."""
        query = {"index": {"$in": [*indexes]}}
        return sorted({kept["person"] async for kept in self._records.find(query).limit(FOUND_AT_ONCE)})

    async def reindex(self, person: str, record: str, indexes: Callable[[Mapping[str, str]], Sequence[str]]) -> bool:
        """Has `record` found by the `indexes` of what it holds, and says whether it was by others."""
        kept = await self._records.find_one({"_id": record, "person": person})
        key = await self.keys.get(person) if kept else None
        if not (kept and key):
            return False
        fresh = [*indexes(_open(key, kept))]
        if kept.get("index", []) == fresh:
            return False
        change = {"$set": {"index": fresh}, "$currentDate": {"at": True}}  # by which a backup sees what is new
        return (await self._records.update_one({"_id": record, "person": person}, change)).modified_count > 0

    async def erase(self, person: str) -> None:
        """Deletes the records and the key of `person` for good; can be repeated."""
        await self._delete_records(person)
        await self.keys.destroy(person)
        # A seal under way had the key already. It looks again after writing, and so do we: one of us sees the other.
        await self._delete_records(person)

    async def delete(self, records: Sequence[str]) -> None:
        """Deletes `records`; their persons keep their keys."""
        await self._records.delete_many({"_id": {"$in": list(records)}})

    async def sweep(self, older_than: datetime, named: Callable[[Sequence[str]], Awaitable[set[str]]]) -> int:
        """Deletes records sealed before `older_than` that no commit names, and says how many."""
        deleted, last = 0, ""
        while page := await self._ids_after(last, older_than):
            orphans = sorted(set(page) - await named(page))
            gone = await self._records.delete_many({"_id": {"$in": orphans}, "at": {"$lt": older_than}})
            deleted, last = deleted + gone.deleted_count, page[-1]
        return deleted

    async def _key(self, person: str) -> bytes:
        if key := await self.keys.get(person):
            return key
        raise Gone

    async def _delete_records(self, person: str) -> None:
        await self._records.delete_many({"person": person})

    async def _ids_after(self, last: str, older_than: datetime) -> list[str]:
        query = {"_id": {"$gt": last}, "at": {"$lt": older_than}}
        cursor = self._records.find(query, {"_id": 1}).sort("_id").limit(SWEPT_AT_ONCE)
        return [kept["_id"] async for kept in cursor]


def blind(secret: bytes, field: str, value: str) -> str:
    """The blind index of a value: the same for the same, and without `secret` nobody can try values out."""
    return hmac.digest(secret, f"blind/{field}/{value}".encode(), "sha256").hex()


def _seal(key: bytes, person: str, record: str, fields: Mapping[str, str]) -> dict[str, bytes]:
    return {field: encrypt(key, text.encode(), _purpose(person, record, field)) for field, text in fields.items()}


def _open(key: bytes, kept: Stored) -> dict[str, str]:
    person, record = kept["person"], kept["_id"]
    return {
        field: decrypt(key, sealed, _purpose(person, record, field)).decode()
        for field, sealed in kept["sealed"].items()
    }


def _purpose(person: str, record: str, field: str) -> str:
    """What a field is bound to: moved to another person, record or field, it does not open."""
    return f"{person}|{record}|{field}|v1"
