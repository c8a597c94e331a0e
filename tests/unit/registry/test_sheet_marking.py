"""A clerk's own file comes back with remarks, and is otherwise as it was."""

import io
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill

from services.registry.sheets.reading import marked, read_table
from tests.support.spreadsheets import unfolding, xls

OPENED = datetime.fromisoformat("2020-05-01")
REMARKS = {2: "备注", 3: "有误\n单位名称：这一项必须填写。", 4: "=1+1"}


def own() -> bytes:
    """A workbook as an office keeps it: a hidden sheet before, a title, formats, a formula, a date, another sheet."""
    book = Workbook()
    hidden: Any = book.active
    hidden.title, hidden.sheet_state, hidden["A1"] = "旧", "hidden", "旧的"
    sheet = book.create_sheet("台账")
    for row in (
        ["二〇二四年台账"],
        ["名称", "从业人数", "开业"],
        ["", 35, OPENED],
        ["某某店", "=B3*2", None],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet["A2"].font, sheet["B3"].number_format = Font(bold=True, color="FFFF0000"), "0.00"
    sheet["C3"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet.column_dimensions["A"].width = 33
    book.create_sheet("说明")["B2"] = "另一页"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("hidden", [False, True])
async def test_the_remarks_are_shown_where_all_columns_to_the_last_are_of_one_kind(hidden: bool) -> None:
    book = load_workbook(io.BytesIO(own()))
    rest = book["台账"].column_dimensions["B"]
    rest.min, rest.max, rest.width, rest.hidden = 2, 16_384, 9, hidden
    buffer = io.BytesIO()
    book.save(buffer)
    file = await marked(buffer.getvalue(), 4, REMARKS)
    assert file
    columns = load_workbook(io.BytesIO(file))["台账"].column_dimensions
    assert (columns["B"].min, columns["B"].max, columns["B"].hidden) == (2, 3, hidden)
    assert (columns["D"].min, columns["D"].max, columns["D"].hidden) == (4, 4, False)


async def test_formulas_that_show_nothing_are_not_written_over() -> None:
    book = load_workbook(io.BytesIO(own()))
    book["台账"]["D3"] = '=""'
    buffer = io.BytesIO()
    book.save(buffer)
    file = await marked(buffer.getvalue(), 4, REMARKS)
    assert file
    sheet = load_workbook(io.BytesIO(file))["台账"]
    assert (sheet["D3"].value, sheet["E2"].value) == ('=""', "备注")


async def test_a_workbook_keeps_its_sheets_formats_widths_numbers_dates_and_formulas() -> None:
    file = await marked(own(), 4, REMARKS)
    assert file
    book = load_workbook(io.BytesIO(file))
    assert (book.sheetnames, book["旧"].sheet_state, book["说明"]["B2"].value) == (
        ["旧", "台账", "说明"],
        "hidden",
        "另一页",
    )
    sheet = book["台账"]
    assert [sheet[cell].value for cell in ("A1", "B3", "C3", "B4")] == [
        "二〇二四年台账",
        35,
        OPENED,
        "=B3*2",
    ]
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:C1"]
    assert (sheet["A2"].font.color.rgb, sheet["B3"].number_format) == ("FFFF0000", "0.00")
    assert (sheet["C3"].fill.fgColor.rgb, sheet.column_dimensions["A"].width) == ("FFFFFF00", 33)
    assert [sheet.cell(row, 4).value for row in (1, 2, 3)] == [None, *list(REMARKS.values())[:2]]
    remark = sheet["D4"]
    assert (remark.value, remark.data_type) == ("=1+1", "s"), "a remark is never a formula"


@pytest.mark.parametrize(
    ("encoding", "delimiter", "ending"),
    [("utf-8-sig", ",", "\r\n"), ("utf-8", "\t", "\n"), ("gb18030", ";", "\r\n"), ("gb18030", "，", "\n")],
)
async def test_a_csv_is_written_as_it_came(encoding: str, delimiter: str, ending: str) -> None:
    lines = [["名称", "类型"], ["某某店", "=1+1"], ["", "学校"]]
    text = "".join(delimiter.join(line) + ending for line in lines)
    said = {1: "备注", 2: "新增", 3: "有误"}
    wanted = "".join(delimiter.join([*line, said[n]]) + ending for n, line in enumerate(lines, 1))
    assert await marked(text.encode(encoding), 3, said) == wanted.encode(encoding)


async def test_rows_of_a_csv_with_lines_in_a_cell_get_their_own_remarks() -> None:
    text = '名称,说明\n"某某店","两\n行"\n某某校\n'
    numbers = [line.number for line in (await read_table(text.encode())).lines]
    file = await marked(text.encode(), 3, dict(zip(numbers, ("备注", "新增", "有误"), strict=True)))
    assert file == '名称,说明,备注\n某某店,"两\n行",新增\n某某校,,有误\n'.encode()


@pytest.mark.parametrize(
    "file", [xls([["名称"]]), unfolding(600_000_000), b"PK\x03\x04no"], ids=["xls", "bomb", "stump"]
)
async def test_what_cannot_be_given_back_as_it_is_comes_to_nothing(file: bytes) -> None:
    assert await marked(file, 2, {1: "备注"}) is None
