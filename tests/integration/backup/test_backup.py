"""What a backup consists of, what it refuses, and that it is whole or not there."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from pymongo.asynchronous.collection import AsyncCollection

from services.backing import back_up
from shared.errors import Gone
from shared.runtime.backup import loading, taking
from shared.runtime.backup.files import UNFINISHED, alone, check, read
from shared.runtime.backup.keys import open_keys, take_keys
from shared.runtime.backup.last import COLLECTION, last
from shared.runtime.backup.loading import LOADING
from shared.runtime.backup.manifest import Manifest, NotSafe, load
from shared.runtime.settings import Settings
from tests.integration.backup.stocked import Stocked, another_master, silent, stocked
from tests.support.eventually import eventually
from tests.support.program import Program


@pytest.fixture
async def stock(mongo_url: str, tmp_path: Path) -> AsyncIterator[Stocked]:
    """With something of everything in it."""
    async with stocked(mongo_url, tmp_path) as stock:
        await stock.commit("registry", 1, 25)
        await stock.commit("notify", 1, 3)
        for person in ("person_a", "person_b"):
            await stock.seal(person)
        matching = stock.databases.of("matching")
        await matching["positions"].insert_one({"_id": "inbox.registry", "position": 17, "epoch": 4})
        await matching["parked"].insert_one({"_id": "registry/wish_x/2", "source": "registry", "events": [{"data": 1}]})
        await matching["jobs"].insert_one({"_id": "j", "kind": "rebuild", "state": "done"})
        yield stock


@pytest.fixture(autouse=True)
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few commits fill several files."""
    monkeypatch.setattr(taking, "SEGMENT", 10)


def whole(folder: Path) -> Manifest:
    """The manifest, all of whose files are what was written."""
    manifest = load(folder)
    assert manifest
    for kept in manifest.services.values():
        for part in kept.parts:
            check(folder, part)
    return manifest


async def test_all_that_cannot_be_derived_comes_back(stock: Stocked) -> None:
    before = await stock.contents()
    await stock.take()
    await stock.destroy()
    assert await stock.restored() == set()
    after = await stock.contents()
    assert after.pop("matching.positions") == [{"_id": "inbox.registry", "position": 17, "epoch": 0}]
    del before["matching.positions"]
    assert after == before
    assert sum(map(len, after.values())) > 30
    assert await stock.vault.open("person_a", "person_a") == {"name": "居民person_a"}
    indexes = await (await stock.databases.of("registry")["commits"].list_indexes()).to_list()
    assert {tuple(index["key"]) for index in indexes if index.get("unique")} == {("stream", "version"), ("command_id",)}


async def test_what_was_redacted_is_redacted_once_more(stock: Stocked) -> None:
    jobs = stock.databases.of("matching")["jobs"]
    names = ["redact/redaction_a", "rebuild/redaction_a", "0123456789abcdef"]
    await jobs.insert_many([{"_id": name, "kind": "rebuild", "state": "done"} for name in names])
    await stock.take()
    await stock.destroy()
    await stock.restored()
    states = {job["_id"]: job["state"] async for job in jobs.find({"_id": {"$in": names}})}
    assert states == dict(zip(names, ("waiting", "waiting", "done"), strict=True))


async def test_only_what_is_new_is_written(stock: Stocked) -> None:
    first = await stock.take()
    old = {path: path.stat().st_ino for path in stock.folder.rglob("*-00000000??-*.bson.gz")}
    await stock.commit("registry", 26, 37)
    await stock.seal("person_c")
    second = await stock.take()
    files = [part.file.removeprefix("registry/commits-") for part in second.services["registry"].log]
    assert [file.removesuffix(".bson.gz") for file in files] == [
        "0000000001-0000000010",
        "0000000011-0000000020",
        "0000000021-0000000030",
        "0000000031-0000000037",
    ]
    kept = [path for path, inode in old.items() if path.exists() and path.stat().st_ino == inode]
    assert len(kept) == 3, "two full files of registry and the one of notify, where nothing is new"
    everything, since = second.services["registry"].vault
    assert everything == first.services["registry"].vault[0]
    assert since.rows == 3, "all were sealed within the time by which clocks may differ"
    named = {part.file for service in second.services.values() for part in service.parts}
    assert {str(path.relative_to(stock.folder)) for path in stock.folder.rglob("*.gz*")} == named
    await stock.destroy()
    await stock.restored()
    assert await stock.databases.of("registry")["commits"].count_documents({}) == 37
    assert await stock.databases.of("registry")["vault"].count_documents({}) == 3


async def test_once_a_day_the_records_of_the_erased_leave_the_backup(
    stock: Stocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stock.take()
    await stock.vault.erase("person_a")
    monkeypatch.setattr(taking, "AFRESH", timedelta(0))
    (everything,) = (await stock.take()).services["registry"].vault
    assert [row["_id"] for row in read(stock.folder / everything.file)] == ["person_b"]


async def test_who_was_erased_after_the_data_were_taken_stays_erased(stock: Stocked) -> None:
    manifest = await stock.take()
    (everything,) = manifest.services["registry"].vault
    assert everything.rows == 2, "the record is still in the backup of the data"
    await stock.vault.erase("person_a")
    await take_keys(stock.databases, stock.keys_folder, "person_erased", silent)
    await stock.destroy()
    assert await stock.restored() == {"person_a"}
    assert await stock.databases.of("registry")["vault"].distinct("_id") == ["person_b"]
    assert await stock.keys.get("person_a") is None
    with pytest.raises(Gone):
        await stock.vault.register("person_a")


async def test_a_tombstone_wins_over_a_key_that_came_back(stock: Stocked) -> None:
    old = await stock.databases.keys["keys"].find_one({"_id": "person_a"})
    assert old
    await stock.vault.erase("person_a")
    await stock.take()
    await stock.databases.keys["keys"].replace_one({"_id": "person_a"}, old)  # from an old copy of the disk, perhaps
    await take_keys(stock.databases, stock.keys_folder, "person_erased", silent)
    await stock.destroy()
    assert await stock.restored() == {"person_a"}


async def test_keys_of_persons_nobody_knows_are_not_written_over(stock: Stocked) -> None:
    await stock.take()
    await stock.databases.keys["keys"].delete_many({})
    with pytest.raises(NotSafe, match="2 persons unknown"):
        await take_keys(stock.databases, stock.keys_folder, "person_erased", silent)
    await stock.destroy()
    assert await stock.restored() == set()


async def test_another_history_is_not_written_over(stock: Stocked) -> None:
    before = await stock.take()
    commits = stock.databases.of("registry")["commits"]
    await commits.update_one({"_id": 25}, {"$set": {"command_id": "cmd_of_another_history"}})
    with pytest.raises(NotSafe, match="has not the commit at position 25"):
        await stock.take()
    await stock.destroy()
    with pytest.raises(NotSafe, match="has not the commit at position"):
        await stock.take()
    assert whole(stock.folder) == before


async def test_where_the_keys_fail_the_earlier_data_stay_and_can_be_restored(stock: Stocked) -> None:
    before = await stock.take()
    await stock.commit("registry", 26, 26)
    with alone(stock.keys_folder), pytest.raises(NotSafe, match="in use"):
        await stock.take()
    assert whole(stock.folder) == before
    await take_keys(stock.databases, stock.keys_folder, "person_erased", silent)  # the newer with the older data
    await stock.destroy()
    assert await stock.restored() == set()
    assert await stock.databases.of("registry")["commits"].count_documents({}) == 25


async def test_a_gap_is_no_backup(stock: Stocked) -> None:
    await stock.databases.of("registry")["commits"].delete_one({"_id": 7})
    with pytest.raises(NotSafe, match="position 7 is missing"):
        await stock.take()
    assert load(stock.folder) is None


async def test_two_at_once_do_not_mix(stock: Stocked) -> None:
    outcomes = await asyncio.gather(stock.take(keys=False), stock.take(keys=False), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Manifest, NotSafe]


async def test_two_at_once_do_not_mix_the_keys(stock: Stocked) -> None:
    take = (take_keys(stock.databases, stock.keys_folder, "person_erased", silent) for _ in range(2))
    outcomes = await asyncio.gather(*take, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [tuple, NotSafe]
    assert "is in use" in str(outcomes[1])
    assert sum(1 for _ in open_keys(stock.keys_folder).rows()) == 2


async def test_only_a_backup_that_did_all_is_noted(stock: Stocked, mongo_url: str) -> None:
    settings = Settings(mongo_url=SecretStr(mongo_url), database_prefix=stock.databases.prefix)
    registry = stock.databases.of("registry")
    await back_up(settings, None, stock.keys_folder, silent)
    assert await last(registry) is None
    manifest, _ = await back_up(settings, stock.folder, stock.keys_folder, silent)
    assert manifest
    assert await last(registry) == manifest.at
    await registry[COLLECTION].delete_many({})
    await stock.databases.keys["keys"].delete_many({})
    with pytest.raises(NotSafe, match="persons unknown"):
        await back_up(settings, stock.folder, stock.keys_folder, silent)
    assert await last(registry) is None


# --- restoring


async def test_it_refuses_whatever_is_not_empty(stock: Stocked) -> None:
    await stock.take()
    with pytest.raises(NotSafe, match=r"_registry\.commits 已有 25 条"):
        await stock.restored()
    await stock.destroy()
    later = {"$dateAdd": {"startDate": "$$NOW", "unit": "second", "amount": 9}}
    leases = stock.databases.of("notify")["leases"]
    await leases.update_one({"_id": "worker"}, [{"$set": {"holder": "somebody", "expires": later}}], upsert=True)
    with pytest.raises(NotSafe, match="somebody is at work"):
        await stock.restored()
    await leases.delete_many({})
    await stock.restored()


async def test_it_refuses_what_was_spoilt_and_changes_nothing(stock: Stocked) -> None:
    manifest = await stock.take()
    await stock.destroy()
    part = manifest.services["registry"].log[1]
    path = stock.folder / part.file
    good = path.read_bytes()
    path.write_bytes(good[:-9] + bytes([good[-9] ^ 1]) + good[-8:])
    with pytest.raises(NotSafe, match=r"commits-0000000011.* is not what was written"):
        await stock.restored()
    path.unlink()
    with pytest.raises(NotSafe, match=r"commits-0000000011.* is missing"):
        await stock.restored()
    assert not any((await stock.contents()).values())
    path.write_bytes(good)
    await stock.restored()


async def test_it_refuses_keys_that_are_older_or_of_another_master(stock: Stocked, tmp_path: Path) -> None:
    await stock.take()
    shutil.copytree(stock.keys_folder, tmp_path / "older")
    await stock.commit("registry", 26, 26)
    await stock.take()
    await stock.destroy()
    newest, stock.keys_folder = stock.keys_folder, tmp_path / "older"
    with pytest.raises(NotSafe, match="older than the data"):
        await stock.restored()
    stock.keys_folder = newest
    right, stock.master = stock.master, another_master()
    with pytest.raises(NotSafe, match="another master key"):
        await stock.restored()
    stock.master = right
    await stock.restored()


async def test_it_refuses_another_format(stock: Stocked) -> None:
    manifest = await stock.take()
    later = manifest.model_copy(update={"format": 99, "version": "7.0.0"})
    (stock.folder / "manifest.json").write_text(later.model_dump_json())
    await stock.destroy()
    with pytest.raises(NotSafe, match=r"format 99 of version 7\.0\.0"):
        await stock.restored()


async def test_a_restore_that_was_killed_begins_anew(stock: Stocked) -> None:
    await stock.take()
    await stock.destroy()
    registry = stock.databases.of("registry")
    await registry[f"{LOADING}commits"].insert_one({"_id": 1, "of": "the one that was killed"})
    await stock.restored()
    assert sorted(await registry.list_collection_names()) == ["commits", "vault"]
    assert (await registry["commits"].find_one({"_id": 1}) or {})["command_id"] == "cmd_1"


async def test_what_mongodb_lost_meanwhile_is_missed(stock: Stocked, monkeypatch: pytest.MonkeyPatch) -> None:
    await stock.take()
    await stock.destroy()
    insert = AsyncCollection.insert_many

    async def lost(self: AsyncCollection[Any], documents: list[Any], **options: Any) -> Any:
        return await insert(self, documents[:1] if documents[0]["_id"] == 11 else documents, **options)

    with monkeypatch.context() as patch:
        patch.setattr(loading, "TOGETHER", 10)
        patch.setattr(AsyncCollection, "insert_many", lost)
        with pytest.raises(NotSafe, match="25 documents were inserted and 16 are there"):
            await stock.restored()
    await stock.restored()


# --- killed


async def test_a_killed_backup_leaves_the_earlier_one_whole(stock: Stocked, mongo_url: str, tmp_path: Path) -> None:
    before = await stock.take()
    for first in range(26, 60_026, 10_000):
        await stock.commit("registry", first, first + 9_999)
    environment = {
        "MONGO_URL": mongo_url,
        "DATABASE_PREFIX": stock.databases.prefix,
        "STATE_DIR": str(tmp_path),
    }
    program = Program(tmp_path / "log", "backup", str(stock.folder), **environment)
    second = stock.folder / "registry" / f"commits-0000020001-0000040000.bson.gz{UNFINISHED}"
    os.mkfifo(second)  # nobody reads on, so it comes to a stop in the middle of this file
    reading = os.open(second, os.O_RDONLY | os.O_NONBLOCK)
    try:
        await program.start()
        begun = await eventually(lambda: _first_bytes(reading), "it has begun", 60)
        await program.kill()
        second.unlink()
        second.write_bytes(begun)  # as a disk would have kept them
        assert (stock.folder / "registry" / "commits-0000000001-0000020000.bson.gz").exists()
        assert whole(stock.folder) == before
        await program.start()
        await eventually(lambda: program.exit_code is not None, "it ends", 60)
        assert program.exit_code == 0, program.said()
    finally:
        os.close(reading)
        await program.stop()
    after = whole(stock.folder)
    assert after.services["registry"].tip == 60_025
    assert not list(stock.folder.rglob(f"*{UNFINISHED}"))
    assert (stock.folder / after.services["registry"].log[0].file).stat().st_mode & 0o077 == 0


def _first_bytes(pipe: int) -> bytes:
    """What is first written into it; nothing before that."""
    try:
        return os.read(pipe, 1000)
    except BlockingIOError:
        return b""
