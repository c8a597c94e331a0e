"""One works, the others stand by: through kills, pauses and good-byes."""

import asyncio
import signal
import time
from typing import Any

import pytest

from shared.eventsourcing.projector import Fenced
from shared.runtime import lease as module
from shared.runtime.lease import Lease
from tests.support.process import process
from tests.support.toy import Toy

TTL = 2.0
HOLDER = "tests.support.holder"


async def test_one_has_it_and_release_hands_over_at_once(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RENEW_EVERY", 0.3)
    first, second, third = (Lease(toy.database, name) for name in ("first", "second", "third"))
    assert await first.acquire() == 1
    waiting = [asyncio.create_task(lease.acquire()) for lease in (second, third)]
    done, _ = await asyncio.wait(waiting, timeout=1.0)
    assert not done
    began = time.monotonic()
    await first.release()
    done, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert [task.result() for task in done] == [2]
    assert time.monotonic() - began < module.TTL / 2  # far below the time the lease would have had to run
    for task in pending:
        task.cancel()


async def test_many_who_start_together_agree_on_one(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    leases = [Lease(toy.database, f"holder{i}") for i in range(10)]
    assert sorted(await asyncio.gather(*(lease._try() for lease in leases))) == [False] * 9 + [True]


async def test_the_same_holder_comes_back_without_waiting_and_fences_its_former_self(toy: Toy) -> None:
    before, after = Lease(toy.database, "same"), Lease(toy.database, "same")
    assert (await before.acquire(), await after.acquire()) == (1, 2)
    module_pause = module.RENEW_EVERY
    module.RENEW_EVERY = 0.05
    try:
        async with asyncio.timeout(5):
            with pytest.raises(Fenced):
                await before.keep()
    finally:
        module.RENEW_EVERY = module_pause


@pytest.mark.parametrize("trouble", [{"errorCode": 11601}, {"blockConnection": True, "blockTimeMS": 5000}])
async def test_who_cannot_renew_stops_before_the_lease_ends(
    toy: Toy, monkeypatch: pytest.MonkeyPatch, trouble: dict[str, Any]
) -> None:
    monkeypatch.setattr(module, "TTL", 4.0)
    monkeypatch.setattr(module, "RENEW_EVERY", 0.5)
    monkeypatch.setattr(module, "STOP_BEFORE", 2.0)
    lease = Lease(toy.database, "cut off")
    await lease.acquire()
    began = time.monotonic()
    admin = toy.database.client.admin
    await admin.command(
        "configureFailPoint",
        "failCommand",
        mode="alwaysOn",
        data={"failCommands": ["update"], "namespace": f"{toy.database.name}.leases", **trouble},
    )
    try:
        with pytest.raises(Fenced):
            await lease.keep()
        assert time.monotonic() - began < module.TTL
    finally:
        await admin.command("configureFailPoint", "failCommand", mode="off")


async def test_a_killed_holder_is_followed_when_its_lease_has_run_out(toy: Toy, mongo_url: str) -> None:
    name = toy.database.name
    async with (
        process(HOLDER, mongo_url, name, "a", TTL) as first,
        process(HOLDER, mongo_url, name, "b", TTL) as second,
    ):
        held = await _first_of(first, second)
        other = second if held is first else first
        await asyncio.sleep(TTL)  # kept, though the first term is over
        assert other.lines == []
        killed = time.time()
        held.send(signal.SIGKILL)
        _, epoch, at = (await other.says("held")).split()
        assert epoch == "2"
        assert TTL * 0.5 < float(at) - killed < TTL * 2


async def test_a_paused_holder_stops_itself_and_the_two_never_work_at_once(toy: Toy, mongo_url: str) -> None:
    name = toy.database.name
    async with process(HOLDER, mongo_url, name, "a", TTL) as first:
        await first.says("working")
        async with process(HOLDER, mongo_url, name, "b", TTL) as second:
            first.send(signal.SIGSTOP)
            paused = time.time()
            since = float((await second.says("held")).split()[2])
            await asyncio.sleep(0.5)
            first.send(signal.SIGCONT)
            resumed = time.time()
            fenced = float((await first.says("fenced")).split()[1])
            await first.finished()
    worked = [float(line.split()[1]) for line in first.lines if line.startswith("working")]
    assert since > paused
    assert fenced - resumed < 1.0
    assert len([at for at in worked if at > since]) <= 1  # the one step it was stopped in


async def _first_of(*processes: object) -> object:
    async def held(one: object) -> object:
        await one.says("held")  # type: ignore[attr-defined]
        return one

    tasks = [asyncio.create_task(held(one)) for one in processes]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    return next(iter(done)).result()
