"""A clerk's spreadsheet at the desk: looked at, its cells mended, entered by keys; and a list taken out."""

import asyncio
import csv
import io
import re
from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.keys import counted
from tests.browser.visiting import assert_accessible, assert_not_cut_off, sign_in

NARROW = 390
WRONG = "单位名称,类型,电话\n甲店（测试）,商铺,不知道\n,学校,\n乙校（测试）,学校,010-63030001\n"
RIGHT = "名称,单位性质,办公电话\n甲店（测试）,商店,010-63030009\n乙校（测试）,学校,010-63030001\n"


def _rows(file: bytes) -> list[list[Any]]:
    found: list[list[Any]] = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    return found


async def _saved(page: Page, button: str) -> bytes:
    async with page.expect_download() as download:
        await page.get_by_role("button", name=button, exact=True).click()
    return await asyncio.to_thread(Path(await (await download.value).path()).read_bytes)


async def test_a_file_is_looked_at_mended_and_entered_and_the_list_comes_out(page: Page, tmp_path: Path) -> None:
    await sign_in(page, "desk", at="/desk/sheets")
    form = _rows(await _saved(page, "下载空白表格"))
    assert form[0][:2] == ["单位名称（必填）", "单位类型（必填）"]
    await assert_accessible(page)

    wrong, right = tmp_path / "wrong.csv", tmp_path / "right.csv"
    wrong.write_bytes(WRONG.encode("gb18030"))
    right.write_bytes(RIGHT.encode())
    await page.get_by_label(re.compile("^选择文件")).set_input_files(wrong)
    await expect(page.get_by_text("新增 1 行，更新 0 行，不变 0 行，不能导入 2 行。").first).to_be_visible()
    for cell in ("C2", "A3"):
        await expect(page.get_by_role("rowheader", name=cell, exact=True)).to_be_visible()
    await assert_accessible(page)
    own = (await _saved(page, "下载带备注的表格")).decode("gb18030")
    remarks = list(csv.reader(io.StringIO(own, newline="")))
    assert [row[-1].partition("\n")[0] for row in remarks] == ["备注", "有误", "有误", "新增"]

    await page.get_by_label(re.compile("^选择文件")).set_input_files(right)
    await expect(page.get_by_role("button", name="导入可以导入的 2 行")).to_be_focused()
    with counted(page, "a checked file imported") as keys:
        await keys.press("Enter")
        await expect(page.get_by_text("导入完成：新增 2，更新 0，不变 0，未导入 0。").first).to_be_visible()
    await page.get_by_label(re.compile("^选择文件")).set_input_files(right)
    await expect(page.get_by_text("没有需要导入的行。")).to_be_visible()

    taken = _rows(await _saved(page, "导出"))
    assert {"甲店（测试）", "乙校（测试）", "北京小学广内分校"} <= {row[0] for row in taken}
    await page.set_viewport_size({"width": NARROW, "height": 800})
    await assert_not_cut_off(page)
