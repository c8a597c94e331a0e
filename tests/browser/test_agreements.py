"""Agreements at the desk: drafted from the template and signed by keys, the scan kept, the sheet read; and what the
organization sees of it."""

import asyncio
import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect

from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in

NARROW = 390
KEYS_TO_SIGN = 8
"""After Alt+0: Enter, three initials, Enter to choose, Enter to draft, Enter and Enter to sign for this year."""


async def _press(page: Page, *keys: str) -> int:
    for key in keys:
        await page.keyboard.press(key)
    return len(keys)


async def test_a_draft_from_the_template_is_signed_by_keys_and_its_scan_is_kept(page: Page, tmp_path: Path) -> None:
    await sign_in(page, "desk", at="/desk/agreements")
    begin = page.get_by_role("button", name="起草协议")
    await expect(begin).to_be_focused()
    pressed = await _press(page, "Enter")
    which = page.get_by_role("combobox", name="共建单位")
    await expect(which).to_be_focused()
    await expect(page.get_by_role("combobox", name="模板")).to_contain_text("共建协议")
    pressed += await _press(page, "b", "j", "x")
    await expect(page.get_by_role("option", name="北京小学广内分校")).to_be_visible()
    pressed += await _press(page, "Enter", "Enter")
    await expect(page.get_by_role("button", name="登记签署")).to_be_focused()
    await assert_accessible(page)
    pressed += await _press(page, "Enter")
    await expect(page.get_by_label("签署日期")).to_be_focused()
    pressed += await _press(page, "Enter")
    await expect(page.get_by_text("生效中")).to_be_visible()
    assert pressed == KEYS_TO_SIGN

    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7\n" + bytes(1000))
    await page.get_by_label(re.compile("^上传扫描件")).set_input_files(scan)
    async with page.expect_download() as download:
        await page.get_by_role("button", name="下载（留痕）").click()
    kept = await (await download.value).path()
    assert await asyncio.to_thread(kept.read_bytes) == scan.read_bytes()

    await page.get_by_role("button", name="手工勾销").click()
    await page.get_by_label("备注").fill("另外送来一件（测试）")
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.get_by_text("已完成 1/1 件")).to_be_visible()
    await page.get_by_text("经过", exact=True).click()
    for happened in ("起草", "签署", "上传扫描件", "查看扫描件", "勾销"):
        await expect(page.locator("details li").filter(has_text=happened).first).to_be_visible()
    await assert_accessible(page)
    await page.set_viewport_size({"width": NARROW, "height": 800})
    await assert_not_cut_off(page)
    await _end_yesterday(page)


async def _end_yesterday(page: Page) -> None:
    """It was said yesterday, and is entered today."""
    await page.get_by_role("button", name="终止").click()
    form = page.get_by_role("form", name="终止")
    await form.get_by_role("combobox").select_option("other")
    yesterday = (datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(days=1)).date().isoformat()
    await form.get_by_label("最后一天").fill(yesterday)
    await assert_accessible(page)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(f"{yesterday} 终止")).to_be_visible()


async def test_the_lights_are_ticked_off_by_what_was_delivered_and_both_sides_see_it(windows: Windows) -> None:
    desk = await windows.open()
    await sign_in(desk, "desk", at="/desk/agreements")
    await desk.get_by_role("link", name=re.compile("^石榴籽商务楼宇公司")).first.click()
    await expect(desk.get_by_text("已完成 20/20 盏")).to_be_visible()
    await expect(desk.locator("li.card").filter(has_text="20盏灯")).to_contain_text("已履行")
    await desk.emulate_media(media="print")
    await expect(desk.get_by_role("button", name="打印履约单")).to_be_hidden()
    await expect(desk.get_by_text("已完成 20/20 盏")).to_be_visible()

    tower = await windows.open(width=NARROW)
    await sign_in(tower, "tower", at="/org/agreements")
    await expect(tower.get_by_text("已完成 20/20 盏")).to_be_visible()
    await assert_accessible(tower)
    await assert_not_cut_off(tower)
