"""Where a process spends its CPU: its stack, looked at once per millisecond (or kernel tick) of CPU it has used."""

import json
import os
import signal
import sysconfig
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

VARIABLE = "BENCH_PROFILE"
"""Names the file a process shall write its profile to."""

_EVERY = 0.001
_PACKAGES = sysconfig.get_paths()["purelib"]
_ROOT = str(Path(__file__).parent.parent.parent)
_KNOWN = (
    *("fastapi", "starlette", "pydantic", "pymongo", "bson", "aio_pika", "aiormq", "pamqp", "uvicorn", "joserfc"),
    *("orjson", "structlog", "prometheus_client", "limits"),
)
_MERGED = {"aiormq": "aio_pika", "pamqp": "aio_pika", "bson": "pymongo"}


@contextmanager
def wanted() -> Iterator[None]:
    """Keeps the profile of what is done inside once it has begun, where the environment names a file for it."""
    file = os.environ.get(VARIABLE)
    if not file:
        yield
        return
    groups, functions = Counter[str](), Counter[str]()

    def look(_: int, frame: FrameType | None) -> None:
        if frame is not None:
            functions[_function(frame)] += 1
            groups[_group(frame)] += 1

    signal.signal(signal.SIGPROF, look)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        Path(file).write_text(json.dumps({"groups": groups, "functions": functions}))


def begin() -> None:
    """Starts looking; what was done to get ready is of no interest."""
    if os.environ.get(VARIABLE):
        signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)


@dataclass(frozen=True)
class Profile:
    """Where one process spent its time, in CPU microseconds per command: by library, and by function."""

    groups: dict[str, float]
    functions: dict[str, float]

    @classmethod
    def read(cls, file: Path, micros: float, top: int = 15) -> "Profile":
        """What was written to `file`, where `micros` were used per command in all."""
        found = json.loads(file.read_text())
        return cls(_scaled(found["groups"], micros, 20), _scaled(found["functions"], micros, top))


def shown(used: dict[str, float]) -> str:
    """In one line, the greatest first."""
    return ", ".join(f"{name} {micros:.0f}" for name, micros in used.items())


def _scaled(counts: dict[str, int], micros: float, most: int) -> dict[str, float]:
    total = sum(counts.values()) or 1
    return {name: micros * n / total for name, n in Counter(counts).most_common(most)}


def _function(frame: FrameType) -> str:
    """Who was at work itself: module and function."""
    return f"{frame.f_globals.get('__name__', '?')}.{frame.f_code.co_qualname}"


def _group(frame: FrameType | None) -> str:
    """The library at work: the standard library works for whoever called it."""
    while frame is not None:
        if group := _library(frame.f_code.co_filename):
            return group
        frame = frame.f_back
    return "event loop"


def _library(file: str) -> str | None:
    if file.startswith(_PACKAGES):
        name = file[len(_PACKAGES) + 1 :].partition("/")[0]
        return _MERGED.get(name, name) if name in _KNOWN else "other"
    if file.startswith(_ROOT) and "/tests/bench/" in file:
        return "bench"
    return "our kernel" if file.startswith((f"{_ROOT}/shared", f"{_ROOT}/services")) else None
