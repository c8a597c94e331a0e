"""Who could help with a need: the desk asks an offer's provider and enters its answer, with keys alone."""

import re

from playwright.async_api import Page, expect

from tests.browser.visiting import assert_accessible, sign_in


async def test_a_provider_is_asked_and_says_yes(page: Page) -> None:
    await sign_in(page, "desk", "/desk/needs")
    await page.get_by_role("button", name="登记需求").click()
    await page.get_by_role("combobox", name="提出单位").fill("北京小学")
    await expect(page.get_by_role("option", name="北京小学广内分校")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.get_by_label("名称", exact=True).fill("借一间会议室")
    await page.get_by_label(re.compile("^说明")).fill("家长会要用会议室和会议显示屏幕")
    await page.locator("form").get_by_label("类别").select_option("space")
    await page.locator("form").get_by_role("button", name="保存").click()
    row = page.locator("li", has_text="借一间会议室")
    await expect(row).to_be_visible()

    await page.keyboard.press("Alt+4")
    await expect(page).to_have_url(re.compile("/desk/cases"))
    await page.get_by_role("link", name=re.compile("借一间会议室")).click()
    suggested = page.get_by_role("region", name="谁能帮上忙")
    first = suggested.locator("li.card").first
    await expect(first).to_contain_text("会议室")
    await expect(first).to_contain_text(re.compile(r"说到一样的：.*会议室.* \+\d+"))
    await expect(first).to_contain_text("类别相同 +30")
    await expect(first).to_contain_text("本社区 +20")
    await assert_accessible(page)

    await page.get_by_role("heading", level=1).click()
    await page.keyboard.press("Alt+q")
    await expect(first.get_by_role("button", name="询问")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(suggested).to_contain_text("等答复")
    await expect(suggested.get_by_role("heading", level=2)).to_be_focused()
    print("keys to ask: 2")

    await suggested.get_by_role("button", name="代为接受").press("Enter")
    await expect(page.locator(".work")).to_contain_text("对接中")
    await expect(page.locator(".work")).to_contain_text(re.compile("接受询问，成为承接 1"))
