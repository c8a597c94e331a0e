"""Booking a room at the desk with nothing but keys, and what its organization sees of it."""

import asyncio
import re
from datetime import timedelta

from playwright.async_api import Page, Route, expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in
from tests.support.bookable import AFTERNOON, MORNING, daily, in_days, next_monday, room_of, today
from tests.support.dev import Dev

NARROW = 390


async def typed(page: Page, *keys: str) -> int:
    """Presses one key after the other; gives how many they were."""
    for key in keys:
        await page.keyboard.press(key)
    return len(keys)


async def test_a_room_is_booked_by_keys_and_a_second_one_waits(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        name = await door.register("测试书院")
        offer = await door.list_offer(name, room_of(title="书院小礼堂", availability=daily(MORNING, AFTERNOON)))
        await sign_in(page, "other_desk", at=f"/desk/bookings/{offer}")
        grid = page.get_by_role("table")
        await expect(grid).to_be_visible()
        await page.get_by_role("button", name=re.compile("下一周")).press("Enter")
        day = next_monday()
        await expect(grid.get_by_role("button", name=re.compile(f"{day} {MORNING}–11:30 空"))).to_be_visible()
        await assert_accessible(page)

        first = grid.locator("button[tabindex='0']")
        await first.focus()
        keys = await typed(page, "ArrowDown", "Enter")
        await expect(page.get_by_role("combobox", name="单位")).to_be_focused()
        await page.keyboard.type("cssy")
        await expect(page.get_by_role("option", name="测试书院", exact=True)).to_be_visible()
        keys += len("cssy") + await typed(page, "Enter", "Enter")
        slot = grid.get_by_role("button", name=re.compile(f"{day} {AFTERNOON}–16:00 测试书院"))
        await expect(slot).to_be_visible()
        assert keys <= 8

        await slot.press("Enter")
        await page.get_by_role("radio", name="社区").check()
        await page.get_by_role("button", name="登记候补").click()
        await expect(
            grid.get_by_role("button", name=re.compile(f"{day} {AFTERNOON}–16:00 测试书院 候补 1"))
        ).to_be_visible()
        waiting = page.get_by_role("region", name="候补")
        await expect(waiting.get_by_text("海棠里社区")).to_be_visible()
        await page.goto("/desk/bookings")  # without the offer, or the week, that it is about
        waiting = page.get_by_role("region", name="候补名单").locator("li").filter(has_text="书院小礼堂")
        await expect(waiting).to_contain_text("海棠里社区")

        await assert_accessible(page)
        await page.set_viewport_size({"width": NARROW, "height": 800})
        await assert_not_cut_off(page)
        lines = await grid.locator("thead .date").evaluate_all(
            "(days) => days.map((one) => one.getClientRects().length)"
        )
        assert lines == [1] * 7, "a date is not broken over two lines"
        await page.get_by_label("哪一天").fill(in_days(300))
        await expect(page.get_by_text("选一个空着的时段，就可以预约")).to_be_visible()


async def test_who_goes_on_before_all_is_read_again_is_not_called_back(windows: Windows, running: Dev) -> None:
    page, gone_on, day = await windows.open(), asyncio.Event(), next_monday()

    async def slow_list(route: Route) -> None:
        await gone_on.wait()
        await route.continue_()

    async with next_door(running) as door:
        name = await door.register("测试画廊")
        offer = await door.list_offer(name, room_of(title="画廊展厅", availability=daily(MORNING)))
        await door.book(offer, booker={"kind": "organization", "id": name}, day=day, start=MORNING)
        await sign_in(page, "other_desk", at=f"/desk/bookings/{offer}")
        await page.get_by_role("button", name=re.compile("下一周")).press("Enter")
        slot = page.get_by_role("table").get_by_role("button", name=re.compile(f"{day} {MORNING}–11:30 测试画廊"))
        await slot.press("Enter")
        await page.get_by_role("radio", name="社区").check()
        await page.route(re.compile(r"/bookings\?.*state=waiting"), slow_list, times=1)
        await page.get_by_role("button", name="登记候补").press("Enter")
        await expect(slot).to_contain_text("候补 1")
        await page.get_by_label("哪一天").focus()
        gone_on.set()
        waiting = page.get_by_role("region", name="候补名单").locator("li").filter(has_text="画廊展厅")
        await expect(waiting).to_contain_text("海棠里社区")
        await expect(page.get_by_label("哪一天")).to_be_focused()


async def test_who_said_yes_to_a_need_is_what_is_booked_for_it(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        name = await door.register("测试茶社")
        for title in ("茶社一号厅", "茶社二号厅"):
            await door.list_offer(name, room_of(title=title, availability=daily(MORNING)))
        offer = await door.last_calendar()
        request = await door.need("借一个厅开会", category="space")
        await door.agree(request, offer)
        await sign_in(page, "other_desk", at=f"/desk/cases/{request}")
        await page.get_by_role("link", name="预约场地或资源").press("Enter")
        await expect(page.get_by_role("combobox", name="资源", exact=True)).to_have_value(offer)
        await page.goto("/desk/bookings")
        await expect(page.get_by_role("table")).to_be_visible()
        await expect(page.get_by_role("combobox", name="资源", exact=True)).not_to_have_value(offer)


async def test_a_plate_is_entered_with_a_parking_place_and_shown_for_the_record(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        await door.resident("停甲", "13800007009")
        lot = await door.register("测试停车场")
        said = room_of(title="停车场车位", category="parking", seats=None, parallel=5, availability=daily(MORNING))
        offer = await door.list_offer(lot, said)
        await sign_in(page, "other_desk", at=f"/desk/bookings/{offer}")
        await page.get_by_role("button", name=re.compile("下一周")).press("Enter")
        day = next_monday()
        await page.get_by_role("table").get_by_role("button", name=re.compile(f"{day} {MORNING}")).press("Enter")
        form = page.locator("form.card")
        await form.get_by_role("radio", name="居民").check()
        await form.get_by_label(re.compile("^电话")).fill("13800007009")
        await form.get_by_role("button", name=re.compile("就是这位")).press("Enter")
        await form.get_by_label("车牌号").fill("不是车牌")
        await form.get_by_role("button", name="预约").press("Enter")
        await expect(form.get_by_role("alert")).to_contain_text("车牌号")
        await form.get_by_label("车牌号").fill("京a·7421k")
        await assert_accessible(page)
        await form.get_by_role("button", name="预约").press("Enter")
        await expect(form).to_have_count(0)
        await page.get_by_label("哪一天").fill(day)
        row = page.locator("li.card").filter(has_text="停车场车位")
        await row.get_by_role("button", name="显示车牌").press("Enter")
        await expect(row).to_contain_text("京A7421K")
        await assert_accessible(page)
        await page.set_viewport_size({"width": NARROW, "height": 800})
        await assert_not_cut_off(page)


async def test_a_month_is_booked_given_back_from_a_day_on_and_booked_in_a_row(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        lot = await door.register("测试月租停车场")
        rule = {"rrule": "FREQ=MONTHLY;BYMONTHDAY=1", "first": in_days(-62), "start": "00:00", "minutes": 1440}
        said = room_of(title="月租车位", category="parking", seats=None, unit="month", availability={"rules": [rule]})
        offer = await door.list_offer(lot, said)
        await sign_in(page, "other_desk", at=f"/desk/bookings/{offer}")
        months = page.get_by_role("region", name=re.compile("起的各月"))
        this, next_one = today().replace(day=1), (today().replace(day=1) + timedelta(days=32)).replace(day=1)
        await months.get_by_role("button", name=f"{next_one.year}年{next_one.month}月（整月） 空").click()
        form = page.locator("form.card")
        await form.get_by_role("radio", name="社区").check()
        until = (next_one + timedelta(days=62)).strftime("%Y-%m")
        await form.get_by_label("每月一次").fill(until)
        await form.get_by_role("button", name="预约").click()
        await expect(page.get_by_text("已预约 3 次。")).to_be_visible()

        await months.get_by_role("button", name=f"{this.year}年{this.month}月（整月） 已过").click()
        await form.get_by_role("radio", name="社区").check()
        await form.get_by_role("button", name="预约").click()
        await expect(form).to_have_count(0)
        sheet = page.get_by_role("region", name=f"{this} 的预约")
        row = sheet.locator("li.card").filter(has_text=f"{this.year}年{this.month}月（整月）")
        await row.get_by_role("button", name="从某天起退还").click()
        left = this + timedelta(days=1)
        await row.get_by_label("从哪天起退还").fill(left.isoformat())
        await row.get_by_role("combobox").select_option("no_longer_needed")
        await row.get_by_role("button", name="从某天起退还").last.click()
        await expect(row).to_contain_text(f"从 {left} 起退还")
        await assert_accessible(page)
        await page.set_viewport_size({"width": NARROW, "height": 800})
        await assert_not_cut_off(page)
