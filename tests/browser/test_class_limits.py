"""Limits of one class: added to the others at the desk line by line, and taken away again."""

from playwright.async_api import expect

from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in

LINE = "充电 · 逾期宽限几天：9 个工作日"


async def test_a_class_gets_a_limit_of_its_own_and_loses_it(windows: Windows) -> None:
    page = await windows.open()
    await sign_in(page, "other_desk", at="/desk/ledger")
    await page.get_by_label("哪一类").select_option("category:charging")
    await page.get_by_label("哪个期限").select_option("claim_grace")
    days = page.get_by_label("几天", exact=True)
    await days.fill("9")
    await assert_accessible(page)
    await days.press("Enter")
    await expect(page.get_by_text(LINE, exact=True)).to_be_visible()
    await page.set_viewport_size({"width": 390, "height": 800})
    await assert_not_cut_off(page)
    await page.get_by_role("button", name=f"去掉 {LINE}").press("Enter")
    await expect(page.get_by_text(LINE, exact=True)).to_have_count(0)
