"""Every list of the desk goes out as a text for a group chat: with its day, numbered, and nothing that isn't public."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, sign_in
from tests.support.dev import Dev

COPY = re.compile("复制成文字")
LISTS = [
    "cases",
    "organizations",
    "organizations/members",
    "agreements",
    "bookings",
    "offers",
    "offers/outside",
    "needs",
]


async def test_each_list_can_be_sent_on(windows: Windows) -> None:
    page = await windows.open()
    await sign_in(page, "other_desk", at="/desk/today")
    for part in LISTS:
        await page.goto(f"/desk/{part}")
        await expect(page.get_by_role("button", name=COPY)).to_have_count(1)


@pytest.mark.parametrize(("part", "title"), [("cases", "办件"), ("organizations", "单位")])
async def test_what_is_sent_is_numbered_and_says_the_day(windows: Windows, running: Dev, part: str, title: str) -> None:
    page = await windows.open()
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    mark = uuid4().hex[:6]
    async with next_door(running) as door:
        await door.opened(await door.publish(f"发到群里的事（测试 {mark}）"))
        await door.register(f"群发测试{mark}商行")
        await sign_in(page, "other_desk", at=f"/desk/{part}")
        await expect(page.get_by_role("link", name=re.compile(mark))).to_have_count(1)
        await page.get_by_role("button", name=COPY).press("Enter")
        await expect(page.locator("[aria-live=polite]").filter(has_text="可直接粘贴")).to_have_count(1)
        text = await page.evaluate("() => navigator.clipboard.readText()")
        assert re.match(rf"{title}（\d{{4}}-\d\d-\d\d）\n1\. ", text)
        assert mark in text
