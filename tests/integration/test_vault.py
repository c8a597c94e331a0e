"""The vault on a real MongoDB: sealed, opened, erased, swept."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import encode
from cryptography.exceptions import InvalidTag
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from shared.errors import Gone, KeyReused
from shared.privacy.keys import Keys, WrongMasterKey
from shared.privacy.master import MasterKeys
from shared.privacy.vault import Vault, blind

MASTER = MasterKeys(bytes(range(32)))
OTHER_MASTER = MasterKeys(bytes(reversed(range(32))))
NEXT_KNOWN = MasterKeys(MASTER.main, OTHER_MASTER.main)
FORMER_KNOWN = MasterKeys(OTHER_MASTER.main, MASTER.main)
PERSON, NEIGHBOUR = "person_a", "person_b"
FIELDS = {"name": "关淑琴", "phone": "+86 138 0013 8000", "address": "北里1号楼"}
A_DAY = timedelta(days=1)

Collection = AsyncCollection[dict[str, Any]]


@pytest.fixture
def records(database: AsyncDatabase[dict[str, Any]]) -> Collection:
    return database["records"]


@pytest.fixture
async def keys(database: AsyncDatabase[dict[str, Any]]) -> Any:
    beside = f"{database.name}_keys"
    yield database.client[beside]["keys"]
    await database.client.drop_database(beside)


@pytest.fixture
async def vault(records: Collection, keys: Collection) -> Vault:
    vault = Vault(records, keys, MASTER)
    await vault.prepare()
    await vault.register(PERSON)
    await vault.register(NEIGHBOUR)
    return vault


async def test_what_is_sealed_opens_for_its_person_alone(vault: Vault) -> None:
    await vault.seal(PERSON, "wish_1", FIELDS)
    assert await vault.open(PERSON, "wish_1") == FIELDS
    assert await vault.open(NEIGHBOUR, "wish_1") is None
    assert await vault.open(PERSON, "wish_2") is None


async def test_nothing_of_it_can_be_read_in_the_database(vault: Vault, records: Collection, keys: Collection) -> None:
    await vault.seal(PERSON, "wish_1", FIELDS)
    kept = await records.find_one({"_id": "wish_1"})
    assert kept is not None
    assert set(kept) == {"_id", "person", "sealed", "at"}
    assert set(kept["sealed"]) == set(FIELDS)
    assert not any(value.encode() in encode(kept) for value in FIELDS.values())
    assert set(await keys.find_one({"_id": PERSON}) or {}) == {"_id", "wrapped", "master"}


async def test_nobody_is_sealed_without_a_key(vault: Vault, records: Collection) -> None:
    with pytest.raises(Gone):
        await vault.seal("person_unknown", "wish_1", FIELDS)
    assert await vault.open("person_unknown", "wish_1") is None
    assert await records.count_documents({}) == 0


async def test_registering_again_keeps_the_first_key(vault: Vault) -> None:
    await vault.seal(PERSON, "wish_1", FIELDS)
    await asyncio.gather(*(vault.register(PERSON) for _ in range(20)))
    assert await vault.open(PERSON, "wish_1") == FIELDS


async def test_many_first_registrations_at_once_make_one_key(vault: Vault, keys: Collection) -> None:
    await asyncio.gather(*(vault.register("person_c") for _ in range(20)))
    await vault.seal("person_c", "wish_1", FIELDS)
    assert await vault.open("person_c", "wish_1") == FIELDS


async def test_sealing_again_changes_nothing_but_the_hour(vault: Vault, records: Collection) -> None:
    await vault.seal(PERSON, "wish_1", FIELDS)
    await _age(records, "wish_1")
    before = await records.find_one({"_id": "wish_1"}) or {}
    await asyncio.gather(*(vault.seal(PERSON, "wish_1", FIELDS) for _ in range(20)))
    after = await records.find_one({"_id": "wish_1"}) or {}
    assert after.pop("at") > before.pop("at")
    assert after == before


async def test_many_first_sealings_at_once_keep_one(vault: Vault, records: Collection) -> None:
    await asyncio.gather(*(vault.seal(PERSON, "wish_1", FIELDS) for _ in range(20)))
    assert await records.count_documents({}) == 1
    assert await vault.open(PERSON, "wish_1") == FIELDS


@pytest.mark.parametrize(
    ("person", "fields"),
    [
        (PERSON, {**FIELDS, "phone": "+86 139 0013 9000"}),
        (PERSON, {"name": "关淑琴"}),
        (PERSON, {}),
        (NEIGHBOUR, FIELDS),
    ],
)
async def test_a_reused_name_never_overwrites(vault: Vault, person: str, fields: dict[str, str]) -> None:
    await vault.seal(PERSON, "wish_1", FIELDS)
    with pytest.raises(KeyReused):
        await vault.seal(person, "wish_1", fields)
    assert await vault.open(PERSON, "wish_1") == FIELDS


@pytest.mark.parametrize(
    "move",
    [
        {"$set": {"person": NEIGHBOUR}},
        {"$rename": {"sealed.phone": "sealed.name"}},
        {"$set": {"sealed.phone": b"\x00" * 40}},
        {"$set": {"sealed.phone": b""}},
    ],
)
async def test_what_was_moved_or_changed_does_not_open(vault: Vault, records: Collection, move: dict[str, Any]) -> None:
    await vault.seal(PERSON, "wish_1", FIELDS)
    await records.update_one({"_id": "wish_1"}, move)
    with pytest.raises(InvalidTag):
        await vault.open(move["$set"].get("person", PERSON) if "$set" in move else PERSON, "wish_1")


async def test_a_record_under_another_name_does_not_open(vault: Vault, records: Collection) -> None:
    await vault.seal(PERSON, "wish_1", FIELDS)
    await records.insert_one({**(await records.find_one({"_id": "wish_1"}) or {}), "_id": "wish_2"})
    with pytest.raises(InvalidTag):
        await vault.open(PERSON, "wish_2")


async def test_erasing_removes_the_person_and_nobody_else(vault: Vault, records: Collection, keys: Collection) -> None:
    for person in (PERSON, NEIGHBOUR):
        await vault.seal(person, person, FIELDS)
        await vault.seal(person, f"wish_of_{person}", {"words": "想要一盏灯"})
    await vault.erase(PERSON)
    assert await records.count_documents({"person": PERSON}) == 0
    assert await keys.find_one({"_id": PERSON}) == {"_id": PERSON, "erased": True}
    assert await vault.open(PERSON, PERSON) is None
    assert await vault.open(NEIGHBOUR, NEIGHBOUR) == FIELDS


async def test_after_erasing_there_is_no_way_back(vault: Vault, records: Collection, keys: Collection) -> None:
    await vault.erase(PERSON)
    for _ in range(2):
        with pytest.raises(Gone):
            await vault.register(PERSON)
        with pytest.raises(Gone):
            await vault.seal(PERSON, "wish_1", FIELDS)
        await vault.erase(PERSON)
    assert await records.count_documents({}) == 0
    assert await keys.find_one({"_id": PERSON}) == {"_id": PERSON, "erased": True}


async def test_who_is_erased_before_registering_stays_erased(vault: Vault) -> None:
    await vault.erase("person_late")
    with pytest.raises(Gone):
        await vault.register("person_late")


async def test_a_stolen_record_is_of_no_use_after_erasing(vault: Vault, records: Collection) -> None:
    await vault.seal(PERSON, "wish_1", FIELDS)
    copy = await records.find_one({"_id": "wish_1"}) or {}
    await vault.erase(PERSON)
    await records.insert_one(copy)
    assert await vault.open(PERSON, "wish_1") is None


async def test_another_process_notices_an_erasure_at_once(vault: Vault, records: Collection, keys: Collection) -> None:
    other = Vault(records, keys, MASTER)
    await other.seal(PERSON, "wish_1", FIELDS)
    await vault.erase(PERSON)
    assert await other.open(PERSON, "wish_1") is None
    with pytest.raises(Gone):
        await other.seal(PERSON, "wish_2", FIELDS)


class _Interrupted:
    """A collection in which something happens just before `call`."""

    def __init__(self, collection: Collection, call: str, before: Callable[[], Awaitable[None]]) -> None:
        self._collection = collection
        self._call = call
        self._before = before

    def with_options(self, **options: Any) -> "_Interrupted":
        return _Interrupted(self._collection.with_options(**options), self._call, self._before)

    def __getattr__(self, name: str) -> Any:
        called = getattr(self._collection, name)

        async def interrupted(*args: Any, **options: Any) -> Any:
            await self._before()
            return await called(*args, **options)

        return interrupted if name == self._call else called


async def test_an_erasure_in_the_middle_of_sealing_wins(vault: Vault, records: Collection, keys: Collection) -> None:
    async def erase() -> None:
        await vault.erase(PERSON)

    slow: Any = _Interrupted(records, "find_one_and_update", erase)
    with pytest.raises(Gone):
        await Vault(slow, keys, MASTER).seal(PERSON, "wish_1", FIELDS)
    assert await records.count_documents({}) == 0


async def test_a_record_sealed_in_the_middle_of_erasing_goes_too(
    vault: Vault, records: Collection, keys: Collection
) -> None:
    async def seal() -> None:
        await vault.seal(PERSON, "wish_1", FIELDS)

    slow: Any = _Interrupted(keys, "replace_one", seal)
    await Vault(records, slow, MASTER).erase(PERSON)
    assert await records.count_documents({}) == 0


async def test_sealing_and_erasing_at_once_leaves_nothing(vault: Vault, records: Collection) -> None:
    for n in range(20):
        person = f"person_{n}"
        await vault.register(person)
        sealing = [vault.seal(person, f"{person}.{i}", FIELDS) for i in range(10)]
        outcomes = await asyncio.gather(*sealing, vault.erase(person), return_exceptions=True)
        assert all(outcome is None or isinstance(outcome, Gone) for outcome in outcomes)
    assert await records.count_documents({}) == 0


async def test_what_no_commit_names_is_swept_and_the_rest_is_kept(vault: Vault, records: Collection) -> None:
    for record in ("wish_named", "wish_orphan", "wish_young"):
        await vault.seal(PERSON, record, FIELDS)
    await _age(records, "wish_named", "wish_orphan")
    assert await vault.sweep(_yesterday(), _names("wish_named")) == 1
    assert sorted(await records.distinct("_id")) == ["wish_named", "wish_young"]
    assert await vault.sweep(_yesterday(), _names("wish_named")) == 0


async def test_a_large_vault_is_swept_page_by_page(vault: Vault, records: Collection) -> None:
    old = _yesterday() - A_DAY
    await records.insert_many([{"_id": f"wish_{n:04}", "person": PERSON, "sealed": {}, "at": old} for n in range(1201)])
    asked: list[int] = []

    async def named(ids: Sequence[str]) -> set[str]:
        asked.append(len(ids))
        return {record for record in ids if record.endswith("0")}

    assert await vault.sweep(_yesterday(), named) == 1201 - 121
    assert asked == [500, 500, 201]


async def test_a_record_sealed_again_during_the_sweep_is_kept(vault: Vault, records: Collection) -> None:
    await vault.seal(PERSON, "wish_1", FIELDS)
    await _age(records, "wish_1")

    async def named(ids: Sequence[str]) -> set[str]:
        await vault.seal(PERSON, "wish_1", FIELDS)
        return set()

    assert await vault.sweep(_yesterday(), named) == 0
    assert await vault.open(PERSON, "wish_1") == FIELDS


async def test_another_master_key_is_noticed_and_changes_nothing(
    vault: Vault, records: Collection, keys: Collection
) -> None:
    await vault.seal(PERSON, "wish_1", FIELDS)
    other = Vault(records, keys, OTHER_MASTER)
    with pytest.raises(WrongMasterKey):
        await other.prepare()
    with pytest.raises(WrongMasterKey):
        await other.open(PERSON, "wish_1")
    with pytest.raises(WrongMasterKey):
        await other.seal(PERSON, "wish_2", FIELDS)
    assert await vault.open(PERSON, "wish_1") == FIELDS


async def test_a_wrapped_key_given_to_somebody_else_does_not_open(vault: Vault, keys: Collection) -> None:
    stolen = await keys.find_one({"_id": NEIGHBOUR}) or {}
    await keys.replace_one({"_id": PERSON}, {**stolen, "_id": PERSON})
    with pytest.raises(InvalidTag):
        await Keys(keys, MASTER).get(PERSON)


async def test_rewrapping_changes_the_master_key_and_no_record(
    vault: Vault, records: Collection, keys: Collection
) -> None:
    await vault.seal(PERSON, "wish_1", FIELDS)
    await vault.erase(NEIGHBOUR)
    assert await Keys(keys, FORMER_KNOWN).rewrap() == 1
    assert await Keys(keys, FORMER_KNOWN).rewrap() == 0
    renewed = Vault(records, keys, OTHER_MASTER)
    await renewed.prepare()
    assert await renewed.open(PERSON, "wish_1") == FIELDS
    with pytest.raises(Gone):
        await renewed.register(NEIGHBOUR)
    with pytest.raises(WrongMasterKey):
        await vault.open(PERSON, "wish_1")


async def test_while_the_master_key_is_changed_everybody_reads_everything(
    records: Collection, keys: Collection
) -> None:
    """Each step beside processes that are one step behind."""

    async def all_read(*known: MasterKeys) -> None:
        vaults = [Vault(records, keys, masters) for masters in known]
        for writer in vaults:
            await writer.prepare()
            person = f"person_{await keys.count_documents({})}"
            await writer.register(person)
            await writer.seal(person, f"wish_of_{person}", FIELDS)
            assert [await reader.open(person, f"wish_of_{person}") for reader in vaults] == [FIELDS] * len(vaults)

    await all_read(MASTER, NEXT_KNOWN)
    await all_read(NEXT_KNOWN, FORMER_KNOWN)
    assert await Keys(keys, FORMER_KNOWN).rewrap() > 0
    await all_read(FORMER_KNOWN, OTHER_MASTER)
    assert await Keys(keys, FORMER_KNOWN).rewrap() == 0
    await Keys(keys, OTHER_MASTER).check()


async def test_records_are_found_by_another_secret_once_their_index_is_made_anew(
    vault: Vault, records: Collection
) -> None:
    def by(secret: bytes) -> Callable[[Mapping[str, str]], list[str]]:
        return lambda fields: [blind(secret, field, fields[field]) for field in ("phone", "name")]

    for person in (PERSON, NEIGHBOUR):
        await vault.seal(person, person, FIELDS, by(b"former")(FIELDS))
        await vault.seal(person, f"wish_of_{person}", {"words": "想要一盏灯"})
    await vault.erase(NEIGHBOUR)
    assert [await vault.reindex(person, person, by(b"next")) for person in (PERSON, NEIGHBOUR)] == [True, False]
    assert not await vault.reindex(PERSON, PERSON, by(b"next"))
    for each in by(b"next")(FIELDS):
        assert await vault.found(each) == [PERSON]
    assert await vault.found(*by(b"former")(FIELDS)) == []
    assert await records.count_documents({"index": {"$exists": True}}) == 1


async def test_rewrapping_does_not_bring_an_erased_person_back(vault: Vault, keys: Collection) -> None:
    async def erase() -> None:
        await vault.erase(PERSON)
        await vault.erase(NEIGHBOUR)

    slow: Any = _Interrupted(keys, "update_one", erase)
    assert await Keys(slow, FORMER_KNOWN).rewrap() == 0
    assert await keys.find_one({"_id": PERSON}) == {"_id": PERSON, "erased": True}


class _Heard(CommandListener):
    """The commands a client sent."""

    def __init__(self) -> None:
        self.commands: list[Any] = []

    def started(self, event: CommandStartedEvent) -> None:
        self.commands.append(event.command)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        pass

    def failed(self, event: CommandFailedEvent) -> None:
        pass


async def test_every_write_is_journaled_by_a_majority_and_every_read_is_of_one(
    vault: Vault, records: Collection, keys: Collection, mongo_url: str
) -> None:
    heard = _Heard()
    async with AsyncMongoClient[dict[str, Any]](mongo_url, event_listeners=[heard]) as client:
        there = client[records.database.name][records.name], client[keys.database.name][keys.name]
        watched = Vault(*there, MASTER)
        await watched.register("person_c")
        await watched.seal("person_c", "wish_1", FIELDS)
        await watched.open("person_c", "wish_1")
        await watched.sweep(datetime.now(UTC), _names("wish_1"))
        await watched.erase("person_c")
        await Keys(there[1], FORMER_KNOWN).rewrap()
    by_name = [(next(iter(command)), command) for command in heard.commands]
    writes = [c for name, c in by_name if name in ("insert", "update", "delete", "findAndModify")]
    reads = [c for name, c in by_name if name in ("find", "aggregate")]
    assert len(writes) >= 6
    assert len(reads) >= 5
    assert all(command["writeConcern"] == {"w": "majority", "j": True} for command in writes)
    assert all(command["readConcern"]["level"] == "majority" for command in reads)


def _yesterday() -> datetime:
    return datetime.now(UTC) - A_DAY


def _names(*named: str) -> Callable[[Sequence[str]], Awaitable[set[str]]]:
    async def among(ids: Sequence[str]) -> set[str]:
        return set(named) & set(ids)

    return among


async def _age(records: Collection, *names: str) -> None:
    await records.update_many({"_id": {"$in": list(names)}}, {"$set": {"at": _yesterday() - A_DAY}})
