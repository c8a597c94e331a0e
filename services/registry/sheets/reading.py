"""Asks the child for what stands in a file, and finds the headings."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress

import orjson

from services.registry.sheets.table import Table, unreadable

CHILD = "services.registry.sheets.child"
WAIT_AT_MOST = 30.0
_AT_ONCE = asyncio.Semaphore(2)


async def read_table(file: bytes) -> Table:
    """What stands in `file`. Raises Malformed, which says what to do with the file."""
    async with _AT_ONCE:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", CHILD, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment()
        )
        try:
            async with asyncio.timeout(WAIT_AT_MOST):
                out, _ = await child.communicate(file)
        except TimeoutError:
            raise unreadable("damaged") from None
        finally:
            with suppress(ProcessLookupError):
                child.kill()
    try:
        answer = orjson.loads(out)
    except orjson.JSONDecodeError:
        raise unreadable("damaged") from None
    if "fault" in answer:
        raise unreadable(answer["fault"])
    return Table.model_validate(answer)


def _environment() -> dict[str, str]:
    """What the child needs to start, and no address or secret of ours."""
    return {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ}
