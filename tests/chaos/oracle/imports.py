"""Spreadsheets, counted from the log: what was started has come to an end, and each added row is there once."""

from collections import Counter
from typing import Any

from tests.chaos.oracle.books import Book
from tests.chaos.oracle.verdict import Verdict

ENDS = ("import_finished", "import_failed", "import_discarded")


def check_imports(registry: Book, verdict: Verdict) -> None:
    """All that were handed in."""
    added = _added(registry)
    for stream, commits in registry.streams.items():
        events: list[Any] = [event for commit in commits for event in commit.events]
        types = [event.type for event in events]
        if "import_started" not in types:
            continue
        verdict.count("imports")
        if not set(types) & set(ENDS):
            verdict.lost.append(f"registry: {stream} was started, and never came to an end")
        for event in events:
            if event.type == "import_finished" and event.added != added[stream]:
                said = f"{stream} says that it added {event.added} rows, {added[stream]} are there"
                (verdict.lost if added[stream] < event.added else verdict.doubled).append(f"registry: {said}")


def _added(registry: Book) -> Counter[str]:
    """How many organizations came by each import, by the ids of the commands that registered them."""
    found = Counter[str]()
    for commits in registry.streams.values():
        first = commits[0]
        if first.command_id.startswith("import_") and first.events[0].type == "organization_registered":
            found[first.command_id.partition("/")[0]] += 1
    return found
