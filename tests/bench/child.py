"""The side of the processes that are measured: they say when they are ready, and end with whoever started them."""

import asyncio
import ctypes
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from shared.runtime.garbage import spare_what_stands
from tests.bench import profile

_PR_SET_PDEATHSIG = 1


def run(main: Callable[[], None]) -> None:
    """Runs `main()` as a process of a sample; under a profile where the environment asks for one."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    with profile.wanted():
        main()


def ready(port: int = 0) -> None:
    """Tells that the measuring may begin; garbage is collected as in a service that has started."""
    spare_what_stands()
    profile.begin()
    print(f"ready {os.getpid()} {port}", flush=True)


async def serve(kinds: Mapping[str, Callable[[dict[str, Any]], Awaitable[Any]]]) -> None:
    """Does one job after the other (a JSON line with its `kind`), and answers each with a line, until no more come."""
    reader = asyncio.StreamReader(limit=2**24)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    loop.add_signal_handler(signal.SIGTERM, reader.feed_eof)
    ready()
    async for line in reader:
        job = json.loads(line)
        print(json.dumps(await kinds[job["kind"]](job)), flush=True)
