"""Putting a backup into an empty installation, whose services don't run.

Everything is loaded and verified under names that no service reads, and gets its own name at the end: a restore that
was killed begins anew and leaves no trace.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError
from pymongo.write_concern import WriteConcern

from shared.eventsourcing.codec import Codec
from shared.eventsourcing.log import Log
from shared.messaging.parked import PARKED
from shared.messaging.positions import COLLECTION as POSITIONS
from shared.privacy.master import MasterKeys
from shared.runtime.backup.databases import Databases, Progress
from shared.runtime.backup.files import RAW, check, read
from shared.runtime.backup.keys import KeyFile, is_tombstone, open_keys
from shared.runtime.backup.manifest import Kept, Manifest, NotSafe, Part, load
from shared.runtime.installation import KEYS, VAULT
from shared.runtime.lease import COLLECTION as LEASES
from shared.runtime.service import COMMITS

LOADING = "restoring."
TOGETHER = 2000
_ON_ITS_WAY = WriteConcern(w=1, j=False)
"""Nothing is promised before the end, when everything has to have reached a majority."""


async def restore(
    databases: Databases,
    folder: Path,
    keys_folder: Path,
    masters: MasterKeys,
    purge: Callable[[], Awaitable[None]],
    progress: Progress,
) -> tuple[Manifest, set[str]]:
    """Puts back what `folder` holds, with the keys of `keys_folder`; gives that, and who was erased by then.
    `purge` empties the queues, whose messages tell of another time.

    Raises NotSafe before anything is changed where a file is not what was written, the keys are older than the data
    or of another master key, a service runs, or something is there already.
    """
    manifest, keys = _opened(databases, folder, keys_folder)
    _check_master(keys, masters)
    await _assert_empty(databases)
    _check_files(folder, manifest, progress)
    await _clear(databases, unfinished=True)
    erased, known = await _load_keys(databases, keys)
    for name, kept in manifest.services.items():
        await _load_log(databases, folder, name, kept, progress)
        await _load_rows(databases, folder, name, kept)
    await _load_vault(databases, folder, manifest.services[databases.keeper], erased, known, progress)
    await _assert_empty(databases)  # nobody has begun meanwhile
    await purge()
    await _clear(databases)
    await _switch(databases)
    return manifest, erased


def _opened(databases: Databases, folder: Path, keys_folder: Path) -> tuple[Manifest, KeyFile]:
    manifest = load(folder)
    if manifest is None:
        raise NotSafe(f"{folder} 没有备份 holds no backup: name the folder that `backup` wrote to")
    ours = {part.name for part in databases.services}
    if set(manifest.services) != ours:
        raise NotSafe(
            f"{folder} 属于另一套服务 is a backup of {', '.join(manifest.services)}, not of {', '.join(ours)}"
        )
    keys = open_keys(keys_folder)
    if keys.since < manifest.until:
        raise NotSafe(
            f"{keys.path} 早于数据备份，请用最新的密钥备份。 It is older than the data ({keys.since} before "
            f"{manifest.until}): take the newest backup of the keys, or erased people would come back"
        )
    return manifest, keys


def _check_master(keys: KeyFile, masters: MasterKeys) -> None:
    ours = masters.names
    if any(row["master"] not in ours for row in keys.rows() if not is_tombstone(row)):
        raise NotSafe(
            f"{keys.path}: 主密钥不符，请放回备份时的主密钥文件。 These keys were wrapped by another master key: "
            "set MASTER_KEY_FILE to the file of the installation that was backed up"
        )


def _check_files(folder: Path, manifest: Manifest, progress: Progress) -> None:
    parts = [part for kept in manifest.services.values() for part in kept.parts]
    for done, part in enumerate(parts, 1):
        check(folder, part)
        progress("checksums", done, len(parts))


async def _assert_empty(databases: Databases) -> None:
    for part in databases.services:
        database = databases.of(part.name)
        if lease := await database[LEASES].find_one({"$expr": {"$gt": ["$expires", "$$NOW"]}}):
            raise NotSafe(
                f"{database.name}: 请先停止所有服务 stop all APIs and workers first; {lease['holder']} is at work"
            )
        for name in (COMMITS, VAULT, PARKED):
            await _assert_none(database[name])
    await _assert_none(databases.keys[KEYS])


async def _assert_none(collection: AsyncCollection[Any]) -> None:
    if found := await collection.estimated_document_count():
        raise NotSafe(
            f"{collection.full_name} 已有 {found} 条记录；只能恢复到空的系统。"
            f" It holds {found} documents: a restore needs an empty installation. Take another MongoDB or "
            "DATABASE_PREFIX, or drop these databases if they may be lost"
        )


async def _clear(databases: Databases, unfinished: bool = False) -> None:
    """Drops what an empty installation has made, or else what an `unfinished` restore has left."""
    for database in _all(databases):
        for name in await database.list_collection_names():
            if name.startswith(LOADING) == unfinished:
                await database.drop_collection(name)


async def _switch(databases: Databases) -> None:
    """Logs last: whoever finds a log finds everything."""
    for commits in (False, True):
        for database in _all(databases):
            for name in await database.list_collection_names(filter={"name": {"$regex": f"^{LOADING}"}}):
                if (name == LOADING + COMMITS) == commits:
                    await database[name].rename(name.removeprefix(LOADING))


def _all(databases: Databases) -> list[AsyncDatabase[Any]]:
    return [*(databases.of(part.name) for part in databases.services), databases.keys]


# --- loading


async def _load_keys(databases: Databases, keys: KeyFile) -> tuple[set[str], set[str]]:
    await _insert(databases.keys[LOADING + KEYS], keys.rows())
    persons = {row["_id"] for row in keys.rows()}
    return keys.erased(), persons


async def _load_log(databases: Databases, folder: Path, service: str, kept: Kept, progress: Progress) -> None:
    commits = databases.raw(service)[LOADING + COMMITS]
    position = 0
    for part in kept.log:
        position += await _insert(commits, _in_order(folder, part, position))
        progress(f"{service} {COMMITS}", position, kept.tip)
    if position != kept.tip:
        raise NotSafe(f"{folder}: {service} 的日志不完整 its log ends at {position}, not at {kept.tip}")
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
    """How many were inserted."""
    quick = collection.with_options(write_concern=_ON_ITS_WAY)
    iterator, count = iter(rows), 0
    while batch := list(islice(iterator, TOGETHER)):
        await quick.insert_many(batch)
        count += len(batch)
    return count
