"""Reads a spreadsheet in a process of its own, which may use only so much time and memory.

A file of a few kilobytes can claim a billion cells, or unfold to gigabytes; whatever it does, it does it here. The file
comes in at stdin, what stands in it goes out at stdout as JSON; nothing is written anywhere else.
"""

import csv
import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from services.registry.sheets.limits import MOST_COLUMNS, MOST_IN_ALL, MOST_IN_CELL, MOST_ROWS

MEMORY = 400 * 1024 * 1024
SECONDS = 20
HEAD_ROOM = 30
"""Titles and empty rows above and between."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_QUOTED = ("=", "+", "-", "@", "\t", "\r")
Rows = Iterable[tuple[int, list[str]]]


class Fault(Exception):
    """What is wrong with the file, as `table.FAULTS` names it."""


def read(file: bytes) -> dict[str, Any]:
    """Raises Fault."""
    rows: Rows
    if file.startswith((_ZIP, _OLE)):
        kind, encoding, rows = "xlsx" if file.startswith(_ZIP) else "xls", "", _texts(file)
    else:
        text, encoding = decoded(file)
        kind, rows = "csv", _csv(text)
    return {"format": kind, "encoding": encoding, "lines": list(_filled(rows))}


def _filled(rows: Rows) -> Iterator[dict[str, Any]]:
    count = size = 0
    for number, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > MOST_ROWS + HEAD_ROOM:
            raise Fault("too_many_rows")
        if len(cells) > MOST_COLUMNS:
            raise Fault("too_many_columns")
        size += sum(map(len, cells))
        if size > MOST_IN_ALL or max(map(len, cells)) > MOST_IN_CELL:
            raise Fault("too_much_text")
        yield {"number": number, "cells": cells}


def _texts(file: bytes) -> Rows:
    _, rows = sheet_in(file)
    return [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, 1)]


def sheet_in(file: bytes) -> tuple[str, list[list[Any]]]:
    """The name of the sheet that is read, and its rows: the first that is shown and says something."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    if not file.startswith(_OLE) and b"[Content_Types].xml" not in file:
        raise Fault("not_a_sheet")
    shown = [
        each.name
        for each in book.sheets_metadata
        if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
    ]
    for name in shown:
        found = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if found:
            return name, found
    raise Fault("empty")


def _text(value: Any) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return ""
        case _:
            return str(value).replace("\u00a0", " ").replace("\u3000", " ").strip()


def decoded(file: bytes) -> tuple[str, str]:
    """The text of a csv file, and what it is written in."""
    if b"\x00" in file:
        raise Fault("not_a_sheet")
    for encoding, said in (("utf-8-sig", "UTF-8"), ("gb18030", "GBK")):
        try:
            return file.decode(encoding), said
        except UnicodeDecodeError:
            continue
    raise Fault("unknown_encoding")


def _csv(text: str) -> Rows:
    _, rows = rows_of(text)
    return [(number, [_unquoted(cell) for cell in row]) for number, row in rows]


def rows_of(text: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """What parts the cells of a csv file, and its rows as they are."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise Fault("empty")
    delimiter = max(",;\t，", key=first.count)
    csv.field_size_limit(20_000)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return delimiter, [(reader.line_num, row) for row in reader]
    except csv.Error:
        raise Fault("damaged") from None


def _unquoted(cell: str) -> str:
    """Without the apostrophe that our own csv files put before what a spreadsheet would take for a formula."""
    inner = cell[1:] if cell.startswith("'") and cell[1:].startswith(_QUOTED) else cell
    return _text(inner)


def confine() -> None:
    """From here on, this process may use only so much."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """One file, one answer."""
    confine()
    try:
        answer = read(sys.stdin.buffer.read())
    except Fault as fault:
        answer = {"fault": str(fault)}
    except BaseException:  # a panic of the reader's too: its message may quote what stands in the file
        answer = {"fault": "damaged"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
