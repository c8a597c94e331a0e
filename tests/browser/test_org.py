"""An organization's contact: asks for help, claims, delivers, renews offers, and sees what it was worth."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.visiting import (
    SHOWING,
    Windows,
    assert_accessible,
    assert_not_cut_off,
    claims_of,
    sign_in,
    sign_in_for_token,
    taken_in,
)

PARTS = ("open", "promises", "offers", "bookings", "needs", "agreements", "alliance", "scorecard/2024Q4")
LONG = "很长很长的名称" * 8


@pytest.fixture
def title() -> str:
    """A title nobody else has."""
    return f"值夜班 {uuid4().hex[:6]}"


def card(page: Page, text: str) -> Locator:
    return page.locator("main li.card").filter(has_text=text)


@pytest.fixture
async def desk(windows: Windows) -> Page:
    """A window for staff; `publish` reads their token off a request."""
    return await windows.open()


async def publish(desk: Page, title: str) -> None:
    """Staff put the need called `title` on the list, by the API, and it can be claimed: the desk has tests of its
    own."""
    async with desk.expect_request(lambda request: "authorization" in request.headers) as asked:
        await sign_in(desk, "desk", at="/overview")
    headers = {"Authorization": (await asked.value).headers["authorization"]}
    tree = await (await desk.request.get("/api/registry/v1/tree")).json()
    home = next(node["id"] for node in tree["nodes"] if node["name"] == "核桃园社区")
    path = f"/api/registry/v1/communities/{home}/needs"
    listed = await (await desk.request.get(path, params={"state": "posted"}, headers=headers)).json()
    need = next(each["id"] for each in listed["items"] if each["title"] == title)
    answer = await desk.request.post(f"/api/registry/v1/needs/{need}/publication", data={}, headers=headers)
    assert answer.ok, await answer.text()
    await taken_in(desk, answer, SHOWING["matching"])


async def ask_for(page: Page, title: str, quantity: int) -> None:
    """Posts a need on the page."""
    await page.get_by_role("button", name="新增需求").click()
    form = page.get_by_role("form", name="新增需求")
    await form.get_by_label("名称").fill(title)
    await form.get_by_label("类别").select_option("employment")
    await form.get_by_label("说明").fill("夜里有人值守，优先请本社区的居民。")
    await form.get_by_label("数量").fill(str(quantity))
    await form.get_by_label("计量单位").fill("人")
    await form.get_by_role("button", name="保存").click()
    await expect(page.get_by_role("status").filter(has_text=f"已提交：{title}")).to_be_visible()
    await expect(card(page, title)).to_be_visible()


async def posted(windows: Windows, desk: Page, title: str, quantity: int) -> Page:
    """The window of the organization whose need is on the list now."""
    tower = await windows.open()
    await sign_in(tower, "tower", at="/org/needs")
    await ask_for(tower, title, quantity)
    await publish(desk, title)
    return tower


async def test_a_need_is_met_in_part_and_every_point_says_why(windows: Windows, desk: Page, title: str) -> None:
    tower = await posted(windows, desk, title, 2)
    power = await windows.open()
    token = await sign_in_for_token(power, "power", at="/org/open")
    await expect(card(power, title)).to_contain_text("还差 2 人（共 2 人）")
    await card(power, title).get_by_label("数量").fill("1")
    await card(power, title).get_by_role("button", name=re.compile("承接")).click()
    await expect(power.get_by_role("status").filter(has_text=f"已认领：{title}")).to_be_visible()
    await expect(card(power, title)).to_contain_text("还差 1 人（共 2 人）")
    await power.get_by_role("link", name="我的承诺").click()
    await card(power, title).get_by_role("button", name="登记送达").click()
    await card(power, title).get_by_label("情况说明").fill("一位居民已经上岗。")
    await card(power, title).locator("form").get_by_role("button", name="登记送达").click()
    await expect(card(power, title)).to_contain_text("已送达，待确认")

    await tower.reload()
    await card(tower, title).get_by_role("button", name="查看承接与送达").click()
    await expect(card(tower, title)).to_contain_text("一位居民已经上岗。")
    await card(tower, title).get_by_label("5 很满意").check()
    async with tower.expect_response("**/confirmation") as confirmed:
        await card(tower, title).get_by_role("button", name="确认并评价").click()
    await expect(tower.get_by_role("status").filter(has_text=f"已确认：{title}")).to_be_visible()
    facts = f"/evaluation/v1/organizations/{claims_of(token)['organization']}/facts"
    await taken_in(power, await confirmed.value, facts, token)

    await power.get_by_role("link", name="评价").click()
    point = power.locator("main details").filter(has_text="为平安社区出力")
    await expect(point.first).to_be_visible()
    for each in await point.all():
        await each.locator("summary").click()
    mine = point.filter(has_text=title)
    await expect(mine.locator(".rule")).not_to_have_count(0)
    for words in ("+6 分", "“红墙同心”社会公共责任评价细则（演示）", "每件按完成份额计 12 分"):
        await expect(mine).to_contain_text(words)


async def test_who_promised_says_when_somebody_comes(windows: Windows, desk: Page, title: str) -> None:
    await posted(windows, desk, title, 1)
    power = await windows.open()
    await sign_in(power, "power", at="/org/open")
    await card(power, title).get_by_role("button", name=re.compile("承接")).click()
    await expect(power.get_by_role("status").filter(has_text=f"已认领：{title}")).to_be_visible()
    await power.get_by_role("link", name="我的承诺").click()
    await card(power, title).get_by_role("button", name="约上门").click()
    form = card(power, title).get_by_role("form", name="约上门")
    await form.get_by_label("几点").fill("14:30")
    await form.get_by_label("来几人").fill("2")
    await form.get_by_label("请社区工作人员陪同").check()
    await assert_accessible(power)
    await assert_not_cut_off(power)
    await form.get_by_role("button", name="约好").click()
    await expect(power.get_by_role("status").filter(has_text=f"已约好上门：{title}")).to_be_visible()
    await expect(card(power, title)).to_contain_text("14:30 上门，2 人")


async def test_who_was_slower_is_told_and_the_card_goes(windows: Windows, desk: Page, title: str) -> None:
    await posted(windows, desk, title, 1)
    power, travel = await windows.open(), await windows.open()
    await sign_in(power, "power", at="/org/open")
    await sign_in(travel, "travel", at="/org/open")
    for page in (power, travel):
        await expect(card(page, title)).to_be_visible()
    await card(power, title).get_by_role("button", name=re.compile("承接")).click()
    await expect(power.get_by_role("status").filter(has_text="已认领")).to_be_visible()
    await card(travel, title).get_by_role("button", name=re.compile("承接")).click()
    await expect(travel.get_by_role("status").filter(has_text="认领完了")).to_be_visible()
    await expect(card(travel, title)).to_have_count(0)


async def test_a_claim_survives_a_lost_connection_and_is_given_back(windows: Windows, desk: Page, title: str) -> None:
    await posted(windows, desk, title, 1)
    page = await windows.open()
    await sign_in(page, "travel", at="/org/open")
    await expect(card(page, title)).to_be_visible()
    await page.context.set_offline(True)
    await card(page, title).get_by_role("button", name=re.compile("承接")).click()
    await expect(card(page, title)).to_contain_text("内容已保留")
    await page.context.set_offline(False)
    await expect(page.get_by_role("status").filter(has_text="已认领")).to_be_visible()
    await page.get_by_role("link", name="我的承诺").click()
    await card(page, title).get_by_role("button", name="退回").click()
    await card(page, title).get_by_label("原因").select_option("no_time")
    await card(page, title).get_by_role("button", name="退回承诺").click()
    await expect(page.get_by_role("status").filter(has_text=f"已退回：{title}")).to_be_visible()
    await page.get_by_role("link", name="可以认领").click()
    await expect(card(page, title)).to_contain_text("还差 1 人")


async def test_an_offer_is_still_true_in_one_click(page: Page) -> None:
    await sign_in(page, "tower", at="/org/offers")
    await page.get_by_role("button", name=re.compile("仍然有效：")).first.click()
    await expect(page.get_by_role("status").filter(has_text="已确认仍然有效")).to_be_visible()


async def test_an_offer_with_a_long_name_is_made_and_ended(page: Page, title: str) -> None:
    long = f"{title}{LONG}"[:60]
    await page.set_viewport_size({"width": 360, "height": 800})
    await sign_in(page, "tower", at="/org/offers")
    await page.get_by_role("button", name="新增资源").click()
    form = page.get_by_role("form", name="新增资源")
    await form.get_by_label("名称").fill(long)
    await form.get_by_label("类别").select_option("space")
    await form.get_by_label("说明").fill("一间会议室，周末可用。电话 13800138000")
    await form.get_by_role("button", name="保存").click()
    await expect(form.get_by_role("alert")).to_contain_text("detail")
    await form.get_by_label("说明").fill("一间会议室，周末可用。")
    await form.get_by_role("button", name="保存").click()
    await expect(card(page, long)).to_contain_text("待社区审核")
    await assert_not_cut_off(page)
    await card(page, long).get_by_role("button", name="停止提供").click()
    await card(page, long).get_by_label("原因").select_option("replaced")
    await card(page, long).locator("form").get_by_role("button", name="停止提供").click()
    await expect(page.get_by_role("status").filter(has_text=f"已停止提供：{title}")).to_be_visible()


async def test_the_scorecard_is_taken_away_as_picture_and_table(page: Page) -> None:
    await sign_in(page, "tower", at="/org/scorecard/2024Q4")
    await expect(page.get_by_role("row", name=re.compile("公益服务"))).to_be_visible()
    await expect(page.get_by_role("row", name=re.compile("公益服务"))).to_contain_text("无数据")
    async with page.expect_download() as saved:
        await page.get_by_role("button", name=re.compile("PNG")).click()
    assert (await (await saved.value).path()).read_bytes().startswith(b"\x89PNG")
    async with page.expect_download() as saved:
        await page.get_by_role("button", name=re.compile("CSV")).click()
    lines = (await (await saved.value).path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "指标,2024Q4,上季度 2024Q3"
    assert len(lines) == 7


async def speak(page: Page, language: str) -> None:
    """Shows the page in `language`, by its own switch."""
    if language == "en":
        await page.get_by_role("button", name="English").click()
        await expect(page.get_by_role("button", name="中文")).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_all_of_it_can_be_used_by_everybody(windows: Windows, language: str) -> None:
    page = await windows.open(width=360)
    await sign_in(page, "tower", at="/org")
    await speak(page, language)
    for part in PARTS:
        await page.locator(f'main nav a[href^="/org/{part.partition("/")[0]}"]').click()
        await expect(page.locator("main h2").first).to_be_visible()
        await expect(page.get_by_text(re.compile("^(请稍候|One moment)"))).to_have_count(0)
        await assert_accessible(page)
        await assert_not_cut_off(page), part
