"""What a row would do: the commands it comes to, or why it can't be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import ValidationError

from services.registry.commands import ExternalRefGiven, referred_id
from services.registry.sheets.form import Fault, Form, Headings, R, Read, Row, fault_at, mistakes
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Actor, Command
from shared.privacy.vault import Vault
from shared.runtime.service import Service

Does = Literal["add", "change", "same", "conflict", "refuse"]
"""新增, 更新, 不变; 冲突 (it contradicts what is there, or may mean several); 有误 (it says something wrong)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a row."""

    stream: str
    command: Command


@dataclass(frozen=True, slots=True)
class Sealing:
    """What goes to the vault before the row's commands."""

    person: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Deed:
    """What the row `number` would do."""

    number: int
    does: Does
    faults: tuple[Fault, ...] = ()
    steps: tuple[Step, ...] = ()
    perhaps: tuple[str, ...] = ()
    """What is there already may be the same, by its name: the clerk decides, nothing is refused for it."""
    sealing: Sealing | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Site:
    """Where and by whom rows are carried out."""

    service: Service
    community: str
    at: datetime
    actor: Actor
    form: Form[Any]
    headings: Headings

    @property
    def vault(self) -> Vault:
        assert self.service.vault, "registry keeps the vault"
        return self.service.vault

    def said(self, on_behalf_of: str | None = None, **more: Any) -> dict[str, Any]:
        """What every command begins with."""
        actor = self.actor.model_copy(update={"on_behalf_of": on_behalf_of, **more})
        return {"at": self.at, "actor": actor}

    def conflict(self, number: int, column: str, zh: str, en: str, code: str = "conflict") -> Deed:
        """The row contradicts what is there, at `column`."""
        return Deed(number, "conflict", (fault_at(self.form, column, self.headings, code, zh, en),))

    def refusal(self, number: int, column: str, code: str, zh: str, en: str) -> Deed:
        """The row is wrong at `column`."""
        return Deed(number, "refuse", (fault_at(self.form, column, self.headings, code, zh, en),))

    def twice(self, number: int, column: str, first: int) -> Deed:
        """An earlier row of the file says the same thing."""
        zh, en = f"与第 {first} 行是同一件，请删去一行。", f"The same as row {first}. Delete one of them."
        return self.refusal(number, column, "twice", zh, en)


def deeds(site: Site, rows: Sequence[Read[R]], judge: Callable[[int, R], Deed]) -> list[Deed]:
    """What `judge` says of each row by its number; a row that can't be read is refused for what is wrong with it."""
    return [_judged(site, each, judge) for each in rows]


def _judged(site: Site, read: Read[R], judge: Callable[[int, R], Deed]) -> Deed:
    if read.row is None:
        return Deed(read.number, "refuse", read.faults)
    try:
        return judge(read.number, read.row)
    except ValidationError as error:  # what the rows' type lets pass and the command's does not
        return Deed(read.number, "refuse", mistakes(site.form, error, site.headings))


def reference_of(row: Row) -> ExternalRefGiven | None:
    """How another system calls the row's thing."""
    if row.external_system is None or row.external_id is None:
        return None
    return ExternalRefGiven(system=row.external_system, id=row.external_id)


def no_such(site: Site, number: int) -> Deed:
    """The row names an id that is not there."""
    zh, en = (
        "没有这个系统编号；新的请留空，不要改动编号。",
        "No such id. Leave it empty for a new one.",
    )
    return site.refusal(number, "id", "unknown_id", zh, en)


def id_of(kind: str, community: str, row: Row, *, else_by: str) -> str:
    """The stream of the row's thing, where it is new: by its reference, else by what tells it from others."""
    ref = reference_of(row)
    return referred_id(kind, ref) if ref else derived_id(kind, f"sheet/{kind}/{community}/{else_by}")
