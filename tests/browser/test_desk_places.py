"""In which building a person lives: said at registration, mended later, and found again in the return visits."""

import re
from uuid import uuid4

from playwright.async_api import expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in
from tests.support.dev import Dev


async def test_return_visits_go_by_the_building_that_was_registered(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    mark = uuid4().hex[:6]
    async with next_door(running) as door:
        await door.place(f"测试{mark}号楼")
        await door.place(f"测试{mark}旁楼")
        await sign_in(page, "other_desk", at="/desk/entry")
        await page.get_by_label("姓名").fill("测试住户")
        await page.get_by_label(re.compile("^原话")).fill(f"想请人换一个灯泡 {mark}")
        await page.get_by_label(re.compile("^楼院")).select_option(label=f"测试{mark}旁楼")
        await assert_accessible(page)
        await page.set_viewport_size({"width": 390, "height": 800})
        await assert_not_cut_off(page)
        await page.set_viewport_size({"width": 1280, "height": 800})
        await page.get_by_label(re.compile("^楼院")).press("Enter")
        await page.get_by_role("link", name="现在审核").press("Enter")
        await expect(page.get_by_text(f"想请人换一个灯泡 {mark}").first).to_be_visible()
        lives = page.get_by_role("form", name=re.compile("^楼院"))
        await expect(lives.locator("option:checked").first).to_have_text(f"测试{mark}旁楼")
        await lives.locator("select").first.select_option(label=f"测试{mark}号楼")
        await lives.locator("select").first.press("Enter")
        await expect(page.locator("[aria-live=polite]").filter(has_text="楼院已登记")).to_have_count(1)
        await assert_accessible(page)
        await page.get_by_label("公开文字").fill(f"换一个灯泡（测试 {mark}）")
        await page.locator("form").get_by_label("类别").select_option("repair")
        wish = page.url.rpartition("/")[2]
        await page.keyboard.press("Control+Enter")
        await expect(page).not_to_have_url(re.compile(wish))
        request = wish.replace("wish_", "req_")
        await door.hand_over(request)
        await page.goto("/desk/returns")
        building = page.locator("section").filter(has=page.get_by_role("heading", name=re.compile(f"测试{mark}号楼")))
        await expect(building.get_by_text(f"换一个灯泡（测试 {mark}）")).to_be_visible()
