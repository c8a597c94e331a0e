"""One key per person, wrapped by the master key, in a database of its own.

What a destroyed key was stays readable in MongoDB's oplog and old pages until they are overwritten, but only
to who has the master key as well.
"""

import secrets
from typing import Any

from pymongo import ReturnDocument
from pymongo.asynchronous.collection import AsyncCollection

from shared.errors import DomainError, Gone
from shared.privacy.cipher import KEY_BYTES, decrypt, encrypt
from shared.privacy.durable import durable
from shared.privacy.master import MasterKeys, key_id

Stored = dict[str, Any]


class WrongMasterKey(DomainError):
    """Somebody's key was wrapped by another master key than ours."""

    zh = "主密钥与保险库不符，个人信息暂不能读写。请管理员换回原来的主密钥文件。"
    en = "The master key does not fit the vault. The administrator must put the former key file back."


class Keys:
    """The keys of all persons. None is kept in memory."""

    def __init__(self, collection: AsyncCollection[Stored], masters: MasterKeys) -> None:
        self._collection = durable(collection)
        self._masters = masters

    async def create(self, person: str) -> None:
        """Makes a key for `person` unless there is one. Raises Gone when it was destroyed."""
        wrapped = _wrap(self._masters.main, person, secrets.token_bytes(KEY_BYTES))
        kept = await self._collection.find_one_and_update(
            {"_id": person}, {"$setOnInsert": wrapped}, upsert=True, return_document=ReturnDocument.AFTER
        )
        if not kept or "wrapped" not in kept:
            raise Gone

    async def get(self, person: str) -> bytes | None:
        """The key of `person`; None when there is none, or none any more. Raises WrongMasterKey."""
        kept = await self._collection.find_one({"_id": person, "wrapped": {"$exists": True}})
        return _unwrap(self._masters, person, kept) if kept else None

    async def destroy(self, person: str) -> None:
        """Leaves a tombstone in the key's place, so that `person` never gets another."""
        await self._collection.replace_one({"_id": person}, {"erased": True}, upsert=True)

    async def check(self) -> None:
        """Raises WrongMasterKey when there are keys that our master keys do not open."""
        if await self._collection.find_one({"wrapped": {"$exists": True}, "master": {"$nin": self._masters.names}}):
            raise WrongMasterKey

    async def rewrap(self) -> int:
        """Brings the keys wrapped by the other master key under the main one and says how many; can be repeated,
        overtakes no erasure. Who knows the other master key alone can't read those keys from then on."""
        if self._masters.other is None:
            return 0
        moved, former = 0, key_id(self._masters.other)
        async for kept in self._collection.find({"master": former}):
            person = kept["_id"]
            wrapped = _wrap(self._masters.main, person, _unwrap(self._masters, person, kept))
            result = await self._collection.update_one({"_id": person, "master": former}, {"$set": wrapped})
            moved += result.modified_count
        return moved


def _wrap(master: bytes, person: str, key: bytes) -> Stored:
    return {"wrapped": encrypt(master, key, person), "master": key_id(master)}


def _unwrap(masters: MasterKeys, person: str, kept: Stored) -> bytes:
    if (master := masters.named(kept["master"])) is None:
        raise WrongMasterKey
    return decrypt(master, kept["wrapped"], person)
