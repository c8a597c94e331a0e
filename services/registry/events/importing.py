"""What happened to a spreadsheet that was handed in. Never a value of it: the file lies in the vault, for a day."""

from typing import ClassVar, Literal

from shared.eventsourcing.model import Event

SheetKind = Literal["organizations", "contacts", "offers", "needs", "persons"]
SheetFormat = Literal["xlsx", "xls", "csv"]
FailureReason = Literal["file_gone", "unreadable", "defect"]
DiscardReason = Literal["by_hand", "too_old", "person_erased"]


class ImportReceived(Event):
    """A file came in and can be read; `rows` counts what stands below its headings, `digest` tells it from others."""

    type: ClassVar[str] = "import_received"
    sheet_import: str
    community: str
    kind: SheetKind
    digest: str
    format: SheetFormat
    encoding: str
    rows: int
    uploaded_by: str


class ImportStarted(Event):
    """Somebody saw what the rows would do and wants it done; the worker does it."""

    type: ClassVar[str] = "import_started"


class ImportAdvanced(Event):
    """The first `done` rows are through; the counts are of all of these."""

    type: ClassVar[str] = "import_advanced"
    done: int
    added: int
    changed: int
    same: int
    refused: int


class ImportFinished(Event):
    """All rows are through; with none refused the file is destroyed."""

    type: ClassVar[str] = "import_finished"
    added: int
    changed: int
    same: int
    refused: int


class ImportFailed(Event):
    """It can't go on; rows that are through stay."""

    type: ClassVar[str] = "import_failed"
    reason: FailureReason


class ImportDiscarded(Event):
    """The file is destroyed."""

    type: ClassVar[str] = "import_discarded"
    reason: DiscardReason


EVENTS: tuple[type[Event], ...] = (
    ImportReceived,
    ImportStarted,
    ImportAdvanced,
    ImportFinished,
    ImportFailed,
    ImportDiscarded,
)
