"""A plan at the desk: worked out, read with its reasons, changed, and ended."""

from playwright.async_api import expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, sign_in
from tests.support.dev import Dev


async def test_a_plan_is_worked_out_and_a_line_changed(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        await door.offer("古筝演奏（测试）", category="culture")
        await door.publish("请人弹一曲古筝（测试）")
        await sign_in(page, "other_desk", at="/desk/plans")
        await page.get_by_role("button", name="新的安排").click()
        await page.keyboard.type("测试安排")
        await page.keyboard.press("Enter")
        line = page.locator("ol > li").filter(has_text="弹一曲古筝")
        await expect(line).to_contain_text("古筝演奏（测试）")
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
