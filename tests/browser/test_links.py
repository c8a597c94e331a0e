"""Links: the desk makes one with keys alone; on a phone, without an account, it is answered once."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.test_desk import open_part
from tests.browser.visiting import SHOWING, Windows, assert_accessible, assert_not_cut_off, sign_in, tab_to, taken_in

OFFER = "手工教室可借"
NEED = "借会议室办手机课"


@pytest.fixture
async def phone(windows: Windows) -> Page:
    """Somebody else's, who has no account."""
    return await windows.open(width=390, height=740)


async def fits(page: Page) -> None:
    await assert_not_cut_off(page)
    await assert_accessible(page)


async def made(page: Page, card: Locator) -> str:
    """The address of the link that is made on `card`, with keys alone; they are counted."""
    await card.get_by_role("button", name="发链接").focus()
    await page.keyboard.press("Enter")
    part = card.get_by_role("group", name="发链接")
    await expect(part.get_by_role("button", name="生成链接")).to_be_visible()
    keys = await tab_to(page, "生成链接")
    await page.keyboard.press("Enter")
    await expect(part.get_by_role("button", name=re.compile("^复制成文字"))).to_be_focused()
    await page.keyboard.press("Enter")
    print(f"keys from 发链接 to the copied text: {1 + keys + 1 + 1}")
    await expect(part).to_contain_text("等答复")
    await assert_accessible(page)
    return await part.get_by_label("链接", exact=True).input_value()


async def test_an_offer_is_asked_about_and_holds(page: Page, phone: Page) -> None:
    await sign_in(page, "desk")
    await open_part(page, "offers")
    await page.get_by_role("button", name="登记资源").click()
    form = page.get_by_role("form", name="登记资源")
    await form.get_by_role("combobox", name="提供单位").fill("北京小学")
    await expect(page.get_by_role("option", name="北京小学广内分校")).to_be_visible()
    await page.keyboard.press("Enter")
    await form.get_by_label("名称", exact=True).fill(OFFER)
    await form.get_by_label(re.compile("^说明")).fill("周末可借用，自带材料")
    await form.get_by_label("类别").select_option("space")
    await form.get_by_role("button", name="保存").click()
    row = page.locator(".work li").filter(has_text=OFFER).first
    await expect(row).to_be_visible()
    address = await made(page, row)

    await phone.goto(address)
    await expect(phone.get_by_role("heading", level=1)).to_have_text("这项资源还能提供吗？")
    await expect(phone.get_by_role("main")).to_contain_text(OFFER)
    await expect(phone.get_by_role("main")).to_contain_text("北京小学广内分校")
    await phone.get_by_role("button", name="不再提供").click()
    await fits(phone)
    await phone.get_by_role("heading", level=1).click()
    await tab_to(phone, "仍可提供")
    await phone.keyboard.press("Enter")
    await expect(phone.get_by_role("status")).to_contain_text("登记为：仍可提供")
    await expect(phone.get_by_role("heading", level=1)).to_be_focused()
    receipt = await phone.get_by_role("status").text_content()
    await phone.reload()
    await expect(phone.get_by_role("status")).to_have_text(receipt or "")
    await expect(phone.get_by_role("button", name="仍可提供")).to_have_count(0)
    await fits(phone)

    await page.reload()
    await row.get_by_role("button", name="发链接").click()
    await expect(row.get_by_role("group", name="发链接")).to_contain_text("已答复")
    await row.get_by_role("button", name="生成链接").click()
    again = await row.get_by_label("链接", exact=True).input_value()
    await row.get_by_role("button", name="收回链接").click()
    await row.get_by_label("收回链接 · 原因").select_option("sent_to_others")
    await row.get_by_role("form", name="收回链接").get_by_role("button", name="收回链接").click()
    await expect(row.get_by_role("group", name="发链接")).to_contain_text("已收回")
    await phone.goto(again)
    await expect(phone.get_by_role("main")).to_contain_text("社区服务站已收回这个链接")
    await phone.goto(f"{again[:-3]}")
    await expect(phone.get_by_role("alert")).to_contain_text("链接不完整")
    await fits(phone)


async def test_a_suggestion_is_accepted_and_what_came_of_it_is_said(page: Page, phone: Page) -> None:
    await sign_in(page, "desk", "/desk/needs")
    await page.get_by_role("button", name="登记需求").click()
    await page.get_by_role("combobox", name="提出单位").fill("北京小学")
    await expect(page.get_by_role("option", name="北京小学广内分校")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.get_by_label("名称", exact=True).fill(NEED)
    await page.get_by_label(re.compile("^说明")).fill("给老人讲手机，要用会议室和会议显示屏幕")
    await page.locator("form").get_by_label("类别").select_option("space")
    await page.locator("form").get_by_role("button", name="保存").click()
    await expect(page.locator("li", has_text=NEED)).to_be_visible()
    await page.keyboard.press("Alt+4")
    await page.get_by_role("link", name=re.compile(NEED)).click()
    suggested = page.get_by_role("region", name="谁能帮上忙")
    await suggested.get_by_role("button", name="询问", exact=True).first.press("Enter")
    asked = suggested.locator("li.card").filter(has_text="等答复")
    address = await made(page, asked)

    await phone.goto(address)
    await expect(phone.get_by_role("heading", level=1)).to_have_text("贵单位能帮上这个忙吗？")
    await expect(phone.get_by_role("main")).to_contain_text(NEED)
    await phone.get_by_role("button", name="这次不行").click()
    await fits(phone)
    async with phone.expect_response("**/links/answer") as answer:
        await phone.get_by_role("button", name="可以帮忙").press("Enter")
    await expect(phone.get_by_role("status")).to_contain_text("登记为：可以帮忙")
    await taken_in(phone, await answer.value, SHOWING["matching"])

    await page.reload()
    await expect(page.locator(".work")).to_contain_text(re.compile("接受询问，成为承接 1"))
    await expect(page.locator(".work")).to_contain_text("持链接者")
    claim = page.locator("li.card").filter(has_text="对接中")
    address = await made(page, claim)
    await phone.goto(address)
    await expect(phone.get_by_role("heading", level=1)).to_have_text("这件事办成了吗？")
    await phone.get_by_label(re.compile("^怎样办的")).fill("课已开完，来了三十人")
    await fits(phone)
    async with phone.expect_response("**/links/answer") as answer:
        await phone.get_by_role("button", name="已办成").press("Enter")
    await expect(phone.get_by_role("status")).to_contain_text("登记为：已办成")
    await taken_in(phone, await answer.value, SHOWING["matching"])
    await page.reload()
    await expect(page.locator(".work")).to_contain_text("课已开完，来了三十人")
