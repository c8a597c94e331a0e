"""Agreements at the desk: drafted from the template and signed by keys, the scan kept, the sheet read; and what the
organization sees of it."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_fits_a_phone, assert_not_cut_off, sign_in
from tests.support.bookable import today
from tests.support.dev import Dev

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
    yesterday = (today() - timedelta(days=1)).isoformat()
    await form.get_by_label("最后一天").fill(yesterday)
    await assert_accessible(page)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(f"{yesterday} 终止")).to_be_visible()


async def test_an_agreement_goes_on_is_mended_ends_and_does_not_end_after_all(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        shop = f"协议全程测试书店{uuid4().hex[:6]}"
        await door.register(shop)
        await sign_in(page, "other_desk", at="/desk/agreements")
        await _signed(page, shop)
        year = today().year
        await expect(page.get_by_text(f"至 {year}-12-31")).to_be_visible()

        await page.get_by_role("button", name="续签").press("Enter")
        form = page.get_by_role("form", name="续签")
        await expect(form.get_by_label("签署日期")).to_be_focused()
        await expect(form.get_by_label("生效日期")).to_have_value(f"{year + 1}-01-01")
        await expect(form.get_by_label("到期日期")).to_have_value(f"{year + 1}-12-31")
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        await page.keyboard.press("Enter")
        await expect(page.get_by_text(f"至 {year + 1}-12-31")).to_be_visible()
        await expect(page.get_by_role("button", name="续签")).to_be_focused()

        await page.get_by_role("button", name="更正").press("Enter")
        form = page.get_by_role("form", name="更正")
        await form.get_by_label("到期日期").fill(f"{year + 1}-06-30")
        await form.get_by_label("哪里不对").fill("到期日期抄错了")
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        await form.get_by_label("到期日期").fill(f"{year}-01-01")
        await form.get_by_label("哪里不对").press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("until")
        await form.get_by_label("到期日期").fill(f"{year + 1}-06-30")
        await form.get_by_label("哪里不对").press("Enter")
        await expect(page.get_by_text(f"至 {year + 1}-06-30")).to_be_visible()

        await page.get_by_role("button", name="终止").press("Enter")
        form = page.get_by_role("form", name="终止")
        await form.get_by_role("combobox").select_option("other")
        await form.get_by_label("最后一天").press("Enter")
        await expect(page.get_by_text(f"{today()} 终止")).to_be_visible()
        await expect(page.get_by_role("button", name="续签")).to_have_count(0)
        await assert_accessible(page)

        await page.get_by_label("哪里不对").fill("终止的是另一份")
        await page.get_by_label("哪里不对").press("Enter")
        await expect(page.get_by_text("生效中")).to_be_visible()
        await expect(page.get_by_role("button", name="续签")).to_be_visible()
        await page.get_by_text("经过", exact=True).click()
        happened = page.locator("details li")
        for number, what in enumerate(("起草", "签署", "续签", "更正", "终止", "撤销终止")):
            await expect(happened.nth(number)).to_contain_text(what)
        await assert_accessible(page)
        await assert_fits_a_phone(page)


async def _signed(page: Page, organization: str) -> None:
    """An agreement of one clause with `organization`, signed today."""
    await page.get_by_role("button", name="起草协议").press("Enter")
    form = page.get_by_role("form", name="起草协议")
    await form.get_by_role("combobox", name="共建单位").fill(organization)
    await expect(page.get_by_role("option", name=organization)).to_be_visible()
    await page.keyboard.press("Enter")
    await form.get_by_role("combobox", name="模板").select_option("")
    await form.get_by_label("协议名称").fill("读书角共建协议（测试）")
    await form.get_by_label("种类").select_option("declaratory")
    await form.get_by_label(re.compile("^条文")).fill("每月开放一次读书角")
    await form.get_by_role("button", name="存为草案").press("Enter")
    await page.get_by_role("button", name="登记签署").press("Enter")
    await page.get_by_label("签署日期").press("Enter")
    await expect(page.get_by_text("生效中")).to_be_visible()


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
