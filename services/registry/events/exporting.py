"""What was taken out as a spreadsheet."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from services.registry.events.importing import SheetFormat
from services.registry.events.person import RevealPurpose
from shared.eventsourcing.model import Event

ExportList = Literal["organizations", "contacts", "offers", "needs", "wishes"]


class ListExported(Event):
    """Somebody (the commit's actor) took `rows` rows of a list out; `purpose` is there where persons are in it."""

    type: ClassVar[str] = "list_exported"
    export: str
    community: str
    list: ExportList
    format: SheetFormat
    rows: int
    filters: Mapping[str, str]
    purpose: RevealPurpose | None
