"""The alliance on the pages: how an organization comes to it, step by step, what it does there, and how it leaves."""

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.next_door import NextDoor, next_door
from tests.browser.visiting import assert_accessible, assert_fits_a_phone, sign_in
from tests.support.dev import Dev


@pytest.fixture
async def door(running: Dev) -> AsyncIterator[NextDoor]:
    """The desk next door, by its API."""
    async with next_door(running) as opened:
        yield opened


def line(page: Page, text: str) -> Locator:
    return page.locator(".work li").filter(has_text=text)


async def note(page: Page, stage: str, on: str) -> None:
    """A step, by the keys."""
    form = page.get_by_role("form", name="登记进展")
    await form.get_by_role("combobox", name="进展").select_option(stage)
    await form.get_by_label("进展日期").fill(on)
    await form.get_by_label("进展日期").press("Enter")
    await expect(line(page, on)).to_be_visible()


async def test_every_step_is_entered_with_its_day_long_past(page: Page, door: NextDoor) -> None:
    organization = await door.register(f"联盟测试商行{uuid4().hex[:6]}")
    await sign_in(page, "other_desk", at=f"/desk/organizations/{organization}")
    await note(page, "prospect", "2017-01-10")
    await note(page, "invited", "2017-02-10")
    await note(page, "applied", "2017-03-10")
    await expect(line(page, "2017-03-10")).to_have_text("2017-03-10 已申请")
    await page.get_by_label("加入日期").fill("2017-06-01")
    await page.get_by_label("加入日期").press("Enter")
    await expect(line(page, "2017-06-01 联盟成员")).to_be_visible()
    await page.get_by_label("年份").fill("2023")
    await page.get_by_label("年份").press("Enter")
    await expect(page.get_by_text("已确认继续参加：2023。")).to_be_visible()
    await assert_accessible(page)
    await assert_fits_a_phone(page)


async def test_a_membership_pauses_from_a_day_to_a_day_and_a_term_ends(page: Page, door: NextDoor) -> None:
    organization = await door.member(f"联盟测试商行{uuid4().hex[:6]}")
    await sign_in(page, "other_desk", at=f"/desk/organizations/{organization}")
    await page.get_by_role("button", name="暂停成员资格").press("Enter")
    form = page.get_by_role("form", name="暂停成员资格")
    await expect(form.get_by_role("combobox")).to_be_focused()
    await form.get_by_role("combobox").select_option("moving")
    await form.get_by_label("暂停自").fill("2023-01-01")
    await assert_accessible(page)
    await form.get_by_label("暂停自").press("Enter")
    await expect(line(page, "暂停 2023-01-01 – 搬迁中")).to_be_visible()
    await page.get_by_role("button", name="恢复成员资格").press("Enter")
    await expect(page.get_by_label("暂停至（最后一天）")).to_be_focused()
    await page.get_by_label("暂停至（最后一天）").fill("2023-06-30")
    await page.get_by_label("暂停至（最后一天）").press("Enter")
    await expect(line(page, "暂停 2023-01-01 – 2023-06-30 搬迁中")).to_be_visible()
    await page.get_by_label("职务自").fill("2024-01-01")
    await page.get_by_label("职务自").press("Enter")
    await page.get_by_role("button", name="结束任期：理事").press("Enter")
    await expect(page.get_by_label("最后一天")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="结束任期：理事")).to_be_visible()
    await page.get_by_role("button", name="结束任期：理事").press("Enter")
    await page.get_by_label("最后一天").fill("2024-06-30")
    await page.get_by_label("最后一天").press("Enter")
    await expect(line(page, "理事 2024-01-01 – 2024-06-30")).to_be_visible()
    await expect(page.get_by_role("button", name=re.compile("^结束任期"))).to_have_count(0)
    await assert_accessible(page)
    await assert_fits_a_phone(page)


async def test_an_application_waits_on_the_desk_and_its_notice_leads_there(page: Page, door: NextDoor) -> None:
    name = f"联盟申请商行{uuid4().hex[:6]}"
    organization = await door.register(name)
    await door.apply(organization, "2024-03-01")
    await sign_in(page, "other_desk", at="/desk/today")
    waiting = page.locator("section").filter(has=page.get_by_role("heading", name=re.compile("^申请加入联盟")))
    await expect(waiting.locator("li").filter(has_text=name)).to_contain_text("2024-03-01")
    await assert_accessible(page)
    await page.get_by_role("button", name=re.compile("^通知，待处理")).press("Enter")
    await page.get_by_role("link", name=f"查看：{name}申请加入红石榴联盟，请办理。").press("Enter")
    await expect(page).to_have_url(re.compile(f"/desk/organizations/{organization}$"))
    await page.goto("/desk/today")
    await waiting.get_by_role("link", name=name).press("Enter")
    await expect(page.get_by_role("heading", name=name)).to_be_visible()
    await page.get_by_label("加入日期").fill("2024-04-01")
    await page.get_by_label("加入日期").press("Enter")
    await expect(line(page, "2024-04-01 联盟成员")).to_be_visible()
    await page.goto("/desk/today")
    await expect(page.get_by_role("button", name="刷新")).to_be_visible()
    await expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
