"""Who could help with a need: the desk asks an offer's provider and enters its answer, with keys alone."""

import re

from playwright.async_api import Page, expect

from tests.browser.keys import counted
from tests.browser.visiting import Windows, assert_accessible, sign_in


async def entered(page: Page, title: str, detail: str, category: str) -> None:
    """The desk publishes a need of the school's, and opens it."""
    await sign_in(page, "desk", "/desk/needs")
    await page.get_by_role("button", name="登记需求").click()
    await page.get_by_role("combobox", name="提出单位").fill("北京小学")
    await expect(page.get_by_role("option", name="北京小学广内分校")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.get_by_label("名称", exact=True).fill(title)
    await page.get_by_label(re.compile("^说明")).fill(detail)
    await page.locator("form").get_by_label("类别").select_option(category)
    await page.locator("form").get_by_role("button", name="保存").click()
    await expect(page.locator("li", has_text=title)).to_be_visible()

    await page.keyboard.press("Alt+4")
    await expect(page).to_have_url(re.compile("/desk/cases"))
    await page.get_by_role("link", name=re.compile(title)).click()


async def test_a_provider_is_asked_and_says_yes(page: Page) -> None:
    await entered(page, "借一间会议室", "家长会要用会议室和会议显示屏幕", "space")
    suggested = page.get_by_role("region", name="谁能帮上忙")
    first = suggested.locator("li.card").first
    await expect(first).to_contain_text("会议室")
    await expect(first).to_contain_text(re.compile(r"说到一样的：.*会议室.* \+\d+"))
    await expect(first).to_contain_text("类别相同 +30")
    await expect(first).to_contain_text("本社区 +20")
    await assert_accessible(page)

    await page.get_by_role("heading", level=1).click()
    with counted(page, "a provider asked to help") as keys:
        await keys.press("Alt+q")
        await expect(first.get_by_role("button", name="询问")).to_be_focused()
        await keys.press("Enter")
        await expect(suggested).to_contain_text("等答复")
        await expect(suggested.get_by_role("heading", level=2)).to_be_focused()

    await suggested.get_by_role("button", name="代为接受").press("Enter")
    await expect(page.locator(".work")).to_contain_text("对接中")
    await expect(page.locator(".work")).to_contain_text(re.compile("接受询问，成为承接 1"))


async def test_the_community_meets_a_members_need_with_a_benefit_of_the_scheme(page: Page, windows: Windows) -> None:
    await entered(page, "青年教师培训", "想请老师讲课堂管理", "learning")
    suggested = page.get_by_role("region", name="谁能帮上忙")
    await expect(suggested.get_by_role("heading", name="回馈服务")).to_be_visible()
    await expect(suggested).to_contain_text(re.compile(r"该单位 20\d\dQ[1-4] 评价等次："))
    benefit = suggested.locator("li.card", has=page.get_by_role("heading", name="专家培训"))
    await expect(benefit).to_contain_text(re.compile(r"适用等次：.+ · 说到一样的：培训 \+12 · 类别相同 \+30"))
    await assert_accessible(page)
    await page.get_by_role("heading", level=1).click()
    await page.keyboard.press("Alt+q")
    await expect(suggested.locator("li.card button").first).to_be_focused()
    await benefit.get_by_role("button", name="由社区提供").press("Enter")
    await expect(page.locator(".work")).to_contain_text(re.compile("1. 核桃园社区 · 专家培训 · 1 次"))
    await expect(page.locator(".history")).to_contain_text(re.compile("承接 1：核桃园社区 · 专家培训，1 次"))
    school = await windows.open()
    await sign_in(school, "school", at="/org/needs")
    need = school.locator("main li.card").filter(has_text="青年教师培训")
    await need.get_by_role("button", name="查看承接与送达").click()
    await expect(need).to_contain_text("专家培训")
