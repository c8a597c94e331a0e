"""A plan at the desk: worked out, read with its reasons, changed, and ended; and one for a meeting."""

import re

from playwright.async_api import expect

from tests.browser.next_door import next_door
from tests.browser.test_meetings import prepare
from tests.browser.visiting import Windows, assert_accessible, sign_in
from tests.support.dev import Dev


async def test_a_plan_is_worked_out_and_a_line_changed(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        offer = await door.offer("古筝演奏", category="volunteering")
        request = await door.publish("请人弹一曲古筝", category="volunteering")
        await door.suggested(request, offer)
        await sign_in(page, "other_desk", at="/desk/plans")
        await page.get_by_role("button", name="新的安排").click()
        await page.keyboard.type("测试安排")
        await page.keyboard.press("Enter")
        line = page.locator("ol > li").filter(has_text="弹一曲古筝")
        await expect(line).to_contain_text("古筝演奏")
        await expect(line).to_contain_text("都说到：古筝")
        await assert_accessible(page)
        await line.get_by_role("button", name="去问").click()
        await expect(line).to_contain_text("已问，等答复")
        await line.get_by_role("button", name="换人").click()
        await expect(line).to_contain_text("这一件就没有人办，要另外找")
        await assert_accessible(page)
        await line.get_by_role("button", name="先不安排").click()
        await expect(line).to_contain_text("已改动，比现在差不少")
        await page.set_viewport_size({"width": 390, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        await page.get_by_role("button", name="办完了").click()
        await expect(line.get_by_role("button", name="换人")).to_have_count(0)
        await page.get_by_role("button", name="回到列表").click()
        await expect(page.locator("li.card").filter(has_text="测试安排")).to_contain_text("已办完")


async def test_a_plan_for_a_meeting_has_its_wishes_and_no_others(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        for text in ("会上认领的竹凳甲", "会上认领的竹凳乙", "不在会上的木桌"):
            await door.opened(await door.publish(text))
    meeting = await prepare(page, "会上认领的竹凳")
    await page.get_by_role("link", name="算一份安排").click()
    await expect(page.get_by_text("只安排认领会“年度微心愿认领会”里的心愿。")).to_be_visible()
    await expect(page.get_by_label("名称")).to_have_value("年度微心愿认领会 安排")
    await assert_accessible(page)
    async with page.expect_request("**/api/matching/v1/plans") as asked:
        await page.keyboard.press("Enter")
    assert (await asked.value).post_data_json["meeting"] == meeting
    lines = page.locator("ol > li")
    await expect(lines).to_have_count(2)
    await expect(lines.filter(has_text="木桌")).to_have_count(0)
    await page.get_by_role("button", name="回到列表").click()
    card = page.locator("li.card").filter(has_text="年度微心愿认领会 安排")
    await expect(card.get_by_role("link", name="认领会")).to_have_attribute("href", re.compile(f"/meetings/{meeting}$"))
