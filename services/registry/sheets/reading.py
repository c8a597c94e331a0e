"""Asks a child for what stands in a file, and another one for the file with remarks."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Mapping
from contextlib import suppress

import orjson

from services.registry.sheets.table import Table, unreadable

READER, MARKER = "services.registry.sheets.child", "services.registry.sheets.marking"
WAIT_AT_MOST = 30.0
_AT_ONCE = asyncio.Semaphore(2)


async def read_table(file: bytes) -> Table:
    """What stands in `file`. Raises Malformed, which says what to do with the file."""
    try:
        answer = orjson.loads(await _asked(READER, file) or b"")
    except orjson.JSONDecodeError:
        raise unreadable("damaged") from None
    if "fault" in answer:
        raise unreadable(answer["fault"])
    return Table.model_validate(answer)


async def marked(file: bytes, column: int, remarks: Mapping[int, str]) -> bytes | None:
    """`file` as it came, with `remarks` by the numbers of their rows in `column`, counted from 1. None for one of which
    only its texts can be given back."""
    asked = {"column": column, "remarks": {str(number): remark for number, remark in remarks.items()}}
    return await _asked(MARKER, orjson.dumps(asked) + b"\n" + file) or None


async def _asked(program: str, said: bytes) -> bytes | None:
    """What the child says to that; None where it takes too long."""
    async with _AT_ONCE:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", program, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment()
        )
        try:
            async with asyncio.timeout(WAIT_AT_MOST):
                out, _ = await child.communicate(said)
        except TimeoutError:
            return None
        finally:
            with suppress(ProcessLookupError):
                child.kill()
    return out


def _environment() -> dict[str, str]:
    """What the child needs to start, and no address or secret of ours. NumPy, which openpyxl loads where it is there,
    would claim memory for as many threads as there are cores."""
    known = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ}
    return known | {"OPENBLAS_NUM_THREADS": "1"}
