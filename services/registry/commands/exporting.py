"""What may be asked of an export."""

from collections.abc import Mapping

from services.registry.commands.fields import CommunityId, ExportId
from services.registry.events import ExportList, RevealPurpose, SheetFormat
from shared.eventsourcing.model import Command


class ExportRows(Command):
    """Record that a list is taken out."""

    export: ExportId
    community: CommunityId
    list: ExportList
    format: SheetFormat
    rows: int
    filters: Mapping[str, str]
    purpose: RevealPurpose | None = None
