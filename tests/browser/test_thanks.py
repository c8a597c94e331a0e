"""Thanks for a wish that came true: noted, reviewed and passed on at the desk, read on the wall, and taken back."""

from playwright.async_api import expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in
from tests.support.dev import Dev

WORDS = "周测谢谢修琴的小伙子（测试），琴声又亮了"
TEXT = "琴声又亮了，谢谢（测试）"


async def test_thanks_are_noted_and_passed_on_by_keys(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        person = await door.resident("周测琴", "13800139631")
        request = await door.fulfil_for(person, "修好一把琴（测试）")
        await sign_in(page, "other_desk", at=f"/desk/cases/{request}")
        section = page.get_by_role("region", name="感谢")
        await section.get_by_role("button", name="登记感谢").focus()
        await page.keyboard.press("Enter")
        await expect(section.get_by_label("本人原话")).to_be_focused()
        await page.keyboard.type(WORDS)
        await section.get_by_label("本人同意给谁看").select_option("everybody")
        await assert_accessible(page)
        await page.keyboard.press("Control+Enter")
        await expect(section.get_by_text(WORDS)).to_be_visible()
        await expect(section.get_by_label("转达的文字")).to_be_focused()
        await page.keyboard.press("Alt+c")
        await expect(section.get_by_label("转达的文字")).to_have_value(WORDS)
        await section.get_by_label("转达的文字").fill(TEXT)
        await assert_accessible(page)
        await page.set_viewport_size({"width": 390, "height": 800})
        await assert_not_cut_off(page)
        await page.keyboard.press("Control+Enter")
        await expect(section.get_by_text("已转达给帮忙的单位")).to_be_visible()
        await expect(section.get_by_text(WORDS)).to_have_count(0)

        wall = await windows.open(width=1920, height=1080)
        await wall.goto(f"/wall/{door.community}")
        await expect(wall.get_by_role("region", name="居民的感谢")).to_contain_text(TEXT)
        await assert_accessible(wall)

        await section.get_by_role("button", name="撤回感谢").click()
        await section.get_by_label("原因").select_option("consent_withdrawn")
        await page.keyboard.press("Enter")
        await expect(section.get_by_text("上次登记的已撤回：本人不再同意")).to_be_visible()
        await expect(wall.get_by_text(TEXT)).to_have_count(0)
