"""The embedded mongod: it keeps what was acknowledged, whatever ends it, and leaves nothing running."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.errors import AutoReconnect, ServerSelectionTimeoutError

from services.embedded import mongod as module
from services.embedded.child import DidNotStart
from services.embedded.mongod import HOST, Mongod, any_free_port

OWNER = """
import asyncio, sys
from pathlib import Path
from services.embedded.child import DidNotStart
from services.embedded.mongod import Mongod

async def own() -> None:
    mongod = Mongod(Path(sys.argv[1]))
    await mongod.start()
    print(mongod.pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(own())
"""


def test_who_asks_for_several_ports_gets_different_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, instead in (("_PORTS", range(20)), ("_given", set()), ("_is_free", lambda port: True)):
        monkeypatch.setattr(module, name, instead)
    assert {any_free_port() for _ in range(20)} == set(range(20))


async def _write(url: str, name: str) -> None:
    async with AsyncMongoClient[dict[str, Any]](url, w="majority") as client:
        await client.test.things.insert_one({"_id": name})


async def _names(url: str) -> list[str]:
    async with AsyncMongoClient[dict[str, Any]](url) as client:
        return [thing["_id"] async for thing in client.test.things.find().sort("_id")]


async def test_it_keeps_its_port_and_its_data(tmp_path: Path) -> None:
    mongod = Mongod(tmp_path)
    url = await mongod.start()
    await _write(url, "stopped")
    await mongod.stop()
    assert await mongod.start() == url
    await _write(url, "killed")
    await mongod.kill()
    again = Mongod(tmp_path)
    try:
        assert await again.start() == url
        assert await _names(url) == ["killed", "stopped"]
    finally:
        await again.kill()


async def test_it_has_started_also_when_it_had_no_moment_at_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a kill, on a busy machine, it recovers and steps up for longer than a client of it waits."""
    mongod, busy = Mongod(tmp_path), [ServerSelectionTimeoutError("busy"), AutoReconnect("stepping up")]
    await mongod.start()
    await mongod.kill()
    plain = Mongod._settle

    async def settle(self: Mongod, client: Any) -> None:
        if busy:
            raise busy.pop()
        await plain(self, client)

    monkeypatch.setattr(Mongod, "_settle", settle)
    try:
        await _write(await mongod.start(), "after")
        assert not busy
    finally:
        await mongod.kill()


async def test_it_takes_another_port_when_its_own_is_taken(tmp_path: Path) -> None:
    mongod = Mongod(tmp_path)
    url = await mongod.start()
    await _write(url, "before")
    await mongod.stop()
    async with await asyncio.start_server(lambda _, writer: writer.close(), HOST, int(mongod.host.split(":")[1])):
        moved = await mongod.start()
    try:
        assert moved != url
        await _write(moved, "moved")
        assert await _names(moved) == ["before", "moved"]
    finally:
        await mongod.kill()


async def test_one_left_over_is_ended_first(tmp_path: Path) -> None:
    left_over, mongod = Mongod(tmp_path), Mongod(tmp_path)
    url = await left_over.start()
    await _write(url, "acknowledged")
    try:
        assert await mongod.start() == url
        assert await _names(url) == ["acknowledged"]
        assert left_over.pid is None
    finally:
        await mongod.kill()
        await left_over.kill()


async def test_data_of_a_first_start_that_was_cut_off_are_put_aside(tmp_path: Path) -> None:
    mongod = Mongod(tmp_path)
    mongod.data.mkdir()
    (mongod.data / "storage.bson").write_bytes(b"half")
    try:
        await _write(await mongod.start(), "begun")
    finally:
        await mongod.kill()
    assert len(_put_aside(tmp_path)) == 1


async def test_data_that_were_in_use_are_never_put_aside(tmp_path: Path) -> None:
    mongod = Mongod(tmp_path)
    await mongod.start()
    await mongod.stop()
    (mongod.data / "WiredTiger.turtle").write_bytes(b"ruined")
    (mongod.data / "WiredTiger.wt").write_bytes(b"ruined")
    with pytest.raises(DidNotStart, match=r"mongod\.log"):
        await mongod.start()
    assert mongod.pid is None
    assert _put_aside(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_it_dies_with_its_parent(tmp_path: Path, number: signal.Signals) -> None:
    owner = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", OWNER, str(tmp_path)), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert owner.stdout is not None
        pid = int(await owner.stdout.readline())
        assert _runs(pid)
    finally:
        owner.send_signal(number)
        await owner.wait()
    async with asyncio.timeout(5):
        while _runs(pid):
            await asyncio.sleep(0.05)


def _put_aside(directory: Path) -> list[Path]:
    return list(directory.glob("unfinished-*"))


def _runs(pid: int) -> bool:
    """Whether it runs; one that has ended and waits for its parent has no command line any more."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except FileNotFoundError:
        return False
