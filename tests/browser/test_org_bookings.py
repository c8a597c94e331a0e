"""An organization's contact books each week for its own need, moves a booking, and changes what its offer says."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.next_door import NextDoor, at_home
from tests.browser.visiting import Windows, assert_accessible, assert_fits_a_phone, sign_in
from tests.support.bookable import AFTERNOON, MORNING, daily, in_days, room_of
from tests.support.dev import Dev

WEEKS = 3


@pytest.fixture
def title() -> str:
    """A title nobody else has."""
    return f"借用投影机 {uuid4().hex[:6]}"


def card(page: Page, text: str) -> Locator:
    return page.locator("main li.card").filter(has_text=text)


async def said(page: Page, text: str) -> None:
    await expect(page.locator("p.said")).to_contain_text(text)


async def lend(door: NextDoor, title: str) -> str:
    """Five of something that can be booked each morning and afternoon."""
    offered = room_of(title=title, category="supplies", seats=None, parallel=5, availability=daily(MORNING, AFTERNOON))
    return await door.list_offer(door.organization, offered)


async def test_a_weekly_series_is_booked_for_a_need_of_ones_own(windows: Windows, running: Dev, title: str) -> None:
    first = in_days(3)
    last = (date.fromisoformat(first) + timedelta(weeks=WEEKS - 1)).isoformat()
    async with at_home(running, "power") as door:
        await lend(door, title)
    async with at_home(running, "tower") as door:
        request = await door.need(f"放映用：{title}", category="supplies")
        page = await windows.open()
        await sign_in(page, "tower", at="/org/bookings")
        form = page.get_by_role("form", name="预约")
        await expect(form).to_be_visible()
        await form.get_by_role("combobox", name="资源").select_option(await option(form, "资源", title))
        await form.get_by_label("日期").fill(first)
        await form.get_by_role("combobox", name="时段").select_option(await option(form, "时段", f"{first} {MORNING}"))
        await form.get_by_label(re.compile("^为哪个需求")).select_option(request)
        await expect(form.get_by_label(re.compile("^用途"))).to_have_value(f"放映用：{title}")
        await form.get_by_label(re.compile("^数量")).fill("2")
        await form.get_by_label(re.compile("^每周一次")).fill(last)
        await expect(form.get_by_label("跳过约不上的日子")).to_be_visible()
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        await form.get_by_role("button", name="预约").click()
        await said(page, f"{title}：已预约 {WEEKS} 次。")
        mine = card(page, title).filter(has_text=MORNING)
        await expect(mine).to_have_count(WEEKS)
        await expect(mine.first).to_contain_text("× 2")
        made = await door.client.read(door.token, f"/matching/v1/requests/{request}/bookings")
        assert [(one["day"], one["quantity"]) for one in made] == [
            ((date.fromisoformat(first) + timedelta(weeks=week)).isoformat(), 2) for week in range(WEEKS)
        ]

        await mine.first.get_by_role("button", name=re.compile("^取消预约")).click()
        await mine.first.get_by_label("原因").select_option("no_longer_needed")
        await mine.first.get_by_label("同一系列以后的也取消").check()
        await mine.first.locator("form").get_by_role("button", name="取消预约").click()
        await said(page, "已取消")
        await expect(card(page, title)).to_have_count(0)


async def option(form: Locator, label: str, text: str) -> str:
    """The value of the option that says `text`, once it is there."""
    found = form.get_by_role("combobox", name=label).locator("option").filter(has_text=text)
    await expect(found).to_have_count(1)
    return str(await found.get_attribute("value"))


async def test_a_booking_is_moved_to_another_slot(windows: Windows, running: Dev, title: str) -> None:
    day, other = in_days(4), in_days(5)
    async with at_home(running, "power") as door:
        offer = await lend(door, title)
    async with at_home(running, "tower") as door:
        booker = {"kind": "organization", "id": door.organization}
        await door.book(offer, booker=booker, day=day, start=MORNING, quantity=2)
        await door.book(offer, booker={"kind": "community", "id": door.community}, day=other, start=MORNING, quantity=4)
        page = await windows.open()
        await sign_in(page, "tower", at="/org/bookings")
        mine = card(page, title)
        await expect(mine).to_contain_text(f"{day} {MORNING}")
        await mine.get_by_role("button", name=re.compile("^改期")).click()
        free = mine.get_by_label("改到哪个时段")
        await expect(free.locator(f"option[value='{other} {AFTERNOON}']")).to_have_count(1)
        await expect(free.locator(f"option[value='{day} {MORNING}']")).to_have_count(0)
        await expect(free.locator(f"option[value='{other} {MORNING}']")).to_have_count(0)
        await free.select_option(f"{other} {AFTERNOON}")
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        await door.book(
            offer, booker={"kind": "community", "id": door.community}, day=other, start=AFTERNOON, quantity=5
        )
        await mine.get_by_label("原因").select_option("other_time")
        await mine.locator("form").get_by_role("button", name="改期").click()
        await said(page, "该时段已被预约")
        await expect(mine.get_by_label("原因")).to_have_value("other_time")
        await free.select_option(f"{day} {AFTERNOON}")
        await mine.get_by_label("原因").select_option("other_time")
        await mine.locator("form").get_by_role("button", name="改期").click()
        await said(page, f"→ {day} {AFTERNOON}")
        await expect(mine).to_contain_text(f"{day} {AFTERNOON}")


async def test_what_an_offer_says_is_changed_unless_somebody_was_faster(
    windows: Windows, running: Dev, title: str
) -> None:
    async with at_home(running, "tower") as door:
        offer = await lend(door, title)
        page = await windows.open()
        await sign_in(page, "tower", at="/org/offers")
        mine = card(page, title)
        await mine.get_by_role("button", name="修改").click()
        form = mine.get_by_role("form", name="修改")
        await expect(form.get_by_label("名称")).to_have_value(title)
        await form.get_by_label("同时可约几份").fill("3")
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        await form.get_by_role("button", name="保存").click()
        await said(page, f"已修改：{title}。")
        await expect(mine).to_contain_text("同时可约 3 份")

        await mine.get_by_role("button", name="修改").click()
        await form.get_by_label("说明").fill("含一块幕布。")
        path = f"/registry/v1/offers/{offer}"
        text = room_of(title=title, category="supplies", seats=None, parallel=4, availability=daily(MORNING, AFTERNOON))
        await door.client.write(door.token, uuid4().hex, "PUT", path, text, await door.client.etag(door.token, path))
        await form.get_by_role("button", name="保存").click()
        await expect(mine.get_by_role("alert")).to_contain_text("请刷新后重试")
        await expect(form.get_by_label("说明")).to_have_value("含一块幕布。")
