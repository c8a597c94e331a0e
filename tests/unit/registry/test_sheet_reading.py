"""What a hostile or an old file comes to, read in the child."""

import time
from collections.abc import Callable

import pytest

from services.registry.sheets.reading import read_table
from shared.errors import Malformed
from tests.support.spreadsheets import cornered, repeating, unfolding, xls

ROWS = [["单位名称", "类型"], ["某某小学", "学校"]]


async def test_a_file_of_excel_97_is_read() -> None:
    table = await read_table(xls(ROWS))
    assert (table.format, [list(line.cells) for line in table.lines]) == ("xls", ROWS)


@pytest.mark.parametrize(
    "made",
    [cornered, lambda: unfolding(600_000_000), lambda: xls(ROWS)[:3000], lambda: xls(ROWS)[:512]],
    ids=["cornered", "unfolding", "half", "head"],
)
async def test_a_bomb_or_a_stump_is_refused_in_time(made: Callable[[], bytes]) -> None:
    file = made()
    assert len(file) < 5 * 1024 * 1024
    began = time.monotonic()
    with pytest.raises(Malformed) as refused:
        await read_table(file)
    assert refused.value.details["fault"] == "damaged"
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(("size", "cells"), [(10_001, 1), (9_000, 600)], ids=["a cell", "all of them"])
async def test_one_long_text_in_many_cells_is_refused(size: int, cells: int) -> None:
    file = repeating(size, cells)
    assert len(file) < 50_000
    with pytest.raises(Malformed) as refusal:
        await read_table(file)
    assert refusal.value.details["fault"] == "too_much_text"


async def test_the_longest_text_that_may_stand_in_a_cell_is_read() -> None:
    table = await read_table(repeating(10_000, 50))
    assert {len(cell) for line in table.lines for cell in line.cells} == {10_000}
