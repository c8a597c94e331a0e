"""A child's wish at the desk: entered with its guardian by keys, confirmed by the guardian's word; and what happens
when nobody decides any more."""

import re
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in
from tests.support.dev import Dev

NARROW = {"width": 390, "height": 800}
WIDE = {"width": 1280, "height": 800}


async def pressed(page: Page, *keys: str) -> int:
    """Presses `keys` and says how many there were."""
    for key in keys:
        await page.keyboard.press(key)
    return len(keys)


async def tabbed_to(page: Page, label: re.Pattern[str]) -> int:
    """Goes on to a field, and says with how many keys."""
    for keys in range(1, 9):
        await page.keyboard.press("Tab")
        if await page.get_by_label(label).evaluate("(field) => field === document.activeElement"):
            return keys
    raise AssertionError(f"no way to {label.pattern}")


async def entered(page: Page, phone: str, mark: str) -> int:
    """A child's wish with its guardian, from the first field to saving; says how many keys that took, besides the words
    that are typed."""
    await expect(page.get_by_label(re.compile("^电话"))).to_be_focused()
    keys = await pressed(page, "Tab")
    await page.keyboard.type(f"测小孩{mark}")
    keys += await pressed(page, "Tab", "Tab", "End")
    await expect(page.get_by_label("监护人姓名")).to_be_visible()
    keys += await pressed(page, "Tab")
    await page.keyboard.type(phone)
    keys += await pressed(page, "Tab")
    await page.keyboard.type(f"测家长{mark}")
    keys += await pressed(page, "Tab", "Tab")
    await expect(page.get_by_label("孩子的出生日期")).to_be_focused()
    await page.get_by_label("孩子的出生日期").fill("2017-06-12")  # which part of a day comes first, the browser decides
    keys += await tabbed_to(page, re.compile("^原话"))
    await page.keyboard.type(f"想要一盒水彩笔 {mark}")
    await assert_accessible(page)
    await page.set_viewport_size(NARROW)
    await assert_not_cut_off(page)
    await page.set_viewport_size(WIDE)
    return keys + await pressed(page, "Control+Enter")


async def test_a_childs_wish_is_entered_with_its_guardian_whose_word_confirms_it(
    windows: Windows, running: Dev
) -> None:
    page = await windows.open()
    mark = uuid4().hex[:6]
    async with next_door(running) as door:
        await sign_in(page, "other_desk", at="/desk/entry")
        keys = await entered(page, f"139{int(mark, 16) % 10**8:08}", mark)
        print(f"keys for a child's wish with its guardian: {keys}, and what is typed")
        assert keys <= 14
        await page.get_by_role("link", name="现在审核").press("Enter")
        await expect(page.get_by_text("未成年人，由监护人决定。")).to_be_visible()
        await page.locator("section").filter(has_text="未成年人").get_by_role("button", name="显示姓名和电话").click()
        await expect(page.locator(".reached")).to_contain_text(f"测家长{mark}")
        await page.get_by_label("公开文字").fill(f"一盒水彩笔（监护 {mark}）")
        await page.locator("form").get_by_label("类别").select_option("supplies")
        wish = page.url.rpartition("/")[2]
        await page.keyboard.press("Control+Enter")
        await expect(page).not_to_have_url(re.compile(wish))
        request = wish.replace("wish_", "req_")
        await door.hand_over(request)
        await page.goto("/desk/returns")
        visit = page.locator("li.card").filter(has_text=f"监护 {mark}")
        await visit.get_by_role("button", name="显示姓名和电话").press("Enter")
        await expect(visit.locator(".reached")).to_contain_text(f"测家长{mark}")
        await visit.focus()
        await page.keyboard.press("5")
        await expect(visit).to_have_count(0)
        await page.goto(f"/desk/cases/{request}")
        await expect(page.locator(".history").get_by_text(re.compile("5 分，电话回访"))).to_be_visible()


async def test_a_child_whose_guardian_is_gone_waits_in_todays_list_for_another(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    mark = uuid4().hex[:6]
    async with next_door(running) as door:
        wish, child = await door.child_without_a_guardian(f"测孤儿{mark}", f"想看花灯 {mark}")
        await sign_in(page, "other_desk", at=f"/desk/review/{wish}")
        await expect(page.get_by_text("这位未成年人现在没有监护人")).to_be_visible()
        await assert_accessible(page)
        await page.goto("/desk/today")
        waiting = page.locator("section").filter(has=page.get_by_role("heading", name=re.compile("要登记监护人的孩子")))
        await waiting.locator(f"a[href$='/desk/entry/{child}']").press("Enter")
        await page.get_by_role("button", name="显示姓名和电话").press("Enter")
        await expect(page.locator(".reached")).to_contain_text(f"测孤儿{mark}")
        await page.get_by_label("监护人姓名").fill(f"测姑姑{mark}")
        await page.get_by_label("与孩子的关系").select_option("relative")
        await page.get_by_label("孩子的出生日期").fill("2016-02-29")
        await assert_accessible(page)
        await page.set_viewport_size(NARROW)
        await assert_not_cut_off(page)
        await page.keyboard.press("Control+Enter")
        await expect(page.locator("[aria-live=polite]").filter(has_text="已登记监护人。")).to_have_count(1)
        await door.client.until(door.token, f"/registry/v1/wishes/{wish}", lambda seen: seen["guardian"])
        await page.goto(f"/desk/review/{wish}")
        await expect(page.get_by_text("未成年人，由监护人决定。")).to_be_visible()
