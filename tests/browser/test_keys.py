"""The commonest tasks at the desk by keys alone, each within what `keys.MOST` says of it. Those that are not here are
counted where they are tried: parts, redacting, sheets, suggestions."""

import re
from uuid import uuid4

from playwright.async_api import Locator, Page, expect

from tests.browser.keys import counted
from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, sign_in
from tests.support.bookable import MORNING, daily, next_monday, room_of
from tests.support.dev import Dev


def phone_field(page: Page) -> Locator:
    return page.get_by_label(re.compile("^电话"))


async def test_a_wish_and_another_one_of_the_same_person(windows: Windows) -> None:
    page, mark = await windows.open(), uuid4().hex[:6]
    await sign_in(page, "other_desk", at="/desk/today")
    await expect(page.get_by_role("heading", level=1)).to_have_text("今天")
    with counted(page, "a wish entered") as keys:
        await keys.press("Alt+3")
        await expect(phone_field(page)).to_be_focused()
        for typed in (f"139{int(mark, 16) % 10**8:08}", "按键测试居民", ""):
            await page.keyboard.type(typed)
            await keys.press("Tab")
        await keys.tab_to(page.get_by_label(re.compile("^原话")))
        await page.keyboard.type(f"想要一副老花镜（按键测试{mark}）")
        await keys.press("Control+Enter")
        await expect(page.get_by_text("查询码", exact=True)).to_be_visible()
    with counted(page, "another wish of the same person") as keys:
        await expect(page.get_by_role("button", name=re.compile("^下一位"))).to_be_focused()
        await keys.tab_to(page.get_by_role("button", name="同一位，再登记一件"))
        await keys.press("Enter")
        await expect(page.get_by_label(re.compile("^原话"))).to_be_focused()
        await page.keyboard.type(f"还想要一个放大镜（按键测试{mark}）")
        await keys.press("Control+Enter")
        await expect(page.get_by_text("查询码", exact=True)).to_be_visible()


async def test_a_review(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        posted = await door.post(f"给楼道装一盏灯（按键测试{uuid4().hex[:6]}）")
        await sign_in(page, "other_desk", at=f"/desk/review/{posted.id}")
        waiting = page.locator(f"a[href$='/desk/review/{posted.id}']")
        await expect(waiting).to_have_count(1)
        await expect(page.get_by_label("公开文字")).to_be_visible()
        with counted(page, "a wish reviewed") as keys:
            await keys.press("Alt+c")
            await expect(page.get_by_label("公开文字")).to_be_focused()
            await keys.tab_to(page.get_by_label("类别"))
            await keys.press("3", "Control+Enter")
            await expect(waiting).to_have_count(0)


async def test_a_call(windows: Windows, running: Dev) -> None:
    page, offer = await windows.open(), f"讲剪纸课（按键测试{uuid4().hex[:6]}）"
    async with next_door(running) as door:
        await door.phone("010-63037001")
        await door.offer(offer, category="culture")
        await sign_in(page, "other_desk", at="/desk/offers")
        row = page.locator(".work li").filter(has_text=offer)
        await row.get_by_role("button", name=re.compile("打电话")).focus()
        with counted(page, "an offer checked by a call") as keys:
            await keys.press("Enter")
            await expect(row.get_by_role("link", name=re.compile("6303 ?7001"))).to_be_focused()
            await keys.press("1")
            await expect(row.get_by_role("group")).to_have_count(0)


async def test_a_return_visit(windows: Windows, running: Dev) -> None:
    page, text = await windows.open(), f"修好的长椅（按键测试{uuid4().hex[:6]}）"
    async with next_door(running) as door:
        request = await door.publish(text)
        await door.deliver(request, await door.claim(request))
        await sign_in(page, "other_desk", at="/desk/returns")
        visit = page.locator("li.card").filter(has_text=text)
        await visit.focus()
        with counted(page, "a return visit") as keys:
            await keys.press("5")
            await expect(visit).to_have_count(0)


async def test_a_room_for_a_need(windows: Windows, running: Dev) -> None:
    page, mark = await windows.open(), uuid4().hex[:6]
    async with next_door(running) as door:
        lender = await door.register(f"借厅单位（按键测试{mark}）")
        offer = await door.list_offer(lender, room_of(title=f"按键测试厅{mark}", availability=daily(MORNING)))
        request = await door.need(f"借厅开会（按键测试{mark}）", category="space")
        await sign_in(page, "other_desk", at=f"/desk/bookings/{offer}?for={request}")
        await page.get_by_role("button", name=re.compile("下一周")).press("Enter")
        slot = page.get_by_role("table").get_by_role("button", name=re.compile(f"{next_monday()} {MORNING}"))
        await slot.focus()
        with counted(page, "a room booked for a need") as keys:
            await keys.press("Enter")
            await expect(page.get_by_role("combobox", name=re.compile("^为哪个需求"))).to_have_value(request)
            await keys.tab_to(page.get_by_label(re.compile("^人数")))
            await page.keyboard.type("60")
            await keys.press("Enter")
            await expect(slot).not_to_contain_text("空")


async def test_a_merge(windows: Windows, running: Dev) -> None:
    page, mark = await windows.open(), uuid4().hex[:6]
    async with next_door(running) as door:
        twice, stays = await door.register(f"白桦店{mark}"), await door.register(f"银杏铺{mark}")
        await sign_in(page, "other_desk", at=f"/desk/organizations/{twice}")
        await page.get_by_role("link", name="重复登记，并入另一个单位").press("Enter")
        await page.get_by_role("combobox", name="保留哪一个").focus()
        with counted(page, "two of an organization merged") as keys:
            await keys.press(*"yxp")
            await page.keyboard.type(mark)
            await expect(page.get_by_role("option", name=f"银杏铺{mark}")).to_be_visible()
            await keys.press("Enter")
            merge = page.get_by_role("button", name=f"并入“银杏铺{mark}”")
            await expect(merge).to_be_visible()
            await keys.tab_to(merge)
            await keys.press("Enter")
            await expect(page).to_have_url(re.compile(f"/desk/organizations/{stays}$"))
