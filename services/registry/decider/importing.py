"""A spreadsheet: received, started, carried out row by row, over; its file is gone after a day at the latest."""

from collections.abc import Sequence
from typing import Literal

from services.registry.commands import (
    AdvanceImport,
    DiscardImport,
    FailImport,
    FinishImport,
    ReceiveImport,
    StartImport,
)
from services.registry.commands.importing import Counts
from services.registry.events import (
    ImportAdvanced,
    ImportDiscarded,
    ImportFailed,
    ImportFinished,
    ImportReceived,
    ImportStarted,
    SheetKind,
)
from shared.errors import Gone, NotFound, Refused
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.model import Event, Frozen

Standing = Literal["received", "started", "finished", "failed"]


class AlreadyReceived(Refused):
    zh = "这份表格已经上传过，请直接使用那一次。"
    en = "This file was taken in already. Use that import."


class AlreadyStarted(Refused):
    zh = "这份表格已经开始导入，请等它结束；要再导入一次，请重新上传（不会重复登记）。"
    en = "This import was started already. Wait for its end, or upload the file again: nothing is entered twice."


class StillRunning(Refused):
    zh = "正在导入，请等它结束后再删除。"
    en = "The import is running. Wait for its end before you discard the file."


class Imported(Frozen):
    """An import, in whichever state; `kept` as long as the file is there."""

    sheet_import: str
    community: str
    kind: SheetKind
    uploaded_by: str
    digest: str
    standing: Standing = "received"
    kept: bool = True
    done: int = 0
    counts: Counts = Counts()


Command = ReceiveImport | StartImport | AdvanceImport | FinishImport | FailImport | DiscardImport
Fact = ImportReceived | ImportStarted | ImportAdvanced | ImportFinished | ImportFailed | ImportDiscarded


def decide(state: Imported | None, command: Command) -> Sequence[Event]:
    if isinstance(command, ReceiveImport):
        if state is not None:
            raise AlreadyReceived
        said = command.model_dump(exclude={"at", "actor"})
        return [ImportReceived(**said, uploaded_by=command.actor.id)]
    if state is None:
        raise NotFound
    match command:
        case StartImport():
            return [_start(state)]
        case DiscardImport(reason=reason):
            if state.standing == "started":
                raise StillRunning
            return [ImportDiscarded(reason=reason)] if state.kept else []
        case _ if state.standing != "started":
            return []  # told again after a crash
        case AdvanceImport(done=done):
            return [ImportAdvanced(**_said(command))] if done > state.done else []
        case FinishImport():
            return [ImportFinished(**_said(command))]
        case FailImport(reason=failure):
            return [ImportFailed(reason=failure)]


def _start(state: Imported) -> Event:
    if state.standing != "received":
        raise AlreadyStarted
    if not state.kept:
        raise Gone
    return ImportStarted()


def _said(command: Command) -> dict[str, int]:
    return command.model_dump(exclude={"at", "actor"})


def evolve(state: Imported | None, event: Fact) -> Imported:
    if isinstance(event, ImportReceived):
        return Imported(**event.model_dump(include=set(Imported.model_fields)))
    assert state
    match event:
        case ImportStarted():
            return state.model_copy(update={"standing": "started"})
        case ImportAdvanced(done=done):
            return state.model_copy(update={"done": done, "counts": _counts(event)})
        case ImportFinished(refused=refused):
            kept = state.kept and refused > 0
            return state.model_copy(update={"standing": "finished", "counts": _counts(event), "kept": kept})
        case ImportFailed():
            return state.model_copy(update={"standing": "failed"})
        case ImportDiscarded():
            return state.model_copy(update={"kept": False})


def _counts(event: ImportAdvanced | ImportFinished) -> Counts:
    return Counts(**event.model_dump(include=set(Counts.model_fields)))


DECIDER: Decider[Imported] = Decider(decide, evolve)
