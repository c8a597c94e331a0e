"""An organization answers a collection campaign on its own page, line by line, and the desk sees what is to review."""

import json
import re
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from playwright.async_api import expect

from demo.client import Client
from demo.playing import PLAYED
from services.catalogue import SERVICES
from tests.browser.next_door import Patient
from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in
from tests.support.dev import Dev

TITLE = "征集问答（测试）"


class Campaign:
    """A campaign about two offers of the tower's that only members see."""

    def __init__(self, client: Client, token: str) -> None:
        self.client, self.token = client, token
        self.id, self.offers = "", list[str]()

    async def write(self, path: str, **body: object) -> str:
        return (await self.client.write(self.token, uuid4().hex, "POST", path, body)).id

    async def begin(self, community: str, organization: str) -> None:
        about = {"detail": "只供测试", "category": "charging", "mode": "standing", "audience": "members"}
        for name in ("充电插座", "充电桩"):
            title = f"{name}（测试征集）"
            self.offers.append(await self.write("/registry/v1/offers", organization=organization, title=title, **about))
            await self.write(f"/registry/v1/offers/{self.offers[-1]}/listing")
        said = {"community": community, "title": TITLE, "first": "2024-01-01", "last": "2024-12-31"}
        asked = {"category": "charging", "organization": organization}
        self.id = await self.write("/registry/v1/campaigns", **said, about=asked)


@pytest.fixture
async def campaign(running: Dev) -> AsyncIterator[Campaign]:
    """The campaign, which is over at the end, and its offers with it."""
    ids = json.loads((running.state / PLAYED).read_text())["ids"]
    token = (running.state / "tokens" / "desk").read_text().strip()
    async with Patient(dict.fromkeys(SERVICES, running.address)) as client:
        made = Campaign(client, token)
        await made.begin(ids["hetaoyuan"], ids["org.tower"])
        yield made
        for offer in made.offers:
            await made.write(f"/registry/v1/offers/{offer}/ending", reason="other")
        await made.write(f"/registry/v1/campaigns/{made.id}/closing")


async def test_an_organization_answers_line_by_line(windows: Windows, campaign: Campaign) -> None:
    tower, desk = await windows.open(), await windows.open()
    await sign_in(tower, "tower", at="/org/offers")
    asked = tower.get_by_role("region", name=TITLE)
    socket = asked.locator("li.card").filter(has_text="充电插座（测试征集）")
    pile = asked.locator("li.card").filter(has_text="充电桩（测试征集）")
    await expect(asked).to_contain_text("请在 2024-12-31 前逐条答复")
    await assert_accessible(tower)
    await socket.get_by_role("button", name="仍有效").press("Enter")
    await expect(socket.locator(".badge")).to_have_text("仍有效")
    await pile.get_by_role("button", name="有变化").press("Enter")
    form = pile.get_by_role("form", name="有变化")
    await form.get_by_label("说明（公开").fill("加了一个插口")
    await assert_accessible(tower)
    await tower.set_viewport_size({"width": 390, "height": 800})
    await assert_not_cut_off(tower)
    await form.get_by_role("button", name="保存").press("Enter")
    await expect(pile.locator(".badge")).to_have_text("有变化 · 等社区审核")
    print("keys: 1 for a line that holds, 2 for one that has changed, besides the words and the tabs")

    await sign_in(desk, "desk", at=f"/desk/offers/{campaign.id}")
    line = desk.locator("li.card").filter(has_text="充电桩（测试征集）")
    await expect(line).to_contain_text("加了一个插口")
    await line.get_by_role("button", name="接受").press("Enter")
    await expect(line).to_contain_text("已接受")


async def test_what_is_proposed_in_a_campaign_is_entered_on_its_sheet(windows: Windows, campaign: Campaign) -> None:
    desk = await windows.open()
    await sign_in(desk, "desk", at=f"/desk/offers/{campaign.id}")
    await expect(desk.locator("main")).to_contain_text("新提出 0")
    await desk.get_by_role("button", name="登记新提出的资源").press("Enter")
    form = desk.get_by_role("form", name="登记资源")
    await form.get_by_role("combobox", name="提供单位").fill("北京小学")
    await expect(desk.get_by_role("option", name="北京小学广内分校")).to_be_visible()
    await desk.keyboard.press("Enter")
    await form.get_by_label("名称", exact=True).fill("旧书架（测试征集）")
    await form.get_by_label(re.compile("^说明")).fill("可随时来取")
    await form.get_by_label("类别").select_option("space")
    await assert_accessible(desk)
    async with desk.expect_response("**/registry/v1/offers") as answer:
        await form.get_by_role("button", name="保存").press("Enter")
    campaign.offers.append((await (await answer.value).json())["id"])
    await expect(desk.locator("main")).to_contain_text("新提出 1")
