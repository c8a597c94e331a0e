"""A name is taken out of history at the desk: seen beforehand, followed through the services, by keys alone."""

import re

from playwright.async_api import expect

from tests.browser.keys import MOST
from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_fits_a_phone, sign_in, tab_to
from tests.support.dev import Dev

NAME = "上官测测"
DONE = 120_000
"""Milliseconds: each service waits until nobody can still write what was read before."""


async def test_a_name_is_taken_out_of_a_case_and_all_services_say_so(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        request = await door.need(f"请{NAME}修楼道灯（去除测试）")
        await sign_in(page, "other_desk", at=f"/desk/cases/{request}")
        await page.get_by_role("heading", level=1, name=NAME).click()
        pressed = await tab_to(page, "去除姓名")
        await page.keyboard.press("Enter")
        await expect(page.get_by_label(re.compile("^要去除的字"))).to_be_focused()
        await page.keyboard.type(NAME)
        await page.keyboard.press("Enter")
        form = page.get_by_role("form", name="从历史中去除")
        await expect(form.get_by_text("请（已去除）修楼道灯（去除测试）").first).to_be_visible()
        await expect(form.get_by_role("button", name="从历史中去除")).to_be_focused()
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        await page.keyboard.press("Enter")
        assert pressed + 3 <= MOST["a name taken out"]
        await expect(page.get_by_role("status").filter(has_text="四个服务都已从历史中去除")).to_be_visible(timeout=DONE)
        await expect(page.get_by_text("已完成")).to_have_count(4)
        await expect(page.get_by_role("heading", level=1)).to_have_text("请（已去除）修楼道灯（去除测试）")
        assert NAME not in await page.locator("main").inner_text()
        await assert_accessible(page)

        await page.goto("/desk/today")  # nothing is remembered of the page
        await expect(page.get_by_role("heading", level=1)).to_have_text("今天")
        await page.keyboard.press("Alt+;")
        await expect(page.get_by_role("heading", level=1)).to_have_text("历史查询")
        await page.get_by_role("link", name="去除记录").press("Enter")
        lines = page.locator("li.card").filter(has_text="请（已去除）修楼道灯（去除测试）")
        await expect(lines).to_have_count(2)  # of the need, and of the case it became
        line = lines.filter(has_text="办件：")
        await expect(line).to_contain_text("写了姓名 · 工作人员（记号")
        await expect(line.get_by_text("已完成")).to_be_visible()
        await expect(line.get_by_role("link")).to_have_attribute("href", f"/desk/past/{request}")
        await assert_accessible(page)
        await assert_fits_a_phone(page)


async def test_what_nobody_said_is_refused(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        await door.offer("讲手工课（去除测试）", category="culture")
        await sign_in(page, "other_desk", at="/desk/offers")
        row = page.locator(".work li").filter(has_text="讲手工课（去除测试）")
        await row.get_by_role("button", name="更多").click()
        await row.get_by_role("button", name="去除姓名").press("Enter")
        await page.keyboard.type("查无此人名")
        await page.keyboard.press("Enter")
        await expect(row.get_by_text(re.compile("现在的文字里没有这几个字"))).to_be_visible()
        await page.keyboard.press("Enter")
        await expect(row.get_by_role("alert")).to_contain_text("请核对原文")
        await page.keyboard.press("Escape")
        await expect(row.get_by_role("form")).to_have_count(0)


async def test_a_name_is_taken_out_of_an_agreement(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        agreement = await door.draft(f"与{NAME}的约定（去除测试）")
        await sign_in(page, "other_desk", at=f"/desk/agreements/{agreement}")
        await page.get_by_role("button", name="去除姓名").press("Enter")
        await page.keyboard.type(NAME)
        await page.keyboard.press("Enter")
        form = page.get_by_role("form", name="从历史中去除")
        await expect(form.get_by_text("与（已去除）的约定（去除测试）").first).to_be_visible()
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status").filter(has_text="四个服务都已从历史中去除")).to_be_visible(timeout=DONE)
        await expect(page.get_by_role("heading", level=1)).to_contain_text("与（已去除）的约定（去除测试）")
        assert NAME not in await page.locator("main").inner_text()
