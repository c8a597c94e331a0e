"""Putting a backup into an empty installation, whose services don't run.

Everything is loaded, verified and completed under names that no service reads, and gets its own name at the end: a
restore that was killed begins anew and leaves no trace; one that was killed while the names changed is finished.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase

from shared.messaging.parked import PARKED
from shared.privacy.master import MasterKeys
from shared.runtime.backup.databases import Databases, Progress
from shared.runtime.backup.files import check
from shared.runtime.backup.keys import KeyFile, is_tombstone, open_keys
from shared.runtime.backup.loading import LOADING, load_all
from shared.runtime.backup.manifest import Clock, Manifest, NotSafe, load
from shared.runtime.installation import KEYS, VAULT
from shared.runtime.jobs import COLLECTION as JOBS
from shared.runtime.lease import COLLECTION as LEASES
from shared.runtime.service import COMMITS

SWITCHING = "switching"
"""Holds one document, of which instant the backup is, while its collections get their names."""


async def restore(
    databases: Databases,
    folder: Path,
    keys_folder: Path,
    masters: MasterKeys,
    complete: Callable[[set[str]], Awaitable[None]],
    progress: Progress,
) -> Manifest:
    """Puts back what `folder` holds, with the keys of `keys_folder`; gives what that is. `complete` is told who was
    erased by then, and does what else has to be done while all is loaded and no service sees it.

    Raises NotSafe before anything is changed where a file is not what was written, the keys are older than the data
    or of another master key, a service runs, or something is there already.
    """
    manifest, keys = _opened(databases, folder, keys_folder)
    _check_master(keys, masters)
    await _assert_stopped(databases)
    if not await _is_switching(databases, manifest):
        await _assert_empty(databases)
        _check_files(folder, manifest, progress)
        await _clear(databases, unfinished=True)
        erased = await load_all(databases, folder, manifest, keys, progress)
        await _redact_again(databases)
        await _assert_stopped(databases)
        await _assert_empty(databases)  # nobody has begun meanwhile
        await complete(erased)
        await _clear(databases)
    await _switch(databases, manifest.until)
    return manifest


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


async def _assert_stopped(databases: Databases) -> None:
    for part in databases.services:
        database = databases.of(part.name)
        if lease := await database[LEASES].find_one({"$expr": {"$gt": ["$expires", "$$NOW"]}}):
            raise NotSafe(
                f"{database.name}: 请先停止所有服务 stop all APIs and workers first; {lease['holder']} is at work"
            )


async def _assert_empty(databases: Databases) -> None:
    for part in databases.services:
        for name in (COMMITS, VAULT, PARKED):
            await _assert_none(databases.of(part.name)[name])
    await _assert_none(databases.keys[KEYS])


async def _assert_none(collection: AsyncCollection[Any]) -> None:
    if found := await collection.estimated_document_count():
        raise NotSafe(
            f"{collection.full_name} 已有 {found} 条记录；只能恢复到空的系统。"
            f" It holds {found} documents: a restore needs an empty installation. Take another MongoDB or "
            "DATABASE_PREFIX, and then another AMQP_PREFIX too, or drop these databases if they may be lost"
        )


async def _clear(databases: Databases, unfinished: bool = False) -> None:
    """Drops what an empty installation has made, or else what an `unfinished` restore has left."""
    for database in _all(databases):
        for name in await database.list_collection_names():
            if name.startswith(LOADING) == unfinished:
                await database.drop_collection(name)


async def _redact_again(databases: Databases) -> None:
    """What a backup holds of a log may be older than a redaction it tells of: the jobs are to be done once more."""
    for part in databases.services:
        loaded = databases.of(part.name)[LOADING + JOBS]
        await loaded.update_many({"_id": {"$regex": "/redaction_"}}, {"$set": {"state": "waiting"}})


async def _is_switching(databases: Databases, manifest: Manifest) -> bool:
    """Whether a restore of this backup was broken off when all was done but the names."""
    mark = await databases.of(databases.keeper)[SWITCHING].find_one()
    if mark and tuple(mark["until"]) != manifest.until:
        raise NotSafe(
            "另一份备份的恢复未完成：请用那份备份再恢复一次，或删除这些数据库。"
            " The restore of another backup was broken off "
            f"({mark['until']}, not {list(manifest.until)}): restore that one once more, or drop these databases"
        )
    return mark is not None


async def _switch(databases: Databases, until: Clock) -> None:
    """Logs last: whoever finds a log finds everything. Broken off, it is finished by the next."""
    mark = databases.of(databases.keeper)[SWITCHING]
    await mark.replace_one({"_id": "backup"}, {"until": list(until)}, upsert=True)
    for commits in (False, True):
        for database in _all(databases):
            for name in await database.list_collection_names(filter={"name": {"$regex": f"^{LOADING}"}}):
                if (name == LOADING + COMMITS) == commits:
                    await _assert_none(database[name.removeprefix(LOADING)])
                    await database[name].rename(name.removeprefix(LOADING), dropTarget=True)
    await mark.drop()


def _all(databases: Databases) -> list[AsyncDatabase[Any]]:
    return [*(databases.of(part.name) for part in databases.services), databases.keys]
