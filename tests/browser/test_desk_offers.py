"""The resource list at the desk: what a mode asks for, pauses, opening to others, and a campaign that asks again."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.test_desk import open_part
from tests.browser.visiting import assert_accessible, assert_not_cut_off, sign_in

TYPING = ["小教室", "周六可借用"]


@pytest.fixture
async def offers(page: Page) -> Page:
    """The list, at the desk."""
    await sign_in(page, "desk")
    await open_part(page, "offers")
    return page


def row(page: Page, title: str) -> Locator:
    return page.locator(".work li").filter(has_text=title).first


async def fits(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 800})
    await assert_not_cut_off(page)
    await assert_accessible(page)
    await page.set_viewport_size({"width": 1280, "height": 800})


async def test_a_bookable_offer_is_entered_with_its_times(offers: Page) -> None:
    await offers.get_by_role("button", name="登记资源").click()
    form = offers.get_by_role("form", name="登记资源")
    await form.get_by_role("combobox", name="提供单位").fill("北京小学")
    await expect(offers.get_by_role("option", name="北京小学广内分校")).to_be_visible()
    await offers.keyboard.press("Enter")
    await form.get_by_label("名称", exact=True).fill(TYPING[0])
    await form.get_by_label(re.compile("^说明")).fill(TYPING[1])
    await form.get_by_label("类别").select_option("space")
    await expect(form.get_by_label("最多结对几户（家）")).to_be_visible()
    await form.get_by_label("方式").select_option("bookable")
    await expect(form.get_by_label("最多结对几户（家）")).to_have_count(0)
    await form.get_by_label("可容纳人数").fill("40")
    await form.get_by_label("价格（元，免费不填）").fill("50.5")
    await form.get_by_role("button", name="加一条时间").click()
    await form.get_by_role("group", name="星期").get_by_label("六").check()
    await fits(offers)
    await form.get_by_role("button", name="保存").click()
    entered = row(offers, TYPING[0])
    await expect(entered).to_contain_text("40 人 · 每周六 14:00–16:00 · 50.5 元/小时")
    await entered.get_by_role("button", name="更多").click()
    await entered.get_by_role("button", name="下清单").click()
    await entered.get_by_label("原因").select_option("entered_by_mistake")
    await entered.get_by_role("form").get_by_role("button", name="下清单").click()
    await expect(offers.locator(".work li").filter(has_text=TYPING[0])).to_have_count(0)


async def test_an_offer_is_paused_opened_to_others_and_resumed(offers: Page) -> None:
    hall = row(offers, "会议室")
    await hall.get_by_role("button", name="更多").press("Enter")
    await hall.get_by_role("button", name="暂停").focus()
    await offers.keyboard.press("Enter")
    form = hall.get_by_role("form", name="暂停")
    await form.get_by_role("combobox").select_option("renovation")
    await form.get_by_role("button", name="暂停").click()
    await expect(hall).to_contain_text("暂停中")
    await expect(hall).to_contain_text("（装修）")
    await hall.get_by_role("button", name="恢复").press("Enter")
    await expect(hall).not_to_contain_text("暂停中")
    await hall.get_by_role("button", name="对外开放").press("Enter")
    await hall.get_by_role("button", name="向街道开放").press("Enter")
    await expect(hall).to_contain_text("向街道开放（每月 4 次）")
    await hall.get_by_role("button", name="对外开放").press("Enter")
    await expect(hall.get_by_role("button", name="向全区开放")).to_be_visible()
    await hall.get_by_role("button", name="关闭向街道的开放").press("Enter")
    await expect(hall).not_to_contain_text("向街道开放")


async def test_a_campaign_asks_and_one_key_takes_over_what_differs(offers: Page) -> None:
    await offers.get_by_role("link", name="征集核实").click()
    await offers.get_by_role("button", name="发起征集").press("Enter")
    await offers.get_by_role("form", name="发起征集").get_by_role("button", name="开始征集").press("Enter")
    await expect(offers.get_by_role("heading", level=1)).to_contain_text("资源核实")
    parking = row(offers, "错峰停车位")
    await parking.get_by_role("button", name="已问").press("Enter")
    await expect(parking).to_contain_text(re.compile(r"问过：\d{4}-\d\d-\d\d 打电话"))  # the ways stand there before
    charging = row(offers, "自助充电桩")
    await charging.get_by_role("button", name="有变化").press("Enter")
    form = charging.get_by_role("form")
    await form.get_by_label("数量").fill("16")
    await form.get_by_role("button", name="保存").press("Enter")
    await expect(charging.get_by_role("table")).to_contain_text("数量 16")
    await fits(offers)
    await offers.keyboard.press("Alt+1")
    await offers.get_by_role("link", name="自助充电桩").click()
    await charging.get_by_role("button", name="接受").focus()
    await offers.keyboard.press("Enter")
    await expect(charging).to_contain_text("已接受")
    await offers.get_by_role("link", name="本社区资源").click()
    await expect(row(offers, "自助充电桩")).to_contain_text("数量 16")


async def test_the_list_is_copied_as_a_text(offers: Page) -> None:
    await offers.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await offers.get_by_role("button", name=re.compile("复制成文字")).press("Enter")
    await expect(offers.locator("[aria-live=polite]").filter(has_text="可直接粘贴")).to_have_count(1)
    text = await offers.evaluate("() => navigator.clipboard.readText()")
    assert re.match(r"资源清单（\d{4}-\d\d-\d\d）\n1\. ", text)
    assert "会议室" in text
