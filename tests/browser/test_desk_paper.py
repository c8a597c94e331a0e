"""What the desk prints: the day's bookings, a meeting's sheet to sign, and who was a member; nothing of the page around
them, and the whole table."""

from playwright.async_api import Locator, Page, expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, sign_in
from tests.support.bookable import MORNING, daily, in_days, room_of
from tests.support.dev import Dev

CUT_OFF = """(table) => {
  const beyond = (one) => one.getBoundingClientRect().right > innerWidth
  const scrolled = (one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible'
  const around = []
  for (let one = table; one; one = one.parentElement) around.push(one)
  const found = [...table.querySelectorAll('*')].filter(beyond).concat(around.filter(scrolled))
  return found.map((one) => one.outerHTML.slice(0, 100))
}"""
"""What of a table is beyond the edge of the paper, or is seen only by scrolling."""


async def assert_on_paper(page: Page, table: Locator) -> None:
    """Narrow as a sheet is, nothing of `table` is cut off; around it are no buttons to press and nowhere to go."""
    await page.set_viewport_size({"width": 720, "height": 1000})
    await page.emulate_media(media="print")
    await expect(table).to_be_visible()
    for around in (page.locator(".bar"), page.locator(".desk > nav"), page.locator("main button, main input")):
        for one in await around.all():
            await expect(one).to_be_hidden()
    for link in await page.locator("main a").all():
        await expect(link).to_be_hidden()
    assert await table.evaluate(CUT_OFF) == []


async def test_the_bookings_of_a_day(windows: Windows, running: Dev) -> None:
    page, day = await windows.open(), in_days(6)
    async with next_door(running) as door:
        lender = await door.register("出借打印测试厅的单位")
        offer = await door.list_offer(lender, room_of(title="打印测试厅", availability=daily(MORNING)))
        booker = {"kind": "organization", "id": door.organization}
        await door.book(offer, booker=booker, day=day, start=MORNING, people=30, purpose="排练（打印测试）")
        await sign_in(page, "other_desk", at=f"/desk/bookings/{offer}")
        await page.get_by_label("哪一天").fill(day)
        sheet = page.get_by_role("region", name=f"{day} 的预约")
        await expect(sheet).to_contain_text("排练（打印测试）")
        await assert_on_paper(page, sheet)
        for said in (f"{day} {MORNING}–11:30", "打印测试厅", "30 人", "排练（打印测试）"):
            await expect(sheet.get_by_text(said).first).to_be_visible()
        await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def test_the_sheet_of_a_meeting(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        wishes = [await door.publish(f"签字表上的心愿第 {number} 个（打印测试）") for number in (1, 2, 3)]
        meeting = await door.meeting("打印测试认领会", wishes)
        await sign_in(page, "other_desk", at=f"/meetings/{meeting}/sheet")
        table = page.get_by_role("table")
        await expect(table.get_by_role("row")).to_have_count(len(wishes) + 1)
        await assert_on_paper(page, table)
        for head in ("号", "签字"):
            await expect(table.get_by_role("columnheader", name=head)).to_be_visible()
        await expect(table.get_by_role("row").last).to_contain_text("第 3 个（打印测试）")
        await expect(page.get_by_role("textbox")).to_have_count(0)
        await expect(page.locator("p.signed")).to_be_visible()


async def test_who_was_a_member_on_a_day(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    await sign_in(page, "desk", at="/desk/organizations/members")
    members = page.locator("main ol")
    await expect(members.get_by_text("北京小学广内分校")).to_be_visible()
    many = await members.locator("li").count()
    await assert_on_paper(page, members)
    for member in await members.locator("li").all():
        await expect(member).to_be_visible()
    await expect(page.get_by_text(f"共 {many} 家")).to_be_visible()
