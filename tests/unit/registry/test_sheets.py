"""What the headings of clerks mean, what their cells say, and what is told of a wrong one."""

import csv
import io
from typing import Any, get_args

import pytest

from services.registry.decider.peer_class import class_of
from services.registry.events import OrganizationKind
from services.registry.sheets.child import Fault, read
from services.registry.sheets.form import find_headings, letters, read_rows
from services.registry.sheets.listing import LISTINGS
from services.registry.sheets.planning import KINDS
from services.registry.sheets.table import Line, Table
from services.registry.sheets.words import PEER_CLASS
from shared.errors import Malformed
from shared.exporting.sheet import cell, list_file

FORM = KINDS["organizations"][0]


def table(*lines: tuple[str, ...]) -> Table:
    return Table(
        format="xlsx", encoding="", lines=tuple(Line(number=n, cells=line) for n, line in enumerate(lines, 1) if line)
    )


def rows(*lines: tuple[str, ...]) -> list[Any]:
    found = table(*lines)
    return read_rows(FORM, found, find_headings(FORM, found))


@pytest.mark.parametrize(
    "heads",
    [
        ("单位名称", "类型"),
        ("名称", "单位性质"),
        (" 单位名称（全称）", "单位 类型*"),
        ("Name", "Kind"),
        ("类型", "名称"),
    ],
)
def test_headings_are_understood_as_clerks_write_them_in_any_order(heads: tuple[str, str]) -> None:
    at = find_headings(FORM, table(("二〇二四年台账",), (), heads)).at
    assert set(at) == {"name", "kind"}


def test_days_and_words_are_read_as_they_are_written() -> None:
    (read_row,) = rows(("名称", "类型", "电话", "公开范围"), ("某某店", "商店", "010-63030001、010-63030002 ", "公开"))
    assert read_row.faults == ()
    assert (read_row.row.kind, read_row.row.shown_to) == ("shop", ("wall",))


@pytest.mark.parametrize(("code", "word"), [("company_large", "大型企业"), ("老字号", "老字号"), ("school", "学校")])
def test_a_class_goes_out_by_its_word_and_comes_back(code: str, word: str) -> None:
    column = FORM.column("peer_class")
    assert cell(column, code) == word
    for written in (word, code):
        (found,) = rows(("名称", "类型", "同类"), ("某某店", "商店", written))
        assert (found.faults, found.row.peer_class) == ((), code)


@pytest.mark.parametrize("kind", get_args(OrganizationKind))
@pytest.mark.parametrize("staff", [None, 0, 10, 100, 300])
def test_every_class_we_give_has_a_word(kind: OrganizationKind, staff: int | None) -> None:
    assert class_of(kind, staff) in PEER_CLASS.shown


def test_a_wrong_cell_is_told_by_its_place_and_never_repeated() -> None:
    secret = "13800138000"
    (found,) = rows(("名称", "类型", "信用代码"), (f"找{secret}", "饭馆", secret))
    told = {(fault.column, fault.code) for fault in found.faults}
    assert told == {("A", "personal_number"), ("B", "not_a_word"), ("C", "string_pattern_mismatch")}
    assert secret not in str(found.faults)
    assert all(fault.zh and fault.en for fault in found.faults)


def test_a_reference_is_whole_or_not_there() -> None:
    (found,) = rows(("名称", "类型", "外部系统", "外部编号"), ("某某店", "商店", "12345", ""))
    assert [fault.code for fault in found.faults] == ["reference_halved"]


def test_unknown_and_doubled_headings_are_said() -> None:
    assert find_headings(FORM, table(("名称", "类型", "星座"))).unknown == ("星座",)
    with pytest.raises(Malformed) as refused:
        find_headings(FORM, table(("名称", "单位名称", "类型")))
    assert refused.value.details["fault"] == "heading_twice"


@pytest.mark.parametrize("kind", KINDS)
def test_no_heading_of_a_form_means_two_things(kind: Any) -> None:
    form = KINDS[kind][0]
    heads = [head for column in form.columns for head in (column.zh, column.en, *column.also)]
    assert len(heads) == len(set(heads))
    assert {column.field for column in form.columns} <= set(form.row.model_fields)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_no_cell_of_a_csv_begins_a_formula_and_all_come_back(cell: str) -> None:
    columns = LISTINGS["organizations"].columns[:1]
    file = list_file("单位", columns, [[cell]], "csv")
    ((_,), (written,)) = csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""))
    assert written == f"'{cell}"
    assert read(file)["lines"][1]["cells"] == [cell.strip()]


@pytest.mark.parametrize("cell", ["=1+1", "@x", "http://example.org"])
def test_a_cell_of_an_xlsx_is_a_text(cell: str) -> None:
    file = list_file("单位", LISTINGS["organizations"].columns[:1], [[cell]], "xlsx")
    assert read(file)["lines"][1]["cells"] == [cell]


def test_a_file_that_is_none_is_said_to_be() -> None:
    for file, fault in ((b"\xff\xfe\x00", "not_a_sheet"), (b"\xff\xff\x80", "unknown_encoding"), (b"  ", "empty")):
        with pytest.raises(Fault) as refused:
            read(file)
        assert str(refused.value) == fault


def test_columns_are_named_as_the_program_shows_them() -> None:
    assert [letters(n) for n in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
