"""Processes are replaced one after the other while people work: none notices (T32), and a paused one says so (T17)."""

import asyncio
import itertools
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from services.catalogue import SERVICES
from services.embedded.mongod import any_free_port
from services.founding import found
from shared.http.issuer import Issuer
from shared.runtime.installation import Installation, installed
from shared.runtime.service import COMMITS, utc_now
from shared.runtime.settings import Settings
from tests.support.eventually import eventually
from tests.support.program import Program
from tests.support.system import UNLIMITED, Speaker

CALLERS = 8
EXIT_WITHIN = 10.0


@dataclass
class Registry:
    """Two APIs of registry behind two ports, and its worker."""

    apis: list[Program]
    worker: Program
    ports: list[int]
    ops: int
    installation: Installation
    tokens: Speaker
    community: str
    log: "Books" = field(default_factory=lambda: Books())

    async def ready(self, number: int) -> None:
        """Waits until the API with this number has what it needs."""
        await eventually(lambda: _is_ready(self.ports[number]), "an API is ready", 60)


@dataclass
class Books:
    """What the callers were told."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    """The position by the id of what was made."""
    moved_on: int = 0
    cut_off: dict[str, datetime] = field(default_factory=dict)
    """Whom the closing door met on the threshold: connected, but not yet let in. When that was, by the id of what the
    other door made."""
    failed: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
async def registry(tmp_path_factory: pytest.TempPathFactory, mongo_url: str, amqp_url: str) -> AsyncIterator[Registry]:
    """It runs and has a community; its databases are dropped at the end."""
    tmp_path = tmp_path_factory.mktemp("rolling")
    prefix, ports, ops = f"test_{uuid4().hex[:12]}", [any_free_port(), any_free_port()], any_free_port()
    shared = {"MONGO_URL": mongo_url, "AMQP_URL": amqp_url, "DATABASE_PREFIX": prefix, "AMQP_PREFIX": prefix}
    environment = {**shared, "STATE_DIR": str(tmp_path), "RATE_LIMIT": UNLIMITED}
    settings = Settings(**{name.lower(): value for name, value in environment.items()})
    issuer = Issuer.open(tmp_path)
    apis = [Program(tmp_path / f"api{n}", "serve", "registry", **environment, PORT=str(p)) for n, p in enumerate(ports)]
    worker = Program(tmp_path / "worker", "work", "registry", **environment, METRICS_PORT=str(ops), WORKER_ID="one")
    async with installed(settings, mongo_url) as installation, httpx2.AsyncClient() as client:
        try:
            for program in (worker, *apis):
                await program.start()
            community = await found(installation, "西城区", "district")
            speaker = Speaker(client, issuer)
            speaker.sign_in("staff", "staff", node=community)
            running = Registry(apis, worker, ports, ops, installation, speaker, community)
            for number in range(len(apis)):
                await running.ready(number)
            yield running
        finally:
            for program in (worker, *apis):
                await program.stop()
            for name in await installation.client.list_database_names():
                if name.startswith(prefix):
                    await installation.client.drop_database(name)


async def test_a_rolling_restart_under_load(registry: Registry, say: Callable[[str], None]) -> None:
    took: list[float] = []
    async with _load(registry):
        await eventually(lambda: len(registry.log.acknowledged) > 20, "the load has begun", 20)
        for number, api in enumerate(registry.apis):
            took.append(await _terminate(api))
            await api.start()
            await registry.ready(number)
        took.append(await _terminate(registry.worker))
        await registry.worker.start()
        before = len(registry.log.acknowledged)
        await eventually(lambda: len(registry.log.acknowledged) > before + 20, "the load goes on", 20)
    books = registry.log
    assert books.failed == []
    assert len(books.cut_off) <= CALLERS * len(registry.apis), "more were cut off than stood before the closing doors"
    assert books.moved_on, "no caller ever met a closed door: nothing is proved"
    await _assert_clean(registry)
    say(
        f"T32: {len(books.acknowledged)} commands, {books.moved_on} went to the other door, {len(books.cut_off)} were "
        f"cut off and repeated, none failed; {len(took)} processes ended within {max(took):.1f} s"
    )


async def test_a_process_that_stood_still_says_so(registry: Registry) -> None:
    await eventually(lambda: _says(registry.ops), "the worker answers", 60)
    assert "process" not in (await _says(registry.ops))["failing"]
    assert registry.worker.pid
    os.kill(registry.worker.pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(3)
        assert await _says(registry.ops, patience=0.3) == {}, "a process that stands still has answered"
    finally:
        os.kill(registry.worker.pid, signal.SIGCONT)
    async with httpx2.AsyncClient() as client:
        assert (await _says(registry.ops))["failing"]["process"]["loop"].startswith("blocked for")
        shown = (await client.get(f"http://127.0.0.1:{registry.ops}/metrics")).text
    counts = dict(line.rsplit(" ", 1) for line in shown.splitlines() if line.startswith("pomegranate_loop_lag"))
    within = float(counts['pomegranate_loop_lag_seconds_bucket{le="1.0"}'])
    assert float(counts["pomegranate_loop_lag_seconds_count"]) > within > 0


@asynccontextmanager
async def _load(registry: Registry) -> AsyncIterator[None]:
    """Eight callers, who go to the other door where one is closed, with the same key."""
    over, numbers = asyncio.Event(), itertools.count()

    async def call(caller: int) -> None:
        door = caller % 2
        limits = httpx2.Limits(max_keepalive_connections=0)  # whoever keeps a connection may lose it between requests
        async with httpx2.AsyncClient(limits=limits, timeout=20) as client:
            while not over.is_set():
                door = await _write(registry, client, next(numbers), door)

    calls = [asyncio.create_task(call(n)) for n in range(CALLERS)]
    try:
        yield
    finally:
        over.set()
        await asyncio.gather(*calls)


async def _write(registry: Registry, client: httpx2.AsyncClient, n: int, door: int) -> int:
    """One command until it is answered; gives the door that answered."""
    headers = {**registry.tokens.headers("staff"), "Idempotency-Key": f"command-{n}"}
    body = {"community": registry.community, "name": f"单位{n}", "kind": "shop", "peer_class": "shop"}
    cut_off = None
    for _ in range(200):
        url = f"http://127.0.0.1:{registry.ports[door]}/api/registry/v1/organizations"
        try:
            answer = await client.post(url, json=body, headers=headers)
        except httpx2.ConnectError:
            registry.log.moved_on += 1
            door = 1 - door
            await asyncio.sleep(0.01)
            continue
        except httpx2.ReadError:  # the kernel resets what nobody had accepted when the door closed
            cut_off = utc_now()
            door = 1 - door
            continue
        except httpx2.TransportError as error:
            registry.log.failed.append(f"{n}: {error!r}")
            return 1 - door
        if answer.status_code == 201:
            made = answer.json()["id"]
            registry.log.acknowledged[made] = answer.headers["Position"]
            registry.log.cut_off |= {made: cut_off} if cut_off else {}
        else:
            registry.log.failed.append(f"{n}: {answer.status_code} {answer.text}")
        return door
    raise AssertionError("both doors are closed")


async def _terminate(program: Program) -> float:
    assert program.pid, program.said()
    began = time.monotonic()
    os.kill(program.pid, signal.SIGTERM)
    await eventually(lambda: program.exit_code is not None, "it ends", EXIT_WITHIN)
    assert program.exit_code == 0, program.said()
    return time.monotonic() - began


async def _assert_clean(registry: Registry) -> None:
    """All that was acknowledged is in the log where it was said to be, once, without a gap, and in the documents."""
    service = await registry.installation.service(SERVICES["registry"])
    commits = await service.database[COMMITS].find().sort("_id", 1).to_list()
    assert [commit["_id"] for commit in commits] == list(range(1, len(commits) + 1))
    made = {commit["stream"]: f"registry:{commit['_id']}" for commit in commits if commit["stream"].startswith("org_")}
    assert made == registry.log.acknowledged
    at = {commit["stream"]: commit["at"] for commit in commits}
    early = [made for made, cut in registry.log.cut_off.items() if at[made] < cut - timedelta(milliseconds=1)]
    assert not early, "a door that closed carried out what it had let in and gave no answer"
    assert set(Counter(commit["command_id"] for commit in commits).values()) == {1}
    await eventually(lambda: _reached(registry, len(commits)), "the documents are at the end", 90)


async def _reached(registry: Registry, position: int) -> bool:
    service = await registry.installation.service(SERVICES["registry"])
    return await service.reads.position() == position


async def _is_ready(port: int) -> bool:
    return (await _says(port)).get("failing") == {}


async def _says(port: int, patience: float = 5.0) -> dict[str, Any]:
    """What `/readyz` says, with what fails; empty when there is no answer."""
    async with httpx2.AsyncClient(timeout=patience) as client:
        try:
            answer: dict[str, Any] = (await client.get(f"http://127.0.0.1:{port}/readyz")).json()
        except httpx2.TransportError:
            return {}
        return answer
