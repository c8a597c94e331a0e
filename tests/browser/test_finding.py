"""What is on the lists is found by pinyin and initials too."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, sign_in
from tests.support.dev import Dev


def line(page: Page, text: str) -> Locator:
    return page.locator(".work li").filter(has_text=text)


async def test_initials_find_offers_needs_and_cases(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        await door.offer("书法讲座（测试）", category="culture")
        await door.offer("旧衣回收（测试）", category="environment")
        await door.need("借用音响设备（测试）")
        await door.publish("油漆剥落的长椅（测试）")
    await sign_in(page, "other_desk", at="/desk/offers")
    await page.get_by_label("筛选").fill("sf")
    await expect(line(page, "书法讲座（测试）")).to_be_visible()
    await expect(line(page, "旧衣回收（测试）")).to_have_count(0)
    await expect(line(page, "书法讲座（测试）")).to_contain_text("免费")
    await page.get_by_label("筛选").fill("没有这样的资源")
    await expect(page.get_by_text(re.compile("显示 0 条"))).to_be_visible()
    await assert_accessible(page)
    await page.goto("/desk/needs")
    await page.get_by_label("筛选").fill("yinxiang")
    await expect(line(page, "借用音响设备（测试）")).to_be_visible()
    await page.goto("/desk/cases")
    await page.get_by_label("筛选").fill("yq")
    await expect(line(page, "油漆剥落的长椅（测试）")).to_be_visible()
    await expect(line(page, "借用音响设备（测试）")).to_have_count(0)


async def test_an_organization_finds_what_it_can_claim_by_initials(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        request = await door.publish("扎灯笼的竹篾（测试）")
        await door.opened(request)
    await sign_in(page, "tower", at="/org/open")
    await page.get_by_label("范围").select_option(index=1)
    await page.get_by_label("按文字查找").fill("dl")
    await expect(page.locator(".card").filter(has_text="扎灯笼的竹篾（测试）")).to_be_visible()
