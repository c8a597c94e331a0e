"""Appending with the `eventsourcing` library: one event per save, by threads; the environment names the database."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from tests.bench.child import run, serve
from tests.bench.place import ASKED


class Question(Aggregate):
    """What is asked."""

    @event("Asked")
    def __init__(self, text: dict[str, Any]) -> None:
        self.text = text


class Questions(Application[UUID]):
    """Keeps questions; a name of its own for each sample, so that its tables are empty."""


def append(application: Questions, job: dict[str, Any]) -> int:
    """Saves new questions by `callers` threads for `seconds`."""
    until = time.perf_counter() + job["seconds"]

    def call(_: int) -> int:
        done = 0
        while time.perf_counter() < until:
            application.save(Question(text=ASKED))
            done += 1
        return done

    with ThreadPoolExecutor(job["callers"]) as threads:
        return sum(threads.map(call, range(job["callers"])))


def count(application: Questions) -> int:
    """How many events are in its store."""
    return application.recorder.max_notification_id() or 0


async def main() -> None:
    """Does jobs until no more come."""
    application = Questions(env={"APPLICATION_NAME": f"q{uuid4().hex[:8]}"})
    await serve(
        {
            "append": lambda job: asyncio.to_thread(append, application, job),
            "count": lambda _: asyncio.to_thread(count, application),
        }
    )
    application.close()


if __name__ == "__main__":
    run(lambda: asyncio.run(main()))
