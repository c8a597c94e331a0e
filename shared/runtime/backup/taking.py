"""Taking a backup while everything runs: all services at one instant, and of the log only what is new.

One snapshot says for all databases how long the logs are and where everybody stands in the others' logs; so nobody is
ahead of what he has heard of. The commits themselves are read after it, however long that takes: they never change.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any

from bson.raw_bson import RawBSONDocument
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import OperationFailure

from shared.runtime.backup.databases import WHOLE, Databases, Progress
from shared.runtime.backup.files import UNFINISHED, Writing, alone, replace
from shared.runtime.backup.manifest import FORMAT, MANIFEST, Clock, Kept, Manifest, NotSafe, Part, load, release
from shared.runtime.installation import VAULT
from shared.runtime.service import COMMITS

SEGMENT = 20_000
"""Commits in a file of a log; only the last file, which is not full, is ever written anew."""
AFRESH = timedelta(days=1)
"""How long an erased person's sealed record may stay in the backup: then all records are taken anew."""
CLOCKS_DIFFER = timedelta(minutes=10)
_SNAPSHOT_GONE = (239, 246)


@dataclass(frozen=True, slots=True)
class _Instant:
    """What was read of one service at the instant."""

    tip: int
    last: str
    rows: Mapping[str, list[RawBSONDocument]]


async def take(
    databases: Databases, folder: Path, progress: Progress, keys: Callable[[], Awaitable[None]] | None = None
) -> Manifest:
    """Brings the backup in `folder` up to now. Killed at any moment it leaves the earlier one. Raises NotSafe.

    `keys` takes the keys before the data take the place of the earlier ones: data without keys that are as new can't
    be restored.
    """
    with alone(folder):
        former = load(folder)
        if former:
            await _assert_same_history(databases, folder, former)
        manifest = await _take(databases, folder, former, progress)
        if keys:
            await keys()
        replace(folder / MANIFEST, manifest.model_dump_json(indent=1).encode())
        _tidy(folder, manifest)
        return manifest


async def _take(databases: Databases, folder: Path, former: Manifest | None, progress: Progress) -> Manifest:
    async with _snapshot(databases) as session:
        instants = {part.name: await _look(databases, part.name, session) for part in databases.services}
        until = await databases.clock()
        keeper = databases.keeper
        records = former.services[keeper] if former else None
        vault = await _vault(databases, folder, records, until, session, progress)
    services = {}
    for name, instant in instants.items():
        known = former.services[name].log if former else ()
        kept = Kept(
            tip=instant.tip,
            last=instant.last,
            log=await _log(databases, folder, name, known, instant.tip, progress),
            rows={c: _write(folder, f"{name}/{c}.{_stamp(until)}.bson.gz", rows) for c, rows in instant.rows.items()},
        )
        services[name] = kept.model_copy(update=vault) if name == keeper else kept
    return Manifest(format=FORMAT, version=release(), until=until, services=services)


@asynccontextmanager
async def _snapshot(databases: Databases) -> AsyncIterator[AsyncClientSession]:
    async with databases.client.start_session(snapshot=True) as session:
        try:
            yield session
        except OperationFailure as error:
            if error.code not in _SNAPSHOT_GONE:
                raise
            raise NotSafe(
                "快照已失效，请重试 the snapshot is gone: run it again. Where that happens each time, reading the "
                "vault takes longer than mongod keeps it: raise minSnapshotHistoryWindowInSeconds (300 by default)"
            ) from error


async def _look(databases: Databases, service: str, session: AsyncClientSession) -> _Instant:
    database = databases.raw(service)
    last = await database[COMMITS].find_one({}, {"command_id": 1}, sort=[("_id", -1)], session=session)
    rows = {name: await database[name].find(session=session).to_list() for name in WHOLE}
    return _Instant(int(last["_id"]) if last else 0, str(last["command_id"]) if last else "", rows)


async def _log(
    databases: Databases, folder: Path, service: str, known: tuple[Part, ...], tip: int, progress: Progress
) -> tuple[Part, ...]:
    """The files of the log up to `tip`: those that are `known` and full stay, the rest is written."""
    parts = list(takewhile(lambda part: part.rows == SEGMENT, known))
    position = len(parts) * SEGMENT
    while position < tip:
        progress(f"{service} {COMMITS}", position, tip)
        last = min(position + SEGMENT, tip)
        file = f"{service}/{COMMITS}-{position + 1:010}-{last:010}.bson.gz"
        same = next((part for part in known if part.file == file), None)
        parts.append(same or await _segment(databases.raw(service)[COMMITS], folder, file, position, last))
        position = last
    progress(f"{service} {COMMITS}", tip, tip)
    return tuple(parts)


async def _segment(commits: AsyncCollection[RawBSONDocument], folder: Path, file: str, after: int, last: int) -> Part:
    with Writing(folder, file) as writing:
        async for commit in commits.find({"_id": {"$gt": after, "$lte": last}}).sort("_id", 1):
            after += 1
            if commit["_id"] != after:
                break
            writing.add(commit.raw)
        if after != last or writing.rows == 0:
            raise NotSafe(f"{commits.full_name}: 第 {after} 号提交缺失 the commit at position {after} is missing")
        return writing.finish()


async def _vault(
    databases: Databases,
    folder: Path,
    former: Kept | None,
    until: Clock,
    session: AsyncClientSession,
    progress: Progress,
) -> dict[str, Any]:
    """All records once a day, and otherwise those sealed since. What was deleted meanwhile has no key any more."""
    vault = databases.raw(databases.keeper)[VAULT]
    now = datetime.fromtimestamp(until[0], UTC)
    stamp = _stamp(until)
    if former and former.vault and former.vault_at and now - former.vault_at < AFRESH:
        since = {"at": {"$gt": former.vault_at - CLOCKS_DIFFER}}
        file = f"{databases.keeper}/{VAULT}-since.{stamp}.bson.gz"
        newer = await _records(vault, since, folder, file, session, progress)
        return {"vault": (former.vault[0], newer), "vault_at": former.vault_at}
    file = f"{databases.keeper}/{VAULT}.{stamp}.bson.gz"
    return {"vault": (await _records(vault, {}, folder, file, session, progress),), "vault_at": now}


async def _records(
    vault: AsyncCollection[RawBSONDocument],
    query: Mapping[str, Any],
    folder: Path,
    file: str,
    session: AsyncClientSession,
    progress: Progress,
) -> Part:
    with Writing(folder, file) as writing:
        async for record in vault.find(query, session=session):
            writing.add(record.raw)
            if writing.rows % 1000 == 0:
                progress(VAULT, writing.rows, 0)
        progress(VAULT, writing.rows, writing.rows)
        return writing.finish()


def _write(folder: Path, file: str, rows: list[RawBSONDocument]) -> Part:
    with Writing(folder, file) as writing:
        for row in rows:
            writing.add(row.raw)
        return writing.finish()


async def _assert_same_history(databases: Databases, folder: Path, former: Manifest) -> None:
    """A log that is shorter than its backup, or another one, must not take the place of what is kept."""
    if set(former.services) != {part.name for part in databases.services}:
        raise NotSafe(
            f"{folder} 属于另一套服务 is of other services ({', '.join(former.services)}): use another folder"
        )
    for name, kept in former.services.items():
        commits = databases.raw(name)[COMMITS]
        found = await commits.find_one({"_id": kept.tip}, {"command_id": 1}) if kept.tip else None
        if kept.tip and (found is None or found["command_id"] != kept.last):
            raise NotSafe(
                f"{folder} 保存的是另一段历史，请改用新目录。"
                f" {commits.full_name} has not the commit at position {kept.tip} that this backup has. "
                "What is kept stays as it is; if that log is right, use a new folder"
            )


def _tidy(folder: Path, manifest: Manifest) -> None:
    """Removes what the backup no longer consists of."""
    named = {part.file for kept in manifest.services.values() for part in kept.parts}
    for service in manifest.services:
        for path in (folder / service).glob("*.bson.gz*"):
            if f"{service}/{path.name}" not in named and path.name.endswith((".gz", UNFINISHED)):
                path.unlink()


def _stamp(clock: Clock) -> str:
    return f"{clock[0]}-{clock[1]}"
