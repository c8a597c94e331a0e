"""Every document equals a fold of the log, and there is no other."""

from collections.abc import Mapping
from typing import Any

import bson
from bson.codec_options import CodecOptions

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
        expected = folded(book, projection)
        verdict.count("documents", len(expected))
        _compare(f"{book.name} {projection.row}", expected, book.documents[projection.row], verdict)


def folded(book: Book, projection: Projection[Any]) -> dict[str, Stored]:
    """The documents as they should be stored, folded here in memory."""
    documents: dict[str, Document] = {}
    for commit in book.commits:
        touched: set[str] = set()
        for recorded in commit:
            for key in projection.keys(recorded):
                documents[key] = projection.apply(documents.get(key), recorded)
                touched.add(key)
        for key in touched:
            place = {"position": commit.position, "version": commit.version}
            documents[key] = documents[key].model_copy(update=place)
    return {key: bson.decode(bson.encode(to_stored(document)), AWARE) for key, document in documents.items()}


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
