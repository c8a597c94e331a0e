"""What ends at the desk, or may go on for longer: a case that waits to be claimed, and one that is closed."""

import re

from playwright.async_api import Page, expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_fits_a_phone, sign_in
from tests.support.dev import Dev


async def told(page: Page, text: str) -> None:
    await expect(page.locator("[aria-live=polite]").filter(has_text=text)).to_have_count(1)


async def test_a_wish_may_wait_longer_to_be_claimed(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        await door.may_wait("transport", "P30D")
        request = await door.publish("等人认领的花架（延长测试）", category="transport")
        await sign_in(page, "other_desk", at=f"/desk/cases/{request}")
        waits = page.get_by_text(re.compile("^等待认领到"))
        before = re.search(r"(\d{4}-\d\d-\d\d)", await waits.inner_text())
        assert before
        await page.get_by_role("button", name="延长等待认领").press("Enter")
        form = page.get_by_role("form", name="延长等待认领")
        await expect(form.get_by_role("combobox")).to_be_focused()
        until = form.get_by_label("延至（含当天）")
        proposed = await until.input_value()
        assert proposed > before[1]
        await form.get_by_role("combobox").select_option("supplies_late")
        await form.get_by_label("备注").fill("等一批木料")
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        await until.fill(before[1])
        await until.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("要晚于现在的期限")
        await until.fill(proposed)
        await until.press("Enter")
        await told(page, "已延长。")
        await expect(waits).to_have_text(f"等待认领到 {proposed}")
        await expect(page.locator(".history")).to_contain_text(f"延长等待认领至 {proposed}")
        await expect(page.get_by_role("heading", level=1)).to_be_focused()


async def test_a_case_is_closed_with_its_reason(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        request = await door.publish("不再需要的花架（关闭测试）")
        await sign_in(page, "other_desk", at=f"/desk/cases/{request}")
        await page.get_by_role("button", name="关闭办件").press("Enter")
        form = page.get_by_role("form", name="关闭办件")
        await expect(form.get_by_role("combobox")).to_be_focused()
        await expect(form.get_by_role("button", name="关闭办件")).to_be_disabled()
        await form.get_by_role("combobox").select_option("no_longer_wanted")
        await form.get_by_label("备注").fill("自己做了一个")
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        await form.get_by_label("备注").press("Enter")
        await told(page, "已关闭。")
        await expect(page.get_by_role("button", name="关闭办件")).to_have_count(0)
        await expect(page.get_by_role("heading", level=1)).to_be_focused()
        await expect(page.locator(".history")).to_contain_text("不再需要")
        await expect(page.locator(".history")).to_contain_text("自己做了一个")
