"""What is on the lists is found by pinyin and initials too, and says what it costs and whom to ask."""

import json
import re
from dataclasses import replace

from playwright.async_api import Locator, Page, expect

from demo.playing import PLAYED
from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, sign_in
from tests.support.dev import Dev


def line(page: Page, text: str) -> Locator:
    return page.locator(".work li").filter(has_text=text)


async def test_initials_find_offers_needs_and_cases(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        await door.offer("书法讲座", category="party_building")
        await door.offer("旧衣回收", category="party_building")
        await door.need("借用音响设备")
        await door.publish("油漆剥落的长椅")
    await sign_in(page, "other_desk", at="/desk/offers")
    await page.get_by_label("筛选").fill("sf")
    await expect(line(page, "书法讲座")).to_be_visible()
    await expect(line(page, "旧衣回收")).to_have_count(0)
    await expect(line(page, "书法讲座")).to_contain_text("免费")
    await page.get_by_label("筛选").fill("没有这样的资源")
    await expect(page.get_by_text(re.compile("显示 0 条"))).to_be_visible()
    await assert_accessible(page)
    await page.goto("/desk/needs")
    await page.get_by_label("筛选").fill("yinxiang")
    await expect(line(page, "借用音响设备")).to_be_visible()
    await page.goto("/desk/cases")
    await page.get_by_label("筛选").fill("yq")
    await expect(line(page, "油漆剥落的长椅")).to_be_visible()
    await expect(line(page, "借用音响设备")).to_have_count(0)


async def test_an_organization_finds_what_it_can_claim_by_initials(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        request = await door.publish("扎灯笼的竹篾")
        await door.opened(request)
    await sign_in(page, "tower", at="/org/open")
    await page.get_by_label("范围").select_option(index=1)
    await page.get_by_label("按文字查找").fill("dl")
    await expect(page.locator(".card").filter(has_text="扎灯笼的竹篾")).to_be_visible()


async def test_an_offer_says_whom_to_ask(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        by_phone = await door.offer("借打印机", category="space")
        by_person = await door.offer("借投影仪", category="space")
        await door.phone("010-63000077")
        await door.ask_about(by_phone, phone="010-63000077")
        person = await door.contact("何联系", "13800138066", "emergency")
        await door.ask_about(by_person, person=person)
    await sign_in(page, "other_desk", at="/desk/offers")
    await expect(line(page, "借打印机")).to_contain_text("联系 +86 10 6300 0077")
    row = line(page, "借投影仪")
    await expect(row).to_contain_text("联系 指定的联系人")
    await row.get_by_role("button", name="更多").click()
    await expect(row).to_contain_text("联系 应急联系人")
    await expect(row).not_to_contain_text("何联系")
    await assert_accessible(page)


async def test_an_organization_says_who_is_asked_about_its_offers(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as other:
        door = replace(other, **_at_home(running))
        offer = await door.offer("借对讲机", category="space")
        organization = await door.client.read(door.token, f"/registry/v1/organizations/{door.organization}")
        await door.ask_about(offer, person=organization["contacts"][0]["person"])
    await sign_in(page, "tower", at="/org/offers")
    card = page.locator("li.card").filter(has_text="借对讲机")
    await expect(card).to_contain_text(re.compile("联系 (负责人|联络员|资源联系人|需求联系人|应急联系人|其他)"))
    await expect(card).to_contain_text("免费")
    await assert_accessible(page)


def _at_home(running: Dev) -> dict[str, str]:
    """The desk of the demonstration's own community, and the tower in it."""
    ids = json.loads((running.state / PLAYED).read_text())["ids"]
    token = (running.state / "tokens" / "desk").read_text().strip()
    return {"token": token, "community": ids["hetaoyuan"], "organization": ids["org.tower"]}
