"""An event loop that is blocked is noticed, shown and told (T17)."""

import asyncio
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import orjson
import pytest

from services.running import door
from shared.runtime import lag as module
from shared.runtime.lag import Lag
from shared.runtime.metrics import REGISTRY
from shared.runtime.ops import ops_app
from shared.runtime.server import serving
from tests.support.eventually import eventually, running
from tests.support.system import System, found_town, running_system

BLOCK = 2.0


@pytest.fixture
async def system(mongo_url: str, tmp_path: Path) -> AsyncIterator[System]:
    """The four services in this process."""
    async with running_system(mongo_url, tmp_path) as system:
        yield system


def _ask(port: int, path: str, patience: float) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=patience) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()


async def _readyz(port: int) -> tuple[int, dict[str, dict[str, str]]]:
    status, body = await asyncio.to_thread(_ask, port, "/readyz", 10.0)
    return status, orjson.loads(body)["failing"]


def _ticks() -> float:
    return REGISTRY.get_sample_value("pomegranate_loop_lag_seconds_count") or 0.0


async def test_a_blocked_loop_answers_no_probe_and_says_afterwards_why(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BLOCKED_AT", BLOCK / 2)
    services, lag = list(system.services.values()), Lag()
    async with (
        running(lag.watch()),
        serving(ops_app(services, [], lag), "127.0.0.1", 0) as ops,
        serving(door(services, lag), "127.0.0.1", 0) as api,
    ):
        for port in (ops, api):
            assert await _readyz(port) == (200, {})
        probe = asyncio.create_task(asyncio.to_thread(_ask, ops, "/readyz", BLOCK / 4))
        await asyncio.sleep(0)
        time.sleep(BLOCK)  # noqa: ASYNC251 - this is the block
        with pytest.raises(TimeoutError):
            await probe
        await eventually(lambda: lag.trouble, "the block is noticed")
        for port in (ops, api):
            status, failing = await _readyz(port)
            assert status == 503
            assert failing["process"]["loop"].startswith("blocked for ")
        assert lag.longest > BLOCK / 2
        _, shown = await asyncio.to_thread(_ask, ops, "/metrics", 10.0)
        assert "pomegranate_loop_lag_seconds_bucket" in shown
        monkeypatch.setattr(module, "SHOW_BLOCK_FOR", 0.0)
        assert await _readyz(ops) == (200, {})


async def test_the_lag_under_load_is_measured(
    system: System, monkeypatch: pytest.MonkeyPatch, say: Callable[[str], None]
) -> None:
    monkeypatch.setattr(module, "TICK", 0.01)
    lags: list[float] = []
    monkeypatch.setattr(Lag, "_note", lambda self, late: lags.append(late))
    town = await found_town(system, system.installation)
    before = len(lags)

    async def write(n: int) -> None:
        body = {"community": town.home, "name": f"单位{n}", "kind": "shop", "peer_class": "shop"}
        await system.post("staff", "/registry/v1/organizations", **body)

    async with running(Lag().watch()):
        for start in range(0, 400, 20):
            await asyncio.gather(*(write(n) for n in range(start, start + 20)))
    assert len(lags) > before, "nothing was measured"
    ordered = sorted(lags)
    say(
        f"T17: lag of one loop with four services, {len(ordered)} looks under load: "
        f"p99.9 {ordered[int(len(ordered) * 0.999)] * 1000:.0f} ms, most {ordered[-1] * 1000:.0f} ms"
    )


async def test_it_is_counted_where_metrics_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TICK", 0.01)
    before = _ticks()
    async with running(Lag().watch()):
        await eventually(lambda: _ticks() > before + 5, "it ticks")
