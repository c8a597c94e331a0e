"""Imports, as they stand and what came of them."""

from typing import Literal

from services.registry.events import (
    DiscardReason,
    FailureReason,
    ImportAdvanced,
    ImportDiscarded,
    ImportFailed,
    ImportFinished,
    ImportReceived,
    ImportStarted,
    SheetFormat,
    SheetKind,
)
from services.registry.projections.fold import take
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Instant
from shared.eventsourcing.projection import Document, Projection, of_kind


class Import(Document):
    """An import; `done` of `rows` are through, `kept` as long as its file is there."""

    community: str
    kind: SheetKind = "organizations"
    state: Literal["received", "started", "finished", "failed"] = "received"
    digest: str = ""
    format: SheetFormat = "xlsx"
    encoding: str = ""
    rows: int = 0
    done: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    kept: bool = True
    uploaded_by: str = ""
    received_at: Instant | None = None
    finished_at: Instant | None = None
    reason: FailureReason | DiscardReason | None = None

    @property
    def owners(self) -> frozenset[str]:
        return frozenset()


def apply(document: Import | None, recorded: Recorded) -> Import:
    document = document or Import(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case ImportReceived() as event:
            return take(document, event, received_at=recorded.at)
        case ImportStarted():
            return take(document, state="started")
        case ImportAdvanced() as event:
            return take(document, event)
        case ImportFinished(refused=refused) as event:
            kept = document.kept and refused > 0
            done = {"done": document.rows, "finished_at": recorded.at}
            return take(document, event, state="finished", kept=kept, **done)
        case ImportFailed() as event:
            return take(document, event, state="failed", finished_at=recorded.at)
        case ImportDiscarded() as event:
            return take(document, event, kept=False)
        case _:
            return document


IMPORTS = Projection(
    name="imports",
    version=1,
    document=Import,
    apply=apply,
    keys=of_kind("import"),
    indexes=([("community", 1), ("position", -1)], [("kept", 1), ("received_at", 1)]),
)
