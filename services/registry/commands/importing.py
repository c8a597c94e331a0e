"""What may be asked of a spreadsheet that was handed in."""

from typing import Annotated

from pydantic import Field

from services.registry.commands.fields import CommunityId, ImportId
from services.registry.events import DiscardReason, FailureReason, SheetFormat, SheetKind
from shared.eventsourcing.model import Command, Frozen

Count = Annotated[int, Field(ge=0)]


class Counts(Frozen):
    """What the rows came to that are through."""

    added: Count = 0
    changed: Count = 0
    same: Count = 0
    refused: Count = 0


class ReceiveImport(Command):
    """Take a file in; it is sealed already."""

    sheet_import: ImportId
    community: CommunityId
    kind: SheetKind
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    format: SheetFormat
    encoding: Annotated[str, Field(max_length=20)]
    rows: Count


class StartImport(Command):
    """Carry the rows out."""


class AdvanceImport(Command, Counts):
    """Say that the first `done` rows are through."""

    done: Count


class FinishImport(Command, Counts):
    """Say that all are."""


class FailImport(Command):
    """Say that it can't go on."""

    reason: FailureReason


class DiscardImport(Command):
    """Destroy the file."""

    reason: DiscardReason
