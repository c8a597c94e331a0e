"""Exports: who took which list out, and how much of it."""

from collections.abc import Mapping

from pydantic import Field

from shared.eventsourcing.decider import Recorded
from shared.eventsourcing.model import Instant
from shared.eventsourcing.projection import Document, Projection, of_streams
from shared.exporting.model import ExportFormat, ListExported


class Export(Document):
    """A list that was taken out."""

    community: str
    list: str = "organizations"
    format: ExportFormat = "xlsx"
    rows: int = 0
    filters: Mapping[str, str] = Field(default_factory=dict)
    purpose: str | None = None
    exported_by: str = ""
    exported_at: Instant | None = None


def apply_export(_: Export | None, recorded: Recorded) -> Export:
    """It has one fact."""
    event = recorded.event
    assert isinstance(event, ListExported)
    said = event.model_dump(exclude={"export"})
    return Export(id=recorded.stream, exported_by=recorded.commit.actor.id, exported_at=recorded.at, **said)


EXPORTS = Projection(
    name="exports",
    version=1,
    document=Export,
    apply=apply_export,
    keys=of_streams(ListExported, prefix="export_"),
    indexes=([("community", 1), ("position", -1)],),
)
