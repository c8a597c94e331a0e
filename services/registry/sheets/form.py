"""What the columns of a form are, which headings mean them, and what a row says or gets wrong. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from services.registry.events import SheetKind
from services.registry.sheets.table import Line, Table, unreadable
from shared.eventsourcing.model import Frozen
from shared.exporting.sheet import Column
from shared.http.texts import malformed

_TITLES = 10
"""Rows above the headings at most: titles, who filled it in."""
_IN_BRACKETS = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]")
_DATE = re.compile(r"^(\d{4})[年/.\-](\d{1,2})[月/.\-](\d{1,2})日?$")


class Fault(Frozen):
    """What is wrong with a cell, and how to mend it; never what stands in it."""

    column: str
    heading: str
    code: str
    zh: str
    en: str


class Row(Frozen):
    """What a row of any form may say: our id of the thing, and how another system calls it."""

    id: str | None = None
    external_system: str | None = None
    external_id: str | None = None


R = TypeVar("R", bound=Row)

REFERENCE = (
    Column("id", "系统编号", "Id", ("编号",), wide=34),
    Column("external_system", "外部系统", "External system", ("来源系统",), example="12345"),
    Column("external_id", "外部编号", "External id", ("来源编号", "工单编号"), example="A-7"),
)


@dataclass(frozen=True, slots=True)
class Form(Generic[R]):
    """The columns of a kind, and the type of its rows."""

    kind: SheetKind
    zh: str
    row: type[R]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column that fills the field `name`."""
        return next(column for column in self.columns if column.field == name)


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the fields of a form stand in a table: `at` by field, below the row `number`; `unknown` are not read."""

    number: int
    at: Mapping[str, int]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read(Generic[R]):
    """A row as it was read: what it says, or what is wrong with it."""

    number: int
    row: R | None
    faults: tuple[Fault, ...] = field(default=())


def find_headings(form: Form[Any], table: Table) -> Headings:
    """Raises Malformed where there are none, one that is needed is missing, or two mean the same."""
    names = {_folded(name): column for column in form.columns for name in (column.zh, column.en, *column.also)}
    best: tuple[int, Line, list[Column | None]] | None = None
    for line in table.lines[:_TITLES]:
        meant = [names.get(_folded(cell)) for cell in line.cells]
        count = sum(column is not None for column in meant)
        if count and (best is None or count > best[0]):
            best = (count, line, meant)
    if best is None:
        raise unreadable("no_headings")
    _, line, meant = best
    fields = [column.field for column in meant if column]
    if twice := [form.column(name).zh for name in fields if fields.count(name) > 1]:
        raise unreadable("heading_twice", columns="、".join(dict.fromkeys(twice)))
    if missing := [column.zh for column in form.columns if column.needed and column.field not in fields]:
        raise unreadable("heading_missing", columns="、".join(missing))
    at = {column.field: index for index, column in enumerate(meant) if column}
    unknown = [cell[:20] for cell, column in zip(line.cells, meant, strict=True) if cell and column is None]
    return Headings(line.number, at, tuple(unknown))


def read_rows(form: Form[R], table: Table, headings: Headings) -> list[Read[R]]:
    """Every line below the headings."""
    below = [line for line in table.lines if line.number > headings.number]
    return [_read(form, line, headings) for line in below]


def _read(form: Form[R], line: Line, headings: Headings) -> Read[R]:
    said: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, index in headings.at.items():
        cell = line.cells[index] if index < len(line.cells) else ""
        column = form.column(name)
        if not cell:
            continue
        values = [_value(column, part) for part in (parts(cell) if column.many else [cell])]
        if None in values:
            faults.append(_not_a_word(column, index))
        else:
            said[name] = tuple(values) if column.many else values[0]
    faults += _mistakes(form, said, headings, {fault.heading for fault in faults})
    if faults:
        return Read(line.number, None, tuple(faults))
    return Read(line.number, form.row.model_validate(said))


def _mistakes(form: Form[R], said: Mapping[str, Any], headings: Headings, known: set[str]) -> list[Fault]:
    if bool(said.get("external_system")) != bool(said.get("external_id")):
        column = form.column("external_id" if said.get("external_system") else "external_system")
        zh, en = "外部系统和外部编号要一起填，或都不填。", "Fill in system and id both, or neither."
        return [fault_at(form, column.field, headings, "reference_halved", zh, en)]
    try:
        form.row.model_validate(said)
    except ValidationError as error:
        return [fault for fault in mistakes(form, error, headings) if fault.heading not in known]
    return []


def mistakes(form: Form[Any], error: ValidationError, headings: Headings) -> tuple[Fault, ...]:
    """What a type refuses, by column; what fits to no column of ours stands at the first."""
    return tuple(_mistake(form, each, headings) for each in error.errors(include_input=False, include_url=False))


def _mistake(form: Form[R], error: Any, headings: Headings) -> Fault:
    fields = {column.field for column in form.columns}
    name = next((str(part) for part in error["loc"] if part in fields), form.columns[0].field)
    told = malformed(name, error["type"], error.get("ctx")).details
    return fault_at(form, name, headings, str(told["fault"]), str(told["reason_zh"]), str(told["reason_en"]))


def _not_a_word(column: Column, index: int) -> Fault:
    assert column.words
    choice = list(column.words.shown.items())
    zh = f"只能填：{'、'.join(word for _, word in choice)}。"
    en = f"Must be one of {', '.join(value for value, _ in choice)}."
    return Fault(column=letters(index), heading=column.zh, code="not_a_word", zh=zh, en=en)


def fault_at(form: Form[Any], name: str, headings: Headings, code: str, zh: str, en: str) -> Fault:
    """A fault of the field `name`, with its place."""
    at = headings.at.get(name)
    return Fault(column="" if at is None else letters(at), heading=form.column(name).zh, code=code, zh=zh, en=en)


def letters(index: int) -> str:
    """`A` for the first column, `AA` for the 27th."""
    return letters(index // 26 - 1) + chr(65 + index % 26) if index > 25 else chr(65 + index)


def _folded(heading: str) -> str:
    plain = _IN_BRACKETS.sub("", unicodedata.normalize("NFKC", heading))
    return re.sub(r"[\s*:：_\-]", "", plain).lower()


def parts(cell: str) -> list[str]:
    """The parts of a cell with several values in it."""
    return [part.strip() for part in re.split("[、，,;；/\n]", cell) if part.strip()]


def _value(column: Column, word: str) -> str | None:
    return column.words.value_of(word) if column.words else _dated(word)


def _dated(cell: str) -> str:
    """A day however it is written as `2024-05-01`; anything else as it is."""
    found = _DATE.match(cell)
    return "{}-{:0>2}-{:0>2}".format(*found.groups()) if found else cell
