"""Each log in itself: positions and versions without gap, ids once, the indexes that see to it still there."""

from tests.chaos.oracle.books import Book
from tests.chaos.oracle.verdict import Verdict

UNIQUE = {("stream", "version"), ("command_id",)}
OURS = ("cmd_", "due/", "effect/", "found-root/", "grown/", "import_", "redact/", "restore/")
"""How the ids of commands begin that did not come from another service."""


def check_log(book: Book, verdict: Verdict) -> None:
    """One log."""
    verdict.count("commits", len(book.commits))
    verdict.count("jobs_failed", book.jobs_failed)
    for missing in sorted(UNIQUE - book.unique):
        verdict.doubled.append(f"{book.name}: the log has no unique index on {missing} any more")
    _check_positions(book, verdict)
    _check_versions(book, verdict)
    begins = (*OURS, *(f"{source}/" for source in book.definition.sources))
    for command_id, commits in book.by_command.items():
        places = [commit.position for commit in commits]
        if len(commits) > 1:
            verdict.doubled.append(f"{book.name}: command id {command_id} stands at the positions {places}")
        if not command_id.startswith(begins):
            verdict.doubled.append(f"{book.name}:{places[0]} {commits[0].stream} has an id nobody makes: {command_id}")


def _check_positions(book: Book, verdict: Verdict) -> None:
    expected = 1
    for commit in book.commits:
        if commit.position != expected:
            verdict.lost.append(f"{book.name}: positions {expected}…{commit.position - 1} are missing in the log")
        expected = commit.position + 1


def _check_versions(book: Book, verdict: Verdict) -> None:
    for stream, commits in book.streams.items():
        versions = [commit.version for commit in commits]
        if versions != list(range(1, len(commits) + 1)):
            verdict.lost.append(f"{book.name}: {stream} has the versions {versions}, expected 1…{len(commits)}")
        positions = [commit.position for commit in commits]
        if positions != sorted(positions):
            verdict.out_of_order.append(f"{book.name}: the versions of {stream} stand at the positions {positions}")
