"""Ways around the desk: on a narrow screen, within a long page, to the last step of a thing, to a category by a key."""

import re

from playwright.async_api import expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in
from tests.support.dev import Dev

NARROW = 390
HEAD = 150
"""Pixels above the work, at most."""


async def test_on_a_narrow_screen_the_work_begins_at_once(windows: Windows) -> None:
    page = await windows.open(width=NARROW, height=844)
    await sign_in(page, "desk", at="/desk/past")
    heading = page.get_by_role("heading", level=1)
    await expect(heading).to_be_visible()
    await page.wait_for_function(
        "most => [...document.querySelectorAll('h1')].some((each) => each.getBoundingClientRect().top <= most)",
        arg=HEAD,
    )
    parts = page.get_by_role("navigation", name="工作台栏目")
    await expect(parts.locator("a.here")).to_be_in_viewport(ratio=1)
    await expect(parts.get_by_role("link", name="今天")).not_to_be_in_viewport()
    await parts.get_by_role("link", name="今天").focus()
    await expect(parts.get_by_role("link", name="今天")).to_be_in_viewport(ratio=1)
    await page.keyboard.press("Enter")
    await expect(heading).to_have_text("今天")
    await expect(page.get_by_role("button", name="刷新")).to_be_visible()
    await assert_accessible(page)
    await assert_not_cut_off(page)


async def test_a_section_of_the_ledger_has_an_address_and_is_reached_by_keys(windows: Windows) -> None:
    page = await windows.open(width=1366, height=768)
    await sign_in(page, "other_desk", at="/desk/ledger/classes")
    classes = page.locator("[data-section=classes]")
    await expect(classes).to_be_focused()
    await expect(classes.get_by_role("heading")).to_be_in_viewport()
    await page.keyboard.press("Tab")
    await expect(classes.locator(":focus")).to_have_count(1)
    sections = page.get_by_role("navigation", name="本页各栏")
    await sections.get_by_role("link", name="楼院").focus()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/desk/ledger/places$"))
    await expect(page.locator("[data-section=places]")).to_be_focused()
    await expect(page.locator("[data-section=places] h2")).to_be_in_viewport()
    await assert_accessible(page)


async def test_of_each_thing_to_be_told_the_last_step_is_shown(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    text = "想有人陪着学写毛笔字（步骤测试）"
    async with next_door(running) as door:
        person = await door.resident("步测", "13800006107")
        await door.fulfil_for(person, text)
        await door.client.read(door.token, "/notify/v1/tasks", after="matching", community=door.community)
        await sign_in(page, "other_desk", at="/desk/today")
        await expect(page.get_by_role("heading", name=re.compile("^要告知的人"))).to_be_visible()
        more = page.get_by_role("button", name=re.compile(r"^还有 \d+ 件"))
        if await more.count():
            await more.press("Enter")
        thing = page.locator("li li").filter(has_text=text)
        await expect(thing).to_have_count(1)
        steps = thing.locator("details p")
        await expect(steps.first).not_to_be_visible()
        await thing.get_by_text(re.compile(r"^之前还有 \d+ 步$")).press("Enter")
        await expect(steps.first).to_be_visible()
        assert await steps.count() >= 1
        await assert_accessible(page)


async def test_a_category_is_chosen_by_its_number_or_its_letter(windows: Windows) -> None:
    page = await windows.open()
    await sign_in(page, "other_desk", at="/desk/needs")
    await page.get_by_role("button", name="登记需求").press("Enter")
    category = page.locator("form").get_by_label("类别")
    await category.focus()
    await page.keyboard.press("3")
    await expect(category).to_have_value("repair")
    await page.keyboard.press("t")
    await expect(category).to_have_value("parking")
    await page.keyboard.press("c")
    await page.keyboard.press("c")
    await expect(category).to_have_value("charging")
    await page.keyboard.type("11")
    await expect(category).to_have_value("space")
    print("keys to choose a category: 1 or 2; by arrows it took up to 16")
    await assert_accessible(page)
