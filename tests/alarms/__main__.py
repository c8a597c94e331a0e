"""Causes every alert it can, and reports."""

import asyncio
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.alarms.causes import CAUSES, Cause
from tests.alarms.stage import Stage, staged

FIRES_WITHIN = 150.0
ENDS_WITHIN = 150.0


async def _watch(stage: Stage, cause: Cause) -> list[str]:
    """Does it; gives the lines of the report."""
    began = time.monotonic()
    await cause.do(stage)
    try:
        seen = await _fired(stage, cause, began)
        said = [f"       /readyz of {cause.says}: {await stage.readyz(cause.says)}"] if cause.says else []
    finally:
        ended = await _ended(stage, cause)
    return [f"### {cause.name}", *seen, *said, ended]


async def _fired(stage: Stage, cause: Cause, began: float) -> list[str]:
    """What fires, until all has that should."""
    seen: dict[str, str] = {}
    while not cause.alerts <= {name for name, _, _ in map(_parts, seen)}:
        if time.monotonic() - began > FIRES_WITHIN:
            missing = cause.alerts - {name for name, _, _ in map(_parts, seen)}
            raise AssertionError(f"{cause.name}: {sorted(missing)} did not fire; {sorted(seen)} did")
        if cause.meanwhile:
            await _beside(cause, stage)
        for alert in await stage.watch.firing():
            labels = alert["labels"]
            key = "\t".join((labels["alertname"], labels.get("service", "-"), _which(labels)))
            after = f"{time.monotonic() - began:.0f} s"
            seen.setdefault(key, f"{after:>5}  {labels['alertname']}  {alert['annotations']['description']}")
        await asyncio.sleep(0.3)
    return list(seen.values())


def _parts(key: str) -> tuple[str, str, str]:
    name, service, which = key.split("\t")
    return name, service, which


def _which(labels: dict[str, str]) -> str:
    return "/".join(labels.get(name, "") for name in ("role", "loop", "source", "link", "type"))


async def _beside(cause: Cause, stage: Stage) -> None:
    assert cause.meanwhile
    with suppress(Exception):  # it may well fail: that is what is being caused
        await asyncio.wait_for(cause.meanwhile(stage), 3)


async def _ended(stage: Stage, cause: Cause) -> str:
    began = time.monotonic()
    await cause.undo(stage)
    while left := {alert["labels"]["alertname"] for alert in await stage.watch.firing()}:
        if time.monotonic() - began > ENDS_WITHIN:
            raise AssertionError(f"{cause.name}: {sorted(left)} fire on")
        await asyncio.sleep(0.5)
    return f"       set right; nothing fired any more after {time.monotonic() - began:.0f} s"


async def main(chosen: list[str]) -> int:
    """Runs the causes with these names, or all; gives how many did not do what they should."""
    began, failed = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as directory:
        async with staged(Path(directory)) as stage:
            print(f"ready after {time.monotonic() - began:.0f} s", flush=True)
            for cause in CAUSES:
                if chosen and cause.name not in chosen:
                    continue
                try:
                    print("\n".join(await _watch(stage, cause)), flush=True)
                except (AssertionError, RuntimeError) as error:
                    failed += 1
                    print(f"FAILED {error}", flush=True)
    print(f"{time.monotonic() - began:.0f} s in all")
    return failed


if __name__ == "__main__":
    sys.exit(1 if asyncio.run(main(sys.argv[1:])) else 0)
