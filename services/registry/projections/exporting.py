"""Exports: who took which list out, and how much of it."""

from collections.abc import Mapping

from pydantic import Field

from services.registry.events import ExportList, ListExported, RevealPurpose, SheetFormat
from services.registry.projections.fold import take
from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Instant
from shared.eventsourcing.projection import Document, Projection, of_kind


class Export(Document):
    community: str
    list: ExportList = "organizations"
    format: SheetFormat = "xlsx"
    rows: int = 0
    filters: Mapping[str, str] = Field(default_factory=dict)
    purpose: RevealPurpose | None = None
    exported_by: str = ""
    exported_at: Instant | None = None


def apply(document: Export | None, recorded: Recorded) -> Export:
    document = document or Export(id=recorded.stream, community=recorded.commit.community)
    match recorded.event:
        case ListExported() as event:
            return take(document, event, exported_by=recorded.commit.actor.id, exported_at=recorded.at)
        case _:
            return document


EXPORTS = Projection(
    name="exports",
    version=1,
    document=Export,
    apply=apply,
    keys=of_kind("export"),
    indexes=([("community", 1), ("position", -1)],),
)
