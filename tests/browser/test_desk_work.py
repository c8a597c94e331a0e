"""A clerk's half hour: the keyboard keeps its place, a room is booked for a need, one person wishes twice."""

import asyncio
import re
from uuid import uuid4

from playwright.async_api import Page, Route, expect

from tests.browser.next_door import next_door
from tests.browser.test_desk import open_part
from tests.browser.visiting import Windows, assert_accessible, assert_fits_a_phone, sign_in
from tests.support.bookable import AFTERNOON, MORNING, daily, next_monday, room_of
from tests.support.dev import Dev

SHOP = "鲲鹏木作坊"


async def assert_fit(page: Page) -> None:
    await assert_accessible(page)
    await assert_fits_a_phone(page)


async def test_the_keyboard_stays_where_the_work_is(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        offer = "讲剪纸课（键盘测试）"
        await door.offer(offer, category="culture")
        await sign_in(page, "other_desk")
        await open_part(page, "offers")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="外来开放资源")).to_be_focused()
        await page.keyboard.press("Alt+a")
        await expect(page.get_by_role("combobox", name="提供单位")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("form", name="登记资源")).to_have_count(0)
        await expect(page.get_by_role("link", name="外来开放资源")).to_be_focused()

        row = page.locator(".work li").filter(has_text=offer)
        call = row.get_by_role("button", name=re.compile("打电话"))
        await call.press("Enter")
        await expect(row.get_by_role("group", name=re.compile("打电话"))).to_be_visible()
        await expect(call).not_to_be_focused()
        await page.keyboard.press("Escape")
        await expect(call).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(row.get_by_role("group", name=re.compile("打电话"))).to_be_visible()
        await expect(call).not_to_be_focused()
        await page.keyboard.press("4")
        await expect(row.get_by_role("form", name="下清单").get_by_role("combobox")).to_be_focused()
        await assert_fit(page)


async def test_a_room_is_booked_for_a_need_and_stands_in_its_case(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        lender = await door.register("借厅单位（预约测试）")
        said = room_of(title="借给需求的大厅（预约测试）", availability=daily(MORNING, AFTERNOON))
        offer = await door.list_offer(lender, said)
        request = await door.need("借大厅办年会（预约测试）", category="space")
        await sign_in(page, "other_desk", at=f"/desk/cases/{request}")
        await page.get_by_role("link", name="预约场地或资源").press("Enter")
        await page.get_by_role("combobox", name="资源").select_option(offer)
        await page.get_by_role("button", name=re.compile("下一周")).press("Enter")
        day = next_monday()
        grid = page.get_by_role("table")
        await expect(grid.get_by_role("columnheader", name=f"周一 {day[5:]}")).to_be_visible()
        await grid.get_by_role("button", name=re.compile(f"{day} {MORNING}–11:30 空")).press("Enter")
        await expect(page.get_by_role("combobox", name=re.compile("^为哪个需求"))).to_have_value(request)
        await expect(page.get_by_label(re.compile("^用途"))).to_have_value("借大厅办年会（预约测试）")
        await page.get_by_label(re.compile("^人数")).fill("60")
        await assert_fit(page)
        await page.keyboard.press("Enter")
        booked = grid.get_by_role("button", name=re.compile(f"{day} {MORNING}"))
        await expect(booked).not_to_contain_text("空")
        await expect(booked).to_be_focused()
        sheet = page.get_by_role("region", name=f"{day} 的预约")
        await expect(sheet.locator("li").filter(has_text="借给需求的大厅（预约测试）")).to_contain_text("60 人")
        await page.goto(f"/desk/cases/{request}")
        made = page.get_by_role("region", name="为此预约的")
        await expect(made).to_contain_text("借给需求的大厅（预约测试）")
        await expect(made.get_by_role("button", name="改期")).to_be_visible()
        await assert_fit(page)


async def test_a_need_that_was_published_leads_to_its_case_by_itself(page: Page, running: Dev) -> None:
    async with next_door(running) as door:
        await door.register(SHOP)
    await sign_in(page, "other_desk")
    await open_part(page, "needs")
    await page.keyboard.press("Alt+a")
    await expect(page.get_by_role("combobox", name="提出单位")).to_be_focused()
    await page.keyboard.type("kpmzf")
    await expect(page.get_by_role("option", name=SHOP)).to_be_visible()
    for text in ("请人修店门的灯（自动刷新）", "店门口的灯坏了，请人来修"):
        await page.keyboard.press("Enter" if text.startswith("请") else "Tab")
        if text.startswith("请"):
            await page.keyboard.press("Tab")
        await page.keyboard.type(text)
    form = page.get_by_role("form", name="登记需求")
    await form.get_by_label("类别").select_option("repair")
    await form.get_by_label("名称", exact=True).press("Enter")
    row = page.locator(".work li").filter(has_text="请人修店门的灯（自动刷新）")
    await row.get_by_role("link", name="看办件").press("Enter")
    await expect(page.get_by_role("button", name="代为承接")).to_be_visible()
    await page.get_by_role("link", name=SHOP).press("Enter")
    await expect(page.get_by_role("link", name="请人修店门的灯（自动刷新）")).to_be_visible()
    await assert_fit(page)


async def test_who_has_no_phone_wishes_twice_without_being_entered_twice(page: Page) -> None:
    gone_on = asyncio.Event()

    async def slow_receipt(route: Route) -> None:
        await gone_on.wait()
        await route.continue_()

    await page.route(re.compile(r"/wishes/[^/]+/receipt$"), slow_receipt, times=1)
    await sign_in(page, "other_desk")
    await open_part(page, "entry")
    await expect(page.get_by_label(re.compile("^电话"))).to_be_focused()
    await page.get_by_label(re.compile("^姓名")).fill("无话机老人（测试）")
    await page.get_by_label(re.compile("^原话")).fill("想要一副老花镜（两件测试）")
    await page.keyboard.press("Control+Enter")
    await page.get_by_role("button", name="同一位，再登记一件").press("Enter")
    await expect(page.locator(".work").get_by_text("这位居民已登记：无话机老人（测试）")).to_be_visible()
    await expect(page.get_by_label(re.compile("^原话"))).to_be_focused()
    await page.keyboard.type("还想要一个放大镜（两件测试）")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_text("查询码", exact=True)).to_be_visible()
    gone_on.set()
    await page.get_by_role("link", name="现在审核").press("Enter")
    likely = page.locator("section.card").filter(has_text="可能是同一个心愿").last
    await expect(likely).to_contain_text("同一人")
    await assert_fit(page)


async def test_who_goes_on_before_the_code_is_there_is_not_called_back(page: Page) -> None:
    asked, gone_on = asyncio.Event(), asyncio.Event()

    async def slow_receipt(route: Route) -> None:
        asked.set()
        await gone_on.wait()
        await route.continue_()

    await page.route(re.compile(r"/wishes/[^/]+/receipt$"), slow_receipt, times=1)
    await sign_in(page, "other_desk")
    await open_part(page, "entry")
    await page.get_by_label(re.compile("^姓名")).fill("先走一步（测试）")
    await page.get_by_label(re.compile("^原话")).fill("想要一盏台灯（先走测试）")
    await page.keyboard.press("Control+Enter")
    await asked.wait()
    review = page.get_by_role("link", name="现在审核")
    await review.focus()
    gone_on.set()
    await expect(page.get_by_text("查询码", exact=True)).to_be_visible()
    await expect(review).to_be_focused()


async def test_who_has_no_phone_is_found_by_name_another_day(windows: Windows) -> None:
    for day in range(2):
        page = await windows.open()
        await sign_in(page, "other_desk")
        await open_part(page, "entry")
        await expect(page.get_by_label(re.compile("^电话"))).to_be_focused()
        await page.keyboard.press("Tab")
        await page.keyboard.type("申屠无话机")
        if day == 0:
            await page.get_by_label(re.compile("^原话")).fill("想要一只水壶（第一天测试）")
        else:
            namesakes = page.get_by_role("region", name="有同名的居民已经登记，请核对：")
            await expect(namesakes).to_contain_text("待审核")
            await page.keyboard.press("Tab")
            await page.keyboard.press("Tab")
            await page.keyboard.press("Enter")
            await expect(page.get_by_label(re.compile("^原话"))).to_be_focused()
            await expect(page.locator(".work")).to_contain_text("这位居民已登记：申")
            await page.keyboard.type("想要一只茶壶（第二天测试）")
        await assert_fit(page)
        await page.keyboard.press("Control+Enter")
        await expect(page.get_by_text("查询码", exact=True)).to_be_visible()
    await page.get_by_role("link", name="现在审核").press("Enter")
    likely = page.locator("section.card").filter(has_text="可能是同一个心愿").last
    await expect(likely).to_contain_text("同一人")


async def test_a_term_is_told_by_its_last_day_and_is_extended_by_a_week(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        request = await door.publish("给信箱补漆（期限测试）")
        await door.claim(request)
        await sign_in(page, "other_desk", at=f"/desk/cases/{request}")
        card = page.locator("li.card").filter(has_text="对接中")
        due = re.search(r"(\d{4}-\d\d-\d\d) 到期", await card.inner_text())
        assert due
        await expect(page.locator(".history")).to_contain_text(f"{due[1]} 到期")
        await card.get_by_role("button", name="延期").press("Enter")
        until = card.get_by_label("延至（含当天）")
        await expect(until).not_to_have_value("")
        proposed = await until.input_value()
        assert proposed > due[1]
        await card.get_by_label("延期 · 原因").select_option("weather")
        await until.press("Enter")
        await expect(card).to_contain_text(f"{proposed} 到期")
        await assert_fit(page)


async def test_pages_that_were_replaced_meanwhile_say_so(windows: Windows) -> None:
    page = await windows.open()
    await sign_in(page, "desk")
    gone = re.compile(r"/assets/SheetsView.*\.js")
    await page.route(gone, lambda route: route.fulfill(status=404))
    await expect(page.locator(".desk > nav")).to_be_visible()
    await page.keyboard.press("Alt+[")
    renewed = page.get_by_role("alert").filter(has_text="网页已经更新")
    await expect(renewed).to_be_visible()
    await page.unroute(gone)
    await renewed.get_by_role("button", name="重新打开").click()
    await expect(page.get_by_role("heading", name="导入导出")).to_be_visible()
    windows.complaints.clear()


async def test_a_wish_is_withdrawn_for_who_has_no_phone_and_is_not_rejected(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        elder = await door.resident("想好了的老人（撤回测试）", "13800138077")
        asked = {
            "community": door.community,
            "person": elder,
            "words": "想要一把藤椅（撤回测试）",
            "consent": "in_person",
        }
        wish = (await door.client.write(door.token, uuid4().hex, "POST", "/registry/v1/wishes", asked)).id
        await sign_in(page, "other_desk", at=f"/desk/review/{wish}")
        await page.get_by_role("button", name="代为撤回").press("Enter")
        form = page.get_by_role("form", name="代为撤回")
        await expect(form.get_by_role("combobox")).to_be_focused()
        await expect(form.get_by_label("备注")).to_have_count(0)
        await assert_fit(page)
        await form.get_by_role("combobox").select_option("no_longer_wanted")
        await page.keyboard.press("Enter")
        await expect(page.locator("[aria-live=polite]").filter(has_text="已撤回。")).to_have_count(1)
        await expect(page.locator(f"a[href$='/desk/review/{wish}']")).to_have_count(0)
        shown = await door.client.read(door.token, f"/registry/v1/wishes/{wish}")
        assert (shown["state"], shown["reason"]) == ("withdrawn", "no_longer_wanted")
