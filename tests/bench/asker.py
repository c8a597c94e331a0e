"""Who asks one thing after the other over one connection, in a process of its own."""

import asyncio
import time
from typing import Any

import uvloop

from tests.bench.child import run, serve
from tests.bench.generator import percentile


async def ask(job: dict[str, Any]) -> dict[str, Any]:
    """Sends `requests` (a method, a path, a body), each when the last one is answered, with `headers`.

    Gives `statuses`, the times in milliseconds, the last ETag, and the `bodies` where they are to be kept.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", job["port"], limit=2**26)
    times, statuses, bodies, tag = [], set(), [], ""
    began = time.perf_counter()
    for n, (method, path, body) in enumerate(job["requests"]):
        since = time.perf_counter()
        writer.write(_request(method, path, body, {**job["headers"], **_key(job, method, n)}))
        status, headers, content = await _answer(reader)
        times.append(1000 * (time.perf_counter() - since))
        statuses.add(status)
        tag = headers.get("etag", tag)
        if job.get("keep"):
            bodies.append(content.decode())
    seconds = time.perf_counter() - began
    writer.close()
    return {
        "statuses": sorted(statuses),
        "seconds": seconds,
        "p50": percentile(times, 0.50),
        "p99": percentile(times, 0.99),
        "tag": tag,
        "bodies": bodies,
    }


def _key(job: dict[str, Any], method: str, n: int) -> dict[str, str]:
    return {} if method == "GET" else {"Idempotency-Key": f"{job['run']}-{n}", "Content-Type": "application/json"}


def _request(method: str, path: str, body: str, headers: dict[str, str]) -> bytes:
    content = body.encode()
    sent = {"Host": "bench", **headers, "Content-Length": str(len(content))}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items()), "", ""]
    return "\r\n".join(lines).encode() + content


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
    fields = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in fields}
    content = await reader.readexactly(int(headers.get("content-length", 0)))
    return int(first.split()[1]), headers, content


if __name__ == "__main__":
    run(lambda: uvloop.run(serve({"ask": ask})))
