"""The keys of persons, apart from everything else and never but the newest: so who was erased stays erased.

They are wrapped; who has this file can open nothing without the master key, and needs the vault besides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from bson.raw_bson import RawBSONDocument
from pymongo.asynchronous.client_session import AsyncClientSession

from shared.messaging.positions import COLLECTION as POSITIONS
from shared.runtime.backup.databases import Databases, Progress
from shared.runtime.backup.files import Writing, alone, encode, read
from shared.runtime.backup.manifest import FORMAT, Clock, NotSafe, check_format, release
from shared.runtime.effects import NAME as EFFECTS
from shared.runtime.installation import KEYS
from shared.runtime.service import COMMITS

FILE = "keys.bson.gz"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A backup of keys: nothing in it is older than `since`."""

    path: Path
    since: Clock

    def rows(self) -> Iterator[RawBSONDocument]:
        """The key, or the tombstone, of each person. Raises NotSafe."""
        return islice(read(self.path), 1, None)

    def erased(self) -> set[str]:
        """Those whose key was destroyed."""
        return {row["_id"] for row in self.rows() if is_tombstone(row)}


def is_tombstone(row: Any) -> bool:
    """Whether the row stands for a key that was destroyed."""
    return "wrapped" not in row


def open_keys(folder: Path) -> KeyFile:
    """The keys kept in `folder`. Raises NotSafe."""
    path = folder / FILE
    if not path.exists():
        raise NotSafe(f"{path} 缺失，请指向密钥备份目录 is missing: name the folder that `backup --keys` wrote to")
    header = next(read(path), None)
    if header is None or "since" not in header:
        raise NotSafe(f"{path} 不是密钥备份 is no backup of keys: take another copy of it")
    check_format(path, header["format"], header["version"])
    seconds, count = header["since"]
    return KeyFile(path, (int(seconds), int(count)))


async def take_keys(databases: Databases, folder: Path, erasure: str, progress: Progress) -> tuple[int, int]:
    """Puts the keys as they are now in the place of those in `folder`; gives how many, and how many of them erased.

    A tombstone that is kept there wins over any key; whose log has an `erasure` (a type of event) that the worker has
    not carried out yet gets one too. Raises NotSafe where persons are kept there of whom this installation knows
    nothing, or where another backup is at work.
    """
    with alone(folder):
        return await _take_keys(databases, folder, erasure, progress)


async def _take_keys(databases: Databases, folder: Path, erasure: str, progress: Progress) -> tuple[int, int]:
    former = {row["_id"]: is_tombstone(row) for row in open_keys(folder).rows()} if (folder / FILE).exists() else {}
    erased = 0
    with Writing(folder, FILE) as writing:
        async with databases.client.start_session() as session:
            since = await databases.clock(session)
            writing.add(encode({"format": FORMAT, "version": release(), "since": list(since)}))
            leaving = await _leaving(databases, erasure, session)  # before the keys: who is no more in it has lost his
            async for row in databases.keys[KEYS].find(session=session):
                gone = former.pop(row["_id"], False) or is_tombstone(row) or row["_id"] in leaving
                erased += gone
                writing.add(encode({"_id": row["_id"], "erased": True}) if gone else row.raw)
                progress(KEYS, writing.rows - 1, 0)
        if former:
            raise NotSafe(
                f"{folder} 保存着本系统不认识的人员密钥，请改用另一个目录。"
                f" It keeps keys of {len(former)} persons unknown to this installation: it belongs to another one, "
                "or this one has lost keys; use another folder"
            )
        writing.finish()
    return writing.rows - 1, erased


async def _leaving(databases: Databases, erasure: str, session: AsyncClientSession) -> set[str]:
    """Whose erasure was answered, and their keys may still be there."""
    keeper = databases.raw(databases.keeper)
    done = await keeper[POSITIONS].find_one({"_id": EFFECTS}, session=session)
    behind = {"_id": {"$gt": done["position"] if done else 0}, "events.type": erasure}
    return {commit["stream"] async for commit in keeper[COMMITS].find(behind, {"stream": 1}, session=session)}
