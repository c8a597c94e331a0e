"""A load generator of our own, in a process of its own: HTTP/1.1 kept alive, requests made of ready parts.

It reads jobs as JSON lines and answers each with a line. Closed loop: each caller sends its next request when the last
one is answered. Open loop: each request has its time, and its latency counts from then on, however late it was sent.
"""

import asyncio
import json
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import uvloop

from tests.bench.child import run, serve
from tests.bench.place import ASKED
from tests.bench.watcher import watching

Answered = Callable[[int, bytes], None]
BODY = json.dumps(ASKED, ensure_ascii=False).encode()


class Connection(asyncio.Protocol):
    """One connection with one request at a time."""

    def __init__(self, head: bytes) -> None:
        self._head = head
        self._transport: asyncio.Transport
        self._buffer = b""
        self._answered: Answered
        self.lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is there."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by class

    def connection_lost(self, error: Exception | None) -> None:
        """The server has hung up; a request under way is not known to have been done."""
        self.lost = True

    def send(self, key: str, answered: Answered) -> None:
        """Sends the request with this Idempotency-Key; `answered` gets status and body."""
        self._answered = answered
        self._transport.write(b"%sIdempotency-Key: %s\r\n\r\n%s" % (self._head, key.encode(), BODY))

    def data_received(self, data: bytes) -> None:
        """Gives the answer over when all of it is there."""
        self._buffer = self._buffer + data if self._buffer else data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._buffer[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._buffer) < end + 4 + length:
            return
        status, body = int(head[9:12]), self._buffer[end + 4 : end + 4 + length]
        self._buffer = b""
        self._answered(status, body)

    def close(self) -> None:
        """Hangs up."""
        self._transport.close()


@dataclass
class Run:
    """What came of one job."""

    acknowledged: int = 0
    refused: int = 0
    latencies: list[float] = field(default_factory=list)
    answered_at: dict[str, float] = field(default_factory=dict)
    scheduled_at: dict[str, float] = field(default_factory=dict)
    statuses: set[int] = field(default_factory=set)

    def take(self, status: int, body: bytes, since: float, keep: bool = False) -> None:
        """Enters one answer."""
        self.statuses.add(status)
        if status // 100 != 2:
            self.refused += 1
            return
        now = time.perf_counter()
        self.acknowledged += 1
        self.latencies.append(now - since)
        if keep:
            name = json.loads(body)["id"].partition("_")[2]
            self.scheduled_at[name], self.answered_at[name] = since, now

    def told(self, seconds: float) -> dict[str, Any]:
        """As an answer to the harness; latencies in milliseconds."""
        return {
            "acknowledged": self.acknowledged,
            "refused": self.refused,
            "statuses": sorted(self.statuses),
            "seconds": seconds,
            "p50": 1000 * percentile(self.latencies, 0.50),
            "p99": 1000 * percentile(self.latencies, 0.99),
        }


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of all are not above; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


async def connect(job: dict[str, Any]) -> list[Connection]:
    """A connection for each token."""
    loop = asyncio.get_running_loop()
    connections = []
    for token in job["tokens"]:
        head = (
            f"POST {job['path']} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n"
        )
        _, connection = await loop.create_connection(partial(Connection, head.encode()), "127.0.0.1", job["port"])
        connections.append(connection)
    return connections


async def closed(job: dict[str, Any]) -> dict[str, Any]:
    """Every caller asks again as soon as it is answered: for `seconds`, or `count` requests in all."""
    outcome, began = Run(), time.perf_counter()
    until, left = began + job.get("seconds", 3600), job.get("count", sys.maxsize)

    async def call(caller: int, connection: Connection) -> None:
        nonlocal left
        done = asyncio.get_running_loop().create_future()
        n, since = 0, 0.0

        def send() -> None:
            nonlocal left, n, since
            if left <= 0 or time.perf_counter() > until or connection.lost:
                done.set_result(None)
                return
            left, n, since = left - 1, n + 1, time.perf_counter()
            connection.send(f"{job['run']}-{caller}-{n}", answered)

        def answered(status: int, body: bytes) -> None:
            outcome.take(status, body, since)
            send()

        send()
        await done

    connections = await connect(job)
    await asyncio.gather(*(call(caller, connection) for caller, connection in enumerate(connections)))
    for connection in connections:
        connection.close()
    return outcome.told(time.perf_counter() - began)


async def opened(job: dict[str, Any]) -> dict[str, Any]:
    """`rate` requests a second for `seconds`, each at its time; a watcher looks when they are visible elsewhere."""
    outcome, total = Run(), int(job["rate"] * job["seconds"])
    connections = await connect(job)
    idle, late = deque(connections), deque[tuple[int, float]]()
    finished = asyncio.Event()

    def send(n: int, due: float) -> None:
        connection = idle.popleft()

        def answered(status: int, body: bytes) -> None:
            outcome.take(status, body, due, keep=True)
            idle.append(connection)
            if late:
                send(*late.popleft())
            elif outcome.acknowledged + outcome.refused == total:
                finished.set()

        connection.send(f"{job['run']}-{n}", answered)

    async with watching(job.get("watch")) as seen:
        began = time.perf_counter() + 0.05
        for n in range(total):
            due = began + n / job["rate"]
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if idle:
                send(n, due)
            else:
                late.append((n, due))
        async with asyncio.timeout(60):
            await finished.wait()
        told = outcome.told(time.perf_counter() - began)
        if job.get("watch"):
            async with asyncio.timeout(60):
                while len(seen) < outcome.acknowledged:
                    await asyncio.sleep(0.01)
            told |= _visible(outcome, seen)
    for connection in connections:
        connection.close()
    return told


def _visible(outcome: Run, seen: dict[str, float]) -> dict[str, float]:
    """How long after it was due each was visible elsewhere."""
    waits = [seen[name] - since for name, since in outcome.scheduled_at.items() if name in seen]
    return {"visible_p50": 1000 * percentile(waits, 0.50), "visible_p99": 1000 * percentile(waits, 0.99)}


if __name__ == "__main__":
    run(lambda: uvloop.run(serve({"closed": closed, "open": opened})))
