"""Makes the forms to fill in, and gives what was filled in back with remarks."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook

from services.registry.sheets.deed import Deed
from services.registry.sheets.form import Form, letters
from services.registry.sheets.planning import Planned
from services.registry.sheets.table import Table
from shared.exporting.sheet import TEXTS_ONLY, Column, headed

_CHOICES_DOWN_TO = 5000
_SAID = {
    "zh": {"add": "新增", "change": "更新", "same": "不变", "conflict": "冲突", "refuse": "有误"},
    "en": {"add": "new", "change": "changed", "same": "the same", "conflict": "conflict", "refuse": "wrong"},
}


def empty_form(form: Form[Any]) -> bytes:
    """The headings of a form, the words to choose from, and on a second sheet how to fill it in."""
    buffer = io.BytesIO()
    with Workbook(buffer, TEXTS_ONLY) as book:
        heads = [f"{column.zh}（必填）" if column.needed else column.zh for column in form.columns]
        sheet = headed(book, form.zh, form.columns, heads)
        for at, column in enumerate(form.columns):
            if column.words and not column.many:
                words = column.words
                choice = {"validate": "list", "source": list(words.shown.values()), "show_error": not words.open}
                sheet.data_validation(1, at, _CHOICES_DOWN_TO, at, choice)
        _explain(book, form.columns)
    return buffer.getvalue()


def remarks_on(planned: Planned, speech: str) -> dict[int, str]:
    """By the numbers of their rows: what the row would do, and what is wrong with it; above them the heading."""
    said = {deed.number: _remark(deed, speech) for deed in planned.deeds}
    return {planned.headings.number: "备注" if speech == "zh" else "Remarks"} | said


def texts_with(table: Table, title: str, column: int, remarks: Mapping[int, str]) -> bytes:
    """The texts of a file that can't be given back as it is, with `remarks` in `column`, counted from 1."""
    buffer = io.BytesIO()
    with Workbook(buffer, TEXTS_ONLY) as book:
        sheet = book.add_worksheet(title)
        sheet.set_column(column - 1, column - 1, 40, book.add_format({"text_wrap": True}))
        for line in table.lines:
            for at, cell in enumerate(line.cells):
                sheet.write_string(line.number - 1, at, cell)
            sheet.write_string(line.number - 1, column - 1, remarks.get(line.number, ""))
    return buffer.getvalue()


def _remark(deed: Deed, speech: str) -> str:
    said = [f"{fault.heading}：{getattr(fault, speech)}" for fault in deed.faults]
    hint = {"zh": "可能与“{}”是同一个，请核对。", "en": "Perhaps the same as “{}”. Check it."}[speech]
    return "\n".join([_SAID[speech][deed.does], *said, *(hint.format(name) for name in deed.perhaps)])


def _explain(book: Workbook, columns: Sequence[Column]) -> None:
    sheet = book.add_worksheet("填写说明")
    head = book.add_format({"bold": True, "bg_color": "#F2DEDE"})
    sheet.set_column(0, 4, 30)
    for at, title in enumerate(("列", "列名", "也可以写作", "可填", "例")):
        sheet.write_string(0, at, title, head)
    for number, column in enumerate(columns, 1):
        said = (letters(number - 1), column.zh, "、".join((column.en, *column.also)), _choice(column), column.example)
        for at, cell in enumerate(said):
            sheet.write_string(number, at, cell)


def _choice(column: Column) -> str:
    words = column.words
    return "、".join([*words.shown.values(), *(["或另写一类"] if words.open else [])]) if words else ""
