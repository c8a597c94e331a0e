"""The alliance on the pages: how an organization comes to it, step by step, what it does there, and how it leaves."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.async_api import Locator, Page, Route, expect

from demo.people import LIFETIME
from shared.http.issuer import Issuer
from tests.browser.next_door import NextDoor, next_door
from tests.browser.visiting import assert_accessible, assert_fits_a_phone, sign_in
from tests.support.dev import Dev

PLACE = "/org/alliance"


@pytest.fixture
async def door(running: Dev) -> AsyncIterator[NextDoor]:
    """The desk next door, by its API."""
    async with next_door(running) as opened:
        yield opened


def line(page: Page, text: str) -> Locator:
    return page.locator(".work li").filter(has_text=text)


async def sign_in_for(page: Page, running: Dev, door: NextDoor, organization: str) -> None:
    """Signs in as a contact of an organization that the demonstration knows nobody of."""
    said = {"node": door.community, "organization": organization}
    token = Issuer.open(running.state).token("contact", "newcomer", now=datetime.now(UTC), lifetime=LIFETIME, **said)

    async def instead(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json=await answer.json() | {"access_token": token})

    await page.route("**/oidc/token", instead)
    await sign_in(page, "tower", at=PLACE)


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
    await page.get_by_role("button", name="不予加入").press("Enter")
    form = page.get_by_role("form", name="不予加入")
    await form.get_by_role("combobox").select_option("not_now")
    await form.get_by_label("答复日期").fill("2017-04-10")
    await form.get_by_label("答复日期").press("Enter")
    await expect(line(page, "2017-04-10 申请未通过（目前不吸收新成员）")).to_be_visible()
    await note(page, "applied", "2017-05-10")
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


async def test_who_takes_no_part_is_not_put_in_the_chair(page: Page, door: NextDoor) -> None:
    organization = await door.member(f"联盟测试商行{uuid4().hex[:6]}")
    await door.suspend(organization, "2023-01-01")
    await sign_in(page, "other_desk", at=f"/desk/organizations/{organization}")
    form = page.get_by_role("form", name="登记职务")
    await form.get_by_role("combobox").select_option("chair")
    await form.get_by_label("职务自").fill("2024-01-01")
    await form.get_by_label("职务至").fill("2024-06-30")
    await form.get_by_label("职务至").press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("自 2023-01-01 起暂停，期间不能担任职务；请先恢复成员资格")
    await assert_accessible(page)


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
    await page.keyboard.press("Alt+1")
    await expect(page.get_by_role("button", name="刷新")).to_be_visible()
    await expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)


async def test_an_organization_applies_by_itself(page: Page, running: Dev, door: NextDoor) -> None:
    organization = await door.register(f"联盟自办商行{uuid4().hex[:6]}")
    await sign_in_for(page, running, door, organization)
    await expect(page.get_by_text("还不是联盟成员")).to_be_visible()
    await assert_accessible(page)
    await page.get_by_label("申请日期").fill("2024-03-01")
    await page.get_by_label("申请日期").press("Enter")
    await expect(page.get_by_role("status").filter(has_text="已申请加入联盟")).to_be_visible()
    await expect(page.get_by_text("已申请加入，等社区办理")).to_be_visible()
    await expect(page.get_by_text("2024-03-01 申请加入")).to_be_visible()
    await expect(page.get_by_role("form", name="申请加入联盟")).to_have_count(0)
    await assert_accessible(page)


async def test_a_member_says_that_it_stays_and_later_that_it_leaves(page: Page, running: Dev, door: NextDoor) -> None:
    organization = await door.member(f"联盟自办商行{uuid4().hex[:6]}")
    await sign_in_for(page, running, door, organization)
    await expect(page.get_by_text("联盟成员 · 2017-06-01 起")).to_be_visible()
    form = page.get_by_role("form", name="确认这一年继续参加")
    await form.get_by_label("年份").select_option("2023")
    await form.get_by_role("button").press("Enter")
    await expect(page.get_by_text("已确认继续参加：2023")).to_be_visible()
    await expect(form.get_by_label("年份").get_by_role("option", name="2023")).to_have_count(0)
    await page.get_by_role("button", name="退出联盟").press("Enter")
    await page.get_by_label("原因").select_option("moved_away")
    await page.get_by_label("最后一天").fill("2024-12-31")
    await assert_accessible(page)
    await assert_fits_a_phone(page)
    await page.get_by_label("最后一天").press("Enter")
    await expect(page.get_by_role("button", name="确定退出")).to_be_focused()
    await expect(page.get_by_text(re.compile("^2024-12-31 以后不再是联盟成员"))).to_be_visible()
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="确定退出")).to_have_count(0)
    await page.get_by_role("button", name="退出联盟").press("Enter")
    await page.get_by_label("原因").select_option("moved_away")
    await page.get_by_label("最后一天").fill("2024-12-31")
    await page.get_by_label("最后一天").press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("已退出联盟", exact=True)).to_be_visible()
    await expect(page.get_by_text("2024-12-31 退出")).to_be_visible()
    await assert_accessible(page)
