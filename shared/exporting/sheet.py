"""The file of a list. What goes into a cell stays a text there, whatever it begins with."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from shared.exporting.model import ExportFormat
from shared.exporting.words import Words

MEDIA: Mapping[ExportFormat, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
TEXTS_ONLY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it fills, how its heading reads, what else a clerk calls it, and an example."""

    field: str
    zh: str
    en: str
    also: tuple[str, ...] = ()
    words: Words | None = None
    needed: bool = False
    example: str = ""
    personal: bool = False
    many: bool = False
    """Several values may stand in a cell, as in `甲、乙`."""
    wide: int = 14


def cell(column: Column, value: object) -> str:
    """A value as the form takes it back."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(cell(column, each) for each in value)
    if isinstance(value, bool):
        value = str(value).lower()
    return column.words.shown.get(str(value), str(value)) if column.words else str(value)


def row_of(columns: Sequence[Column], values: Mapping[str, object]) -> list[str]:
    """The cells of a row."""
    return [cell(column, values.get(column.field)) for column in columns]


def list_file(title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], form: ExportFormat) -> bytes:
    """A list with its headings, as `xlsx` or `csv`."""
    heads = [column.zh for column in columns]
    if form == "csv":
        return _csv([heads, *rows])
    buffer = io.BytesIO()
    with Workbook(buffer, TEXTS_ONLY) as book:
        headed(book, title, columns, heads, rows)
    return buffer.getvalue()


def headed(
    book: Workbook,
    title: str,
    columns: Sequence[Column],
    heads: Sequence[str],
    rows: Sequence[Sequence[str]] = (),
) -> Worksheet:
    """A sheet of `book` with these headings, and the rows below."""
    sheet: Any = book.add_worksheet(title)
    head, text = book.add_format({"bold": True, "bg_color": "#F2DEDE"}), book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.wide, text)
        sheet.write_string(0, at, heads[at], head)
    for number, row in enumerate(rows, 1):
        for at, each in enumerate(row):
            sheet.write_string(number, at, each, text)
    return sheet


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[harmless(each) for each in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell of a csv as a spreadsheet takes it for a text: with an apostrophe where it would calculate it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
