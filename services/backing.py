"""Backing an installation up and putting it back: what `shared.runtime.backup` needs to know of these services."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient

from services.catalogue import SERVICES
from services.registry.commands import ErasePerson
from services.registry.events import PersonErased
from services.registry.queries.matches import person_indexes
from shared.errors import Gone, NotFound
from shared.eventsourcing.codec import Codec
from shared.eventsourcing.decider import Envelope
from shared.eventsourcing.handle import Handler
from shared.eventsourcing.log import Log
from shared.eventsourcing.model import Actor
from shared.messaging.broker import RabbitBus, StillHeard
from shared.privacy.master import MasterKeys
from shared.privacy.vault import Vault
from shared.runtime.backup.databases import Databases, Progress
from shared.runtime.backup.keys import take_keys
from shared.runtime.backup.last import note
from shared.runtime.backup.loading import LOADING
from shared.runtime.backup.manifest import Manifest, NotSafe
from shared.runtime.backup.restoring import restore
from shared.runtime.backup.taking import take
from shared.runtime.installation import KEYS, MASTER_KEY, VAULT, Unusable, master_keys, secret_of
from shared.runtime.service import COMMITS, utc_now
from shared.runtime.settings import Settings

TOGETHER = 500
AGAIN = "restore/erase/"
"""How the ids of the commands begin that erase again who was erased."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and what had to be done besides."""

    manifest: Manifest
    purged: int | None
    """Messages that told of a time after the backup; None where no broker is named."""
    erased: int
    """Persons erased after the backup of the data, and erased again."""


async def back_up(
    settings: Settings, folder: Path | None, keys: Path | None, progress: Progress
) -> tuple[Manifest | None, tuple[int, int] | None]:
    """Takes the data into `folder`, and the keys into `keys` before that counts; gives what it came to. Raises NotSafe.

    With the data alone the keys that are kept no longer fit: nothing can be restored until they are taken. So only what
    was taken with its keys is noted as a backup.
    """
    async with _databases(settings) as databases:
        kept: tuple[int, int] | None = None

        async def with_keys() -> None:
            nonlocal kept
            kept = await take_keys(databases, keys, PersonErased.type, progress) if keys else None

        if folder is None:
            await with_keys()
            return None, kept
        manifest = await take(databases, folder, progress, with_keys)
        if keys:
            await note(databases.of(databases.keeper), manifest.at)
        return manifest, kept


async def put_back(settings: Settings, folder: Path, keys: Path, progress: Progress) -> Restored:
    """Restores into an empty installation, empties the queues, and erases again who was erased. Raises NotSafe."""
    _assert_queues_known(settings)
    masters, secret = _masters(settings), secret_of(settings)
    purged: int | None = 0
    async with _databases(settings) as databases:

        async def complete(erased: set[str]) -> None:
            nonlocal purged
            await _check_secret(databases, masters, secret)
            await _erase_again(databases, sorted(whose for whose in erased if whose.startswith("person_")))
            purged = await _purge(settings)

        manifest = await restore(databases, folder, keys, masters, complete, progress)
        behind = {"_id": {"$gt": manifest.services[databases.keeper].tip}, "command_id": {"$regex": f"^{AGAIN}"}}
        again = await databases.of(databases.keeper)[COMMITS].count_documents(behind)
    return Restored(manifest, purged, again)


async def _purge(settings: Settings) -> int | None:
    if settings.amqp_url is None:
        return None
    bus = RabbitBus(settings.amqp_url.get_secret_value(), settings.amqp_prefix)
    try:
        return await bus.purge({name: part.sources for name, part in SERVICES.items()})
    except StillHeard as heard:
        raise NotSafe(
            f"{heard}: 仍有服务在接收，请先停止所有服务。"
            " Somebody takes from this queue: stop all APIs and workers first; "
            "beside an installation that lives, restore with another AMQP_PREFIX (or AMQP_URL) as well"
        ) from None


def _assert_queues_known(settings: Settings) -> None:
    if settings.amqp_url is None and settings.environment == "production":
        raise Unusable("AMQP_URL: a restore has to empty the queues, whose messages tell of another time")


async def _erase_again(databases: Databases, persons: Sequence[str]) -> None:
    """The key is gone; now the log that was loaded says so too, and the wishes will be withdrawn. A file that had a key
    of its own needs no more than that its key is gone."""
    registry = SERVICES[databases.keeper]
    log = Log(databases.of(registry.name)[LOADING + COMMITS], Codec(registry.events, registry.upcasters))
    handler = Handler(log, registry.deciders)
    command = ErasePerson(at=utc_now(), actor=Actor(id="system:restore"), reason="no_longer_needed")
    for start in range(0, len(persons), TOGETHER):
        some = persons[start : start + TOGETHER]
        results = await handler.handle_many([Envelope(p, command, id=f"{AGAIN}{p}") for p in some])
        for result in results:
            if isinstance(result, Gone | NotFound):  # the data knew of it already, or not of the person
                continue
            if isinstance(result, Exception):
                raise result


async def _check_secret(databases: Databases, masters: MasterKeys, secret: bytes) -> None:
    """A record is found by hashes that are keyed with SECRET: so one of them shows whether it is the right one. What no
    commit names may have been sealed with another, a day before."""
    registry = databases.of(databases.keeper)
    records, commits = registry[LOADING + VAULT], registry[LOADING + COMMITS]
    vault = Vault(records, databases.client[databases.keys.name][LOADING + KEYS], masters)
    async for kept in records.find({"index": {"$exists": True}}):
        began = await commits.find_one({"stream": kept["person"]})
        values = await vault.open(kept["person"], kept["_id"])
        if began is None or values is None:
            continue
        indexes = person_indexes(secret, began["community"], values)
        if await records.find_one({"_id": kept["_id"], "index": {"$in": indexes}}):
            return
        raise NotSafe(
            "SECRET: 与备份时不同，未作恢复；请换回原来的 SECRET 再恢复。 It is another one than when the backup was "
            "taken. Nothing was restored: set the former one and restore again, or nobody would be found by phone"
        )


@asynccontextmanager
async def _databases(settings: Settings) -> AsyncIterator[Databases]:
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        _mongo_url(settings), tz_aware=True, w="majority", journal=True, serverSelectionTimeoutMS=5000
    )
    async with client:
        yield Databases(client, settings.database_prefix, tuple(SERVICES.values()))


def _mongo_url(settings: Settings) -> str:
    if settings.mongo_url is None:
        raise Unusable("MONGO_URL: this command needs to know where the data is (`pomegranate dev` prints it)")
    return settings.mongo_url.get_secret_value()


def _masters(settings: Settings) -> MasterKeys:
    """Never made here: a new one would open nothing."""
    path = settings.master_key_file or settings.state_dir / MASTER_KEY
    if not path.exists():
        raise Unusable(f"MASTER_KEY_FILE: {path} is not there; put the key file of the backed up installation there")
    return master_keys(settings)
