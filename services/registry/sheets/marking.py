"""Gives a file back with a column of remarks, in a process of its own, as `child` reads it.

What its owner made of it stays: sheets, formats, widths, numbers, dates and formulas; of a csv file how it is written,
and what parts its cells. A remark is a text, whatever it begins with.
"""

import csv
import io
import json
import sys
from collections.abc import Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from services.registry.sheets.child import confine, decoded, rows_of, sheet_in

WIDE = 40
_ZIP, _OLE, _BOM = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xef\xbb\xbf"


def mark(file: bytes, column: int, remarks: Mapping[int, str]) -> bytes:
    """Nothing for the old binary format, which nobody writes any more."""
    if file.startswith(_OLE):
        return b""
    return _workbook(file, column, remarks) if file.startswith(_ZIP) else _csv(file, column, remarks)


def _workbook(file: bytes, column: int, remarks: Mapping[int, str]) -> bytes:
    name, _ = sheet_in(file)
    book = load_workbook(io.BytesIO(file), rich_text=True)
    sheet = book[name]
    head = min(remarks)
    while any(sheet.cell(number, column).value is not None for number in remarks):
        column += 1  # formulas that show nothing
    for number, remark in remarks.items():
        cell = sheet.cell(number, column)
        cell.value = remark
        cell.data_type = "s"
        cell.font = Font(bold=True) if number == head else Font(color="FFB00020")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    _widen(sheet, sheet.cell(head, column).column_letter, column)
    out = io.BytesIO()
    _InMemory(book, ZipFile(out, "w", ZIP_DEFLATED)).save()
    return out.getvalue()


def _widen(sheet: Worksheet, letter: str, column: int) -> None:
    """The column of remarks is wide and shown; what was said of all columns to the last one ends before it, for
    stretches must not overlap."""
    for each in sheet.column_dimensions.values():
        if each.min and each.max and each.min < column <= each.max:
            each.max = column - 1
    own = sheet.column_dimensions[letter]
    own.min = own.max = column
    own.width, own.hidden = WIDE, False


class _InMemory(ExcelWriter):  # type: ignore[misc]
    """As openpyxl writes, but for its temporary files: what stands in a clerk's file goes to no disk."""

    def write_worksheet(self, sheet: Any) -> None:
        """The sheet into the archive."""
        sheet._drawing = SpreadsheetDrawing()
        sheet._drawing.charts, sheet._drawing.images = sheet._charts, sheet._images
        out = io.BytesIO()
        writer = WorksheetWriter(sheet, out)
        writer.write()
        sheet._rels = writer._rels
        self._archive.writestr(sheet.path[1:], out.getvalue())
        self.manifest.append(sheet)


def _csv(file: bytes, column: int, remarks: Mapping[int, str]) -> bytes:
    text, encoding = decoded(file)
    delimiter, rows = rows_of(text)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n" if "\r\n" in text else "\n")
    for number, row in rows:
        filled = [*row, *[""] * (column - 1 - len(row))][: column - 1]
        writer.writerow([*filled, remarks[number]] if number in remarks else row)
    bom = _BOM if file.startswith(_BOM) else b""
    return bom + out.getvalue().encode("utf-8" if encoding == "UTF-8" else "gb18030")


def main() -> None:
    """One file, one answer: nothing where it can't be."""
    confine()
    asked, _, file = sys.stdin.buffer.read().partition(b"\n")
    said = json.loads(asked)
    try:
        marked = mark(file, said["column"], {int(number): remark for number, remark in said["remarks"].items()})
    except BaseException:  # what it says may quote what stands in the file
        marked = b""
    sys.stdout.buffer.write(marked)


if __name__ == "__main__":
    main()
