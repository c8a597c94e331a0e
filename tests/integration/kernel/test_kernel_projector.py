"""Documents are a fold of the log: while it grows, while they are built anew, and whoever dies meanwhile."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from shared.errors import Unavailable
from shared.eventsourcing import fold as fold_module
from shared.eventsourcing.decider import Commit, Recorded
from shared.eventsourcing.documents import ROWS, Reads
from shared.eventsourcing.fold import Fold
from shared.eventsourcing.log import Log
from shared.eventsourcing.projection import Document, Projection
from shared.eventsourcing.projector import Fenced, Projector
from shared.eventsourcing.tail import Tail
from tests.support.eventually import eventually, running
from tests.support.spy import Spy
from tests.support.toy import BOXES, EVENTS, START, BoxShown, Put, Toy, put, shake, show


class Entry(Document):
    """One number, on its own."""

    n: int = 0


def _entry(document: Entry | None, recorded: Recorded) -> Entry:
    assert document is None, "an entry is touched once"
    return Entry(id=recorded.name, n=recorded.event.n if isinstance(recorded.event, Put) else 0)


ENTRIES: Projection[Entry] = Projection(
    name="entries",
    version=1,
    document=Entry,
    apply=_entry,
    keys=lambda recorded: (recorded.name,) if isinstance(recorded.event, Put) else (),
)


class Gated(Log):
    """A log whose reader can be stopped at a position, as SIGSTOP would."""

    def __init__(self, toy: Toy, at: int) -> None:
        super().__init__(toy.database["commits"], toy.log._codec)
        self._at = at
        self.reached = asyncio.Event()
        self.go_on = asyncio.Event()

    async def page(self, after: int, limit: int = 500) -> list[Commit]:
        page = await super().page(after, limit)
        if after == self._at:
            self.reached.set()
            await self.go_on.wait()
        return page


def _projector(
    toy: Toy, *projections: Projection[Any], epoch: int = 1, log: Log | None = None, now: datetime = START
) -> Projector:
    return Projector(toy.database, log or toy.log, toy.tail, projections or (BOXES,), epoch, lambda: now)


async def _folded(toy: Toy, projection: Projection[Any] = BOXES) -> dict[str, Any]:
    documents: dict[str, Any] = {}
    for commit in await toy.commits():
        for recorded in commit:
            for key in projection.keys(recorded):
                document = projection.apply(documents.get(key), recorded)
                changed = {"position": commit.position, "version": commit.version}
                documents[key] = document.model_copy(update=changed)
    return documents


async def _shown(toy: Toy, projection: Projection[Any] = BOXES) -> dict[str, Any]:
    documents = await Reads(toy.database, [projection])(projection).find({}, limit=10_000)
    return {document.id: document for document in documents}


async def _collection(toy: Toy) -> str:
    row = await toy.database[ROWS].find_one({"_id": BOXES.row})
    assert row
    return str(row["collection"])


async def _write(toy: Toy, rounds: int, boxes: int = 10) -> None:
    for n in range(rounds):
        await toy.handler.handle_many([put(f"box_{i}", n + 1) for i in range(boxes)] + [shake("box_0")])


async def test_documents_equal_a_fold_of_the_log(toy: Toy) -> None:
    await _write(toy, 10)
    projector = _projector(toy, BOXES, ENTRIES)
    await projector.prepare()
    async with running(projector.run()):
        await asyncio.gather(*(_write(toy, 10) for _ in range(3)))
        async with asyncio.timeout(10):
            await projector.reached(await toy.log.tip())
    assert await _shown(toy) == await _folded(toy)
    assert await _shown(toy, ENTRIES) == await _folded(toy, ENTRIES)
    assert await Reads(toy.database, [BOXES, ENTRIES]).position() == await toy.log.tip()


async def test_a_document_is_loaded_only_where_it_may_be_stored_and_is_not_in_memory(spied: tuple[Toy, Spy]) -> None:
    toy, spy = spied
    projector = _projector(toy)
    await projector.prepare()
    async with running(projector.run()):
        for n in range(1, 6):
            await toy.put("box_a", n)
            await projector.reached(n)
    assert not spy.of("find", await _collection(toy))
    again = _projector(toy, epoch=2)
    await again.prepare()
    async with running(again.run()):
        for n in range(6, 9):
            await toy.put("box_a", n)
            await again.reached(n)
    assert len(spy.of("find", await _collection(toy))) == 1
    assert await _shown(toy) == await _folded(toy)


async def test_after_an_error_nothing_rests_on_what_was_folded_before_it(
    toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    projector = _projector(toy)
    await projector.prepare()
    flush, failures = Fold.flush, iter([None, AutoReconnect("lost"), AutoReconnect("lost")])

    async def sometimes(fold: Fold[Any]) -> None:
        if failure := next(failures, None):
            raise failure
        await flush(fold)

    monkeypatch.setattr(Fold, "flush", sometimes)
    async with running(projector.run()):
        for n in range(1, 4):
            await toy.put("box_a", n)
            await projector.reached(n)
    assert await _shown(toy) == await _folded(toy)


async def test_what_is_not_built_is_not_shown(toy: Toy) -> None:
    reads = Reads(toy.database, [BOXES])
    for read in (reads.position, lambda: reads(BOXES).get("box_a")):
        with pytest.raises(Unavailable):
            await read()
    await _projector(toy).prepare()
    assert await reads(BOXES).get("box_a") is None


async def test_building_in_parts_gives_the_same(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fold_module, "SPILL_AT", 7)
    monkeypatch.setattr(fold_module, "WRITE_TOGETHER", 3)
    await _write(toy, 60, boxes=20)
    seen: list[tuple[int, int]] = []
    await _projector(toy).prepare(lambda done, total: seen.append((done, total)))
    assert await _shown(toy) == await _folded(toy)
    assert seen[-1] == (await toy.log.tip(), await toy.log.tip())
    indexes = await (await Reads(toy.database, [BOXES]).collection(BOXES)).index_information()
    assert (("total", 1),) in {tuple(index["key"]) for index in indexes.values()}


async def test_a_rebuild_disturbs_neither_readers_nor_writers(toy: Toy) -> None:
    projector = _projector(toy, BOXES, ENTRIES)
    await projector.prepare()
    failures: list[str] = []

    async def read() -> None:
        reads, last = Reads(toy.database, [BOXES]), 0
        while True:
            reads._pointers.clear()  # a reader that looks at the pointer each time sees every switch
            document = await reads(BOXES).get("box_0")
            if document is not None and document.position < last:
                failures.append(f"went back from {last} to {document.position}")
            last = document.position if document else last
            await asyncio.sleep(0)

    async with running(projector.run(), read()):
        writing = asyncio.create_task(_write(toy, 60))
        for _ in range(4):
            await projector.rebuild(BOXES)
        await writing
        await projector.rebuild(BOXES)
        async with asyncio.timeout(10):
            await projector.reached(await toy.log.tip())
    assert failures == []
    assert await _shown(toy) == await _folded(toy)


async def test_who_was_stopped_in_a_rebuild_swaps_nothing_in(toy: Toy) -> None:
    await _write(toy, 3)
    gate = Gated(toy, at=await toy.log.tip())
    stopped = _projector(toy, epoch=1, log=gate)
    gate.go_on.set()
    await stopped.prepare()
    gate.go_on.clear()
    gate.reached.clear()
    rebuilding = asyncio.create_task(stopped.rebuild(BOXES))
    await gate.reached.wait()

    successor = _projector(toy, epoch=2)
    await successor.prepare()
    async with running(successor.run()):
        await _write(toy, 3)
        await successor.rebuild(BOXES)
        gate.go_on.set()
        with pytest.raises(Fenced):
            await rebuilding
        with pytest.raises(Fenced):
            await stopped.run()
        await _write(toy, 3)
        async with asyncio.timeout(10):
            await successor.reached(await toy.log.tip())
    assert await _shown(toy) == await _folded(toy)


async def test_of_two_first_builds_the_newer_lease_wins(toy: Toy) -> None:
    await _write(toy, 3)
    for order in ("old last", "old first"):
        await toy.database[ROWS].delete_many({})
        gate = Gated(toy, at=await toy.log.tip())
        stopped, successor = _projector(toy, epoch=1, log=gate), _projector(toy, epoch=2)
        building = asyncio.create_task(stopped.prepare())
        await gate.reached.wait()
        newer = Gated(toy, at=await toy.log.tip())
        if order == "old last":
            await successor.prepare()
            gate.go_on.set()
            with pytest.raises(Fenced):
                await building
        else:
            successor = _projector(toy, epoch=2, log=newer)
            built = asyncio.create_task(successor.prepare())
            await newer.reached.wait()
            gate.go_on.set()
            await building
            newer.go_on.set()
            await built
        assert await _shown(toy) == await _folded(toy), order


async def test_who_comes_back_late_clears_nothing_away_that_is_newer(toy: Toy) -> None:
    await _projector(toy).prepare()
    await _write(toy, 2)
    late = _projector(toy, epoch=1)
    rows = {row["_id"]: row async for row in toy.database[ROWS].find()}
    successor = _projector(toy, epoch=2)
    await successor.prepare()
    await successor.rebuild(BOXES)
    await late._drop_unnamed(rows)  # it had read the rows before it was stopped
    assert await _shown(toy) == await _folded(toy)


async def test_a_projection_that_fails_stands_alone_and_skips_nothing_when_mended(toy: Toy) -> None:
    broken = True

    def fails(document: BoxShown | None, recorded: Recorded) -> BoxShown:
        if broken and isinstance(recorded.event, Put) and recorded.event.n == 13:
            raise ZeroDivisionError("told to fail")
        return show(document, recorded)

    fragile = replace(BOXES, name="fragile", apply=fails)
    await toy.put("box_a", 1)
    gate = Gated(toy, at=3)
    gate.go_on.set()
    projector = _projector(toy, fragile, BOXES, log=gate)
    await projector.prepare()
    async with running(projector.run()):
        await toy.put("box_a", 2, 13)
        await eventually(lambda: projector.failures, "the failure is named")
        assert list(projector.failures) == ["fragile.v1"]
        await eventually(lambda: _at(toy, "boxes.v1", 3), "the other one goes on")
        assert (await toy.database[ROWS].find_one({"_id": "fragile.v1"}) or {})["position"] < 3
        broken = False
        gate.go_on.clear()
        gate.reached.clear()
        rebuilding = asyncio.create_task(projector.rebuild(fragile))
        await gate.reached.wait()  # it has read as far as 3
        await toy.put("box_a", 4, 5)
        await eventually(lambda: _at(toy, "boxes.v1", 5), "the other one goes on during the rebuild")
        gate.go_on.set()
        await rebuilding
        assert projector.failures == {}
        await toy.put("box_a", 6)
        async with asyncio.timeout(5):
            await projector.reached(6)
    assert await _shown(toy, fragile) == await _shown(toy) == await _folded(toy)


async def _at(toy: Toy, row: str, position: int) -> bool:
    return ((await toy.database[ROWS].find_one({"_id": row})) or {"position": 0})["position"] == position


async def test_whoever_waits_hears_of_a_mended_projection(toy: Toy) -> None:
    projector = _projector(toy)
    await projector.prepare()
    await toy.put("box_a", 1)
    waiting = asyncio.create_task(projector.reached(1))
    await asyncio.sleep(0)
    projector._live[0].failure = ZeroDivisionError()
    await projector.rebuild(BOXES)
    async with asyncio.timeout(10):
        await waiting


async def test_killed_between_documents_and_row_repeats_harmlessly(toy: Toy) -> None:
    class Killed(Exception):
        pass

    class Mortal(Projector):
        async def _save(self, moved: Sequence[Any], position: int) -> None:
            raise Killed

    first = Mortal(toy.database, toy.log, toy.tail, [BOXES], 1, lambda: START)
    await first.prepare()
    await _write(toy, 3)
    with pytest.raises(Killed):
        await first.run()
    assert await _shown(toy) == await _folded(toy)  # the documents are there, the row does not say so
    assert await _at(toy, "boxes.v1", 0)
    await _write(toy, 3)
    second = _projector(Toy(toy.database), epoch=2)
    await second.prepare()
    async with running(second.run()):
        async with asyncio.timeout(10):
            await second.reached(await toy.log.tip())
    assert await _shown(toy) == await _folded(toy)


async def test_what_was_folded_long_ago_replaces_nothing_newer(toy: Toy) -> None:
    await _write(toy, 2)
    await _projector(toy).prepare()
    collection = (await Reads(toy.database, [BOXES]).collection(BOXES)).name
    await _write(toy, 2)
    commits = await toy.commits()
    late, prompt = (Fold(toy.database, BOXES, collection) for _ in range(2))
    await late.take(commits[: len(commits) * 3 // 4])
    await prompt.take(commits)
    await prompt.flush()
    await late.flush()
    assert await _shown(toy) == await _folded(toy)


async def test_a_changed_projection_is_built_beside_the_old_one_and_pruned_later(toy: Toy) -> None:
    def doubled(document: BoxShown | None, recorded: Recorded) -> BoxShown:
        shown = show(document, recorded)
        return shown.model_copy(update={"total": 2 * shown.puts})

    changed = replace(BOXES, version=2, apply=doubled)
    await _projector(toy).prepare()
    await _write(toy, 3)
    both = _projector(toy, BOXES, changed, epoch=2)
    await both.prepare()
    async with running(both.run()):
        await _write(toy, 3)
        async with asyncio.timeout(10):
            await both.reached(await toy.log.tip())
    assert await _shown(toy) == await _folded(toy)
    assert await _shown(toy, changed) == await _folded(toy, changed)
    await both.rebuild(BOXES)  # what it replaced goes with it
    assert await _projector(toy, changed, epoch=3).prune() == ["boxes.v1"]
    assert await _shown(toy, changed) == await _folded(toy, changed)
    left = await toy.database.list_collection_names()
    assert [name for name in left if name.startswith("boxes.v1")] == []


async def test_a_replaced_collection_goes_after_a_minute(toy: Toy) -> None:
    now = [START]
    projector = Projector(toy.database, toy.log, toy.tail, [BOXES], 1, lambda: now[0])
    await projector.prepare()
    await toy.put("box_a", 1)
    before = set(await toy.database.list_collection_names())
    await projector.rebuild(BOXES)
    now[0] += timedelta(seconds=59)
    await projector.drop_replaced()
    await _projector(toy, epoch=2).prepare()
    assert before < set(await toy.database.list_collection_names())
    now[0] += timedelta(seconds=2)
    await projector.drop_replaced()
    assert not before <= set(await toy.database.list_collection_names())
    assert await _shown(toy) == await _folded(toy)


async def test_what_a_late_comer_writes_where_nobody_reads_any_more_goes(toy: Toy) -> None:
    now = [START]
    late = _projector(toy, epoch=1)
    await late.prepare()
    await toy.put("box_a", 1)
    gone = await _collection(toy)
    successor = Projector(toy.database, toy.log, toy.tail, [BOXES], 2, lambda: now[0])
    await successor.prepare()
    await successor.rebuild(BOXES)
    now[0] += timedelta(minutes=2)
    await successor.drop_replaced()
    assert gone not in await toy.database.list_collection_names()
    with pytest.raises(Fenced):
        await late.run()
    assert await toy.database[gone].count_documents({}) == 1, "the control: it was written before that was noticed"
    await successor.drop_replaced()
    assert gone not in await toy.database.list_collection_names()
    assert await _shown(toy) == await _folded(toy)


async def test_unfinished_builds_are_cleared_away(toy: Toy) -> None:
    await toy.put("box_a", 1)
    gate = Gated(toy, at=1)
    building = asyncio.create_task(_projector(toy, log=gate).prepare())
    await gate.reached.wait()
    building.cancel()
    await asyncio.wait([building])
    await toy.database.create_collection("boxes.v10.1.abc")  # another projection's
    await _projector(toy, epoch=2).prepare()
    names = [name for name in await toy.database.list_collection_names() if name.startswith("boxes")]
    assert len(names) == 2
    assert "boxes.v10.1.abc" in names


async def test_an_event_the_service_does_not_know_is_not_passed_over(toy: Toy) -> None:
    assert {event.type for event in EVENTS} == {"put", "shaken", "shut", "copied"}
    await toy.put("box_a", 1)
    await toy.database["commits"].update_one({"_id": 1}, {"$set": {"events.0.type": "from_the_future"}})
    with pytest.raises(KeyError):
        await Tail(toy.log).read(0)
