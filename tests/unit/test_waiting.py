"""Whoever is cancelled while PyMongo waits, however often, leaves no lock behind."""

import asyncio

import pymongo.lock
import pytest
from pymongo.lock import _async_cond_wait, _async_create_condition, _async_create_lock

from shared.runtime.waiting import mend_pymongo


async def test_a_wait_that_is_cancelled_twice_gives_the_lock_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pymongo.lock, "wait_for", asyncio.wait_for)
    mend_pymongo()
    lock = _async_create_lock()
    condition = _async_create_condition(lock)

    async def wait() -> None:
        async with lock:
            await _async_cond_wait(condition, 60)

    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0.01)
    await lock.acquire()  # whoever waits can't have it again at once
    waiting.cancel()
    await asyncio.sleep(0.01)
    waiting.cancel()
    lock.release()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.sleep(0.01)
    assert not lock.locked(), "nobody is left who could give it back"


async def test_it_ends_when_the_time_is_over() -> None:
    mend_pymongo()
    lock = _async_create_lock()
    async with lock:
        assert not await _async_cond_wait(_async_create_condition(lock), 0.01)
