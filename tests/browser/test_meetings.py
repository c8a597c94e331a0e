"""A claiming meeting of thirty wishes: prepared by clicks, run by keys, on the projector, and on paper at the end."""

import re
import time

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in
from tests.support.dev import Dev

WISHES = 30
A_WISH = 5.0
"""Seconds an operator may need for one."""


async def test_thirty_wishes_are_claimed_aloud(windows: Windows, running: Dev) -> None:
    desk = await windows.open()
    projector = await windows.open(width=1920, height=1080)
    async with next_door(running) as door:
        await door.register("北京八角小学（测试）")
        for number in range(WISHES):
            await door.publish(f"认领会的心愿第 {number + 1} 个", quantity=20 if number == 1 else 1)
        meeting = await prepare(desk)
        await projector.goto(f"/meeting/{meeting}")
        await expect(projector.get_by_text("认领会尚未开始")).to_be_visible()
        await intend(desk)
        await desk.get_by_role("button", name="开始认领会").click()
        await expect(projector.locator("[data-light]")).to_have_count(await count(desk))
        await run(desk, projector)
        await refuse_and_undo(desk, projector)
        await close(desk, projector)


async def test_residents_claim_by_phone_and_a_fast_enter_takes_who_is_meant(windows: Windows, running: Dev) -> None:
    desk = await windows.open()
    async with next_door(running) as door:
        for name in ("天桥理发店", "天桥理发店二店", "天桥绿发园艺"):
            await door.register(name)
        for name, phone in (("钱甲", "13800007001"), ("钱乙", "13800007001"), ("孙丙", "13800007002")):
            await door.resident(name, phone)
        for number in range(5):
            await door.publish(f"居民也来认领第 {number + 1} 个")
        await prepare(desk, "居民也来认领")
        await desk.get_by_role("button", name="开始认领会").click()
        await expect(desk.get_by_role("combobox")).to_be_focused()
        await by_phone(desk)
        await in_a_hurry(desk)
        await assert_accessible(desk)


async def by_phone(desk: Page) -> None:
    """One alone has the number; two of a household; nobody yet, who is registered by name on the way."""
    line = desk.get_by_role("combobox")
    await type_fast(desk, "1 138 0000 7002")
    await expect(row(desk, 1)).to_contain_text(re.compile(r"已认领\s*居民"))
    await type_fast(desk, "2 13800007001")
    await expect(desk.get_by_text("不止一个符合")).to_be_visible()
    await expect(desk.get_by_role("option", name="钱＊")).to_have_count(2)
    await desk.keyboard.press("ArrowDown")
    await desk.keyboard.press("Enter")
    await expect(row(desk, 2)).to_contain_text(re.compile(r"已认领\s*居民"))
    await type_fast(desk, "3 13800007003")
    await expect(desk.get_by_text("还没有人用这个电话登记")).to_be_visible()
    await expect(line).to_be_focused()
    await type_fast(desk, " 周丁")
    await expect(row(desk, 3)).to_contain_text(re.compile(r"已认领\s*居民"))
    await enter(desk, "4 13800007003")
    await expect(row(desk, 4)).to_contain_text(re.compile(r"已认领\s*居民"))


async def in_a_hurry(desk: Page) -> None:
    """Enter before the answer: initials that two begin with wait for a choice, those that are one's own do not."""
    await type_fast(desk, "5 tq")
    await expect(desk.get_by_text("不止一个符合")).to_be_visible()
    await expect(row(desk, 5)).to_contain_text("等待认领")
    await desk.keyboard.press("Escape")
    await type_fast(desk, "5 tqlfd")
    await expect(row(desk, 5)).to_contain_text(re.compile(r"已认领\s*天桥理发店"))
    await expect(row(desk, 5)).not_to_contain_text("天桥理发店二店")


async def type_fast(desk: Page, line: str) -> None:
    await desk.keyboard.type(line)
    await desk.keyboard.press("Enter")


async def prepare(desk: Page, wishes: str = "认领会的心愿") -> str:
    """All open wishes of these words, one moved up; gives the meeting's id."""
    await sign_in(desk, "other_desk", at="/meetings")
    await assert_accessible(desk)
    await desk.get_by_role("link", name="准备一场认领会").click()
    await desk.get_by_label("名称").fill("年度微心愿认领会")
    await desk.get_by_label("按文字查找").fill(wishes)
    await desk.get_by_role("button", name="全部选入").click()
    await desk.get_by_role("button", name="上移 2 号").click()
    await expect(desk.get_by_role("button", name="下移 1 号")).to_be_focused()
    await assert_accessible(desk)
    await desk.get_by_role("button", name="保存").click()
    await desk.wait_for_url(re.compile("/meetings/meeting_"))
    await expect(desk.get_by_role("heading", name="年度微心愿认领会")).to_be_visible()
    return desk.url.rpartition("/")[2].partition("?")[0]


async def intend(desk: Page) -> None:
    await enter(desk, "3 bjbj")
    await expect(row(desk, 3)).to_contain_text("意向： 北京八角小学")


async def run(desk: Page, projector: Page) -> None:
    """The first by its intention, the second in part, the others by initials; no mouse, and nobody waits."""
    line = desk.get_by_role("combobox")
    await expect(line).to_be_focused()
    for number in range(1, await count(desk) + 1):
        began = time.monotonic()
        await desk.keyboard.type(f"{number}" if number == 3 else f"{number} bjbj")
        await expect(desk.get_by_role("option").first).to_contain_text("北京八角小学")
        await desk.keyboard.press("Enter")
        await expect(line).to_have_value("")
        assert time.monotonic() - began < A_WISH
    total = await count(desk)
    await expect(desk.get_by_text(f"已认领 {total} / {total}")).to_be_visible()
    await expect(projector.locator('[data-light="lit"]')).to_have_count(total)
    await expect(projector.get_by_text("北京八角小学（测试）").first).to_be_visible()
    await assert_accessible(projector)
    await assert_accessible(desk)


async def refuse_and_undo(desk: Page, projector: Page) -> None:
    """Who comes second is told who was first; what was a mistake is taken back, by keys."""
    total = await count(desk)
    await enter(desk, "5 bjbj")
    refused = desk.locator('[data-state="refused"]')
    await expect(refused).to_contain_text("5 号已由北京八角小学（测试）认领")
    await enter(desk, "-5", match=False)
    await expect(row(desk, 5)).to_contain_text("等待认领")
    await expect(projector.locator('[data-light="lit"]')).to_have_count(total - 1)
    await desk.keyboard.press("Control+z")
    await expect(row(desk, total)).to_contain_text("等待认领")
    await expect(projector.locator('[data-light="lit"]')).to_have_count(total - 2)


async def close(desk: Page, projector: Page) -> None:
    total = await count(desk)
    await desk.get_by_role("button", name="结束认领会").click()
    await expect(desk.get_by_role("button", name="不，返回")).to_be_focused()
    await desk.get_by_role("button", name="确定").click()
    await expect(projector.get_by_text(f"认领会已结束：{total} 个心愿，已认领 {total - 2} 个")).to_be_visible()
    await desk.get_by_role("link", name="签字表与群消息").click()
    text = await desk.get_by_role("textbox", name="微信群消息").input_value()
    assert f"{total} 个心愿，已认领 {total - 2} 个" in text
    assert "北京八角小学（测试）" in text
    await expect(desk.get_by_role("row")).to_have_count(total + 1)
    await assert_accessible(desk)


@pytest.mark.parametrize("width", [360, 1280])
async def test_in_english_and_narrow(windows: Windows, width: int) -> None:
    page = await windows.open(width=width, locale="en-US")
    await sign_in(page, "other_desk", at="/meetings/new")
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Prepare a claiming meeting")
    await expect(page.get_by_role("heading", name="Open wishes")).to_be_visible()
    await assert_not_cut_off(page)
    await assert_accessible(page)


async def enter(desk: Page, line: str, match: bool = True) -> None:
    await desk.get_by_role("combobox").fill(line)
    if match:
        await expect(desk.get_by_role("option").first).to_be_visible()
    await desk.keyboard.press("Enter")


async def count(desk: Page) -> int:
    return await desk.locator("tr[data-number]").count()


def row(desk: Page, number: int) -> Locator:
    return desk.locator(f'tr[data-number="{number}"]')
