"""Every document equals a fold of the log, and there is no other."""

from collections.abc import Mapping
from typing import Any

import bson
from bson.codec_options import CodecOptions

from shared.eventsourcing.decider import Commit
from shared.eventsourcing.documents import to_stored
from shared.eventsourcing.projection import Document, Projection
from tests.chaos.oracle.books import Book, Stored
from tests.chaos.oracle.verdict import Verdict

AWARE: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)


def check_documents(book: Book, verdict: Verdict) -> None:
    """All projections of a service."""
    for projection in book.definition.projections:
        if projection.row not in book.rows:
            verdict.stuck.append(f"{book.name}: projection {projection.row} is not built")
            continue
        what = f"{book.name} {projection.row}"
        expected, broken = folded(book, projection)
        verdict.count("documents", len(expected))
        verdict.lost += [f"{what}: the log can't be folded into {key}: {why}" for key, why in broken.items()]
        found = {key: stored for key, stored in book.documents[projection.row].items() if key not in broken}
        _compare(what, expected, found, verdict)


def folded(book: Book, projection: Projection[Any]) -> tuple[dict[str, Stored], dict[str, str]]:
    """The documents as they should be stored, folded here in memory, and why some can't be."""
    documents: dict[str, Document] = {}
    broken: dict[str, str] = {}
    for commit in book.commits:
        for key in {key for recorded in commit for key in projection.keys(recorded)}:
            try:
                documents[key] = _touched(documents.get(key), key, commit, projection)
            except Exception as error:  # what was lost may be what an event rests on
                broken.setdefault(key, f"{type(error).__name__} at position {commit.position}")
    stored = {key: to_stored(document) for key, document in documents.items() if key not in broken}
    return {key: bson.decode(bson.encode(document), AWARE) for key, document in stored.items()}, broken


def _touched(document: Document | None, key: str, commit: Commit, projection: Projection[Any]) -> Document:
    for recorded in commit:
        if key in projection.keys(recorded):
            document = projection.apply(document, recorded)
    assert document
    return document.model_copy(update={"position": commit.position, "version": commit.version})


def _compare(what: str, expected: Mapping[str, Stored], found: Mapping[str, Stored], verdict: Verdict) -> None:
    for key, right in expected.items():
        stored = found.get(key)
        if stored is None:
            verdict.lost.append(f"{what}: document {key} is missing (position {right['position']})")
        elif stored != right:
            fields = sorted(name for name in right.keys() | stored.keys() if right.get(name) != stored.get(name))
            verdict.lost.append(
                f"{what}: document {key} at position {stored['position']} differs from the fold of the log at "
                f"{right['position']} in {fields}"
            )
    for key in sorted(found.keys() - expected.keys()):
        verdict.doubled.append(f"{what}: document {key} is there, and nothing in the log makes it")
