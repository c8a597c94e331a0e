"""Loading a backup under names that no service reads, and counting whether all of it is there."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import bson
from bson.raw_bson import RawBSONDocument
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import DuplicateKeyError
from pymongo.write_concern import WriteConcern

from shared.eventsourcing.codec import Codec
from shared.eventsourcing.log import Log
from shared.messaging.positions import COLLECTION as POSITIONS
from shared.runtime.backup.databases import Databases, Progress
from shared.runtime.backup.files import RAW, read
from shared.runtime.backup.keys import KeyFile
from shared.runtime.backup.manifest import Kept, Manifest, NotSafe, Part
from shared.runtime.installation import KEYS, VAULT
from shared.runtime.service import COMMITS

LOADING = "restoring."
TOGETHER = 2000
_ON_ITS_WAY = WriteConcern(w=1, j=False)
"""Nothing is promised before the end, when everything has to have reached a majority: it is counted then."""


async def load_all(
    databases: Databases, folder: Path, manifest: Manifest, keys: KeyFile, progress: Progress
) -> set[str]:
    """Loads everything, without the records of the erased; gives who they are. Raises NotSafe."""
    erased, known = await _load_keys(databases, keys)
    for name, kept in manifest.services.items():
        await _load_log(databases, folder, name, kept, progress)
        await _load_rows(databases, folder, name, kept)
    await _load_vault(databases, folder, manifest.services[databases.keeper], erased, known, progress)
    return erased


async def _load_keys(databases: Databases, keys: KeyFile) -> tuple[set[str], set[str]]:
    await _insert(databases.keys[LOADING + KEYS], keys.rows())
    persons = {row["_id"] for row in keys.rows()}
    return keys.erased(), persons


async def _load_log(databases: Databases, folder: Path, service: str, kept: Kept, progress: Progress) -> None:
    def parts() -> Iterator[RawBSONDocument]:
        position = 0
        for part in kept.log:
            yield from _in_order(folder, part, position)
            position += part.rows
            progress(f"{service} {COMMITS}", position, kept.tip)

    end = await _insert(databases.raw(service)[LOADING + COMMITS], parts())
    if end != kept.tip:
        raise NotSafe(f"{folder}: {service} 的日志不完整 its log ends at {end}, not at {kept.tip}")
    try:
        await Log(databases.of(service)[LOADING + COMMITS], Codec(())).prepare()
    except DuplicateKeyError as error:
        raise NotSafe(f"{folder}: {service} 的日志有重复 two commits of its log are the same: {error}") from error


def _in_order(folder: Path, part: Part, position: int) -> Iterator[RawBSONDocument]:
    for commit in read(folder / part.file):
        position += 1
        if commit["_id"] != position:
            raise NotSafe(
                f"{folder / part.file}: 第 {position} 号提交缺失 the commit at position {position} is missing"
            )
        yield commit


async def _load_rows(databases: Databases, folder: Path, service: str, kept: Kept) -> None:
    for name, part in kept.rows.items():
        rows: Iterable[RawBSONDocument] = read(folder / part.file)
        if name == POSITIONS:  # the leases begin anew, and with them their epochs
            rows = [RawBSONDocument(bson.encode({**bson.decode(row.raw), "epoch": 0}), RAW) for row in rows]
        await _insert(databases.raw(service)[LOADING + name], rows)


async def _load_vault(
    databases: Databases, folder: Path, kept: Kept, erased: set[str], known: set[str], progress: Progress
) -> None:
    """The records of all but the erased. One that was sealed and has no key at all means that keys are missing."""

    def living() -> Iterator[RawBSONDocument]:
        for record in _records(folder, kept):
            if record["person"] not in known:
                person = record["person"]
                raise NotSafe(
                    f"{folder}: {person} 没有密钥 has a record and no key: take the newest backup of the keys"
                )
            if record["person"] not in erased:
                yield record

    count = await _insert(databases.raw(databases.keeper)[LOADING + VAULT], living())
    progress(VAULT, count, count)


def _records(folder: Path, kept: Kept) -> Iterator[RawBSONDocument]:
    """Each once: as it was sealed since all were taken, else as it was then."""
    everything, *since = kept.vault
    newer = {record["_id"]: record for part in since for record in read(folder / part.file)}
    yield from newer.values()
    yield from (record for record in read(folder / everything.file) if record["_id"] not in newer)


async def _insert(collection: AsyncCollection[RawBSONDocument], rows: Iterable[RawBSONDocument]) -> int:
    """How many were inserted, once a majority holds them all. Raises NotSafe when it does not."""
    quick = collection.with_options(write_concern=_ON_ITS_WAY)
    iterator, count = iter(rows), 0
    async with collection.database.client.start_session() as session:
        while batch := list(islice(iterator, TOGETHER)):
            await quick.insert_many(batch, session=session)
            count += len(batch)
        there = await collection.count_documents({}, session=session)  # not of a time before the last insert
    if there != count:
        raise NotSafe(
            f"{collection.full_name}: 写入 {count} 条，只有 {there} 条，请重新恢复。"
            f" {count} documents were inserted and {there} are there: MongoDB was lost meanwhile; restore once more"
        )
    return count
