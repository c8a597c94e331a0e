"""What the desk's lists and single things said before, and who changed them since, found with keys."""

from datetime import datetime
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.browser.next_door import NextDoor, next_door
from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in
from tests.support.bookable import BEIJING
from tests.support.dev import Dev


async def renamed(door: NextDoor, before: str, after: str) -> tuple[str, str]:
    """An offer that is called `after` now and was `before` when it was listed; and that moment, as the address says
    it."""
    offer = await door.offer(before, "space")
    path = f"/registry/v1/offers/{offer}"
    listed = (await door.client.read(door.token, path))["history"][-1]["at"]
    said = {"title": after, "detail": after, "category": "space", "mode": "standing"}
    await door.client.write(door.token, uuid4().hex, "PUT", path, said, await door.client.etag(door.token, path))
    at = datetime.fromisoformat(listed).astimezone(BEIJING)
    return offer, f"?day={at:%Y-%m-%d}&time={at:%H:%M:%S}.{at.microsecond // 1000:03}"


async def fits(page: Page) -> None:
    """Accessible, also on a telephone, and without anything that could be done."""
    await expect(page.get_by_role("note")).to_contain_text("只能看，不能改")
    await expect(page.locator(".work button")).to_have_count(0)
    await assert_accessible(page)
    await page.set_viewport_size({"width": 390, "height": 800})
    await assert_not_cut_off(page)
    await page.set_viewport_size({"width": 1280, "height": 800})


async def test_an_offer_is_read_as_it_was_and_who_changed_it_since(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        before, after = "往日里的会议室（测试）", "往日里的小礼堂（测试）"
        offer, moment = await renamed(door, before, after)
        await sign_in(page, "other_desk", at="/desk/offers")
        await page.get_by_label("筛选").fill(after)
        row = page.locator("li.card").filter(has_text=after)
        await row.get_by_role("button", name="更多").click()
        await row.get_by_role("link", name="历史查询").press("Enter")
        await expect(page).to_have_url(f"{running.address}/desk/past/{offer}")
        await expect(page.get_by_text("那时还没有这一项。")).to_be_visible()  # yesterday
        await page.get_by_label("哪一天").fill("2024-01-05")  # the order of typing is the browser's
        await expect(page.get_by_role("note")).to_contain_text("2024-01-05 24:00")
        print("keys from the list to an offer on a day: 1 + 8 for the day, besides the tabs")

        await page.goto(f"/desk/past/{offer}{moment}")
        title = page.get_by_role("row", name="名称")
        await expect(title).to_contain_text(before)
        await expect(title.locator("strong")).to_have_text(after)
        await expect(page.get_by_role("row", name="类别")).to_contain_text("没有变")
        await expect(page.locator(".since li")).to_have_count(1)
        await expect(page.locator(".since")).to_contain_text("修改 工作人员（记号")
        await fits(page)


async def test_every_list_is_shown_as_it_was(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        before, after = "从前的练功房（测试）", "从前的排练厅（测试）"
        offer, moment = await renamed(door, before, after)
        await sign_in(page, "other_desk", at=f"/desk/past{moment}")
        lists = page.get_by_role("navigation", name="看哪个清单")
        for name, path in (
            ("需求清单", "needs"),
            ("单位", "organizations"),
            ("办件", "cases"),
            ("共建协议", "agreements"),
            ("预约", "bookings"),
            ("微心愿", "wishes"),
            ("统筹安排", "plans"),
            ("认领会", "meetings"),
            ("协议模板", "templates"),
            ("征集核实", "campaigns"),
            ("楼院", "places"),
            ("台账", "ledgers"),
            ("资源清单", "offers"),
        ):
            await lists.get_by_role("link", name=name).press("Enter")
            await expect(page).to_have_url(f"{running.address}/desk/past/{path}{moment}")
            await expect(page.get_by_text("请稍候")).to_have_count(0)
            await expect(page.get_by_role("alert")).to_have_count(0)
            await fits(page)
        await page.get_by_label("筛选").fill("从前的")
        await expect(page.get_by_role("link", name=after)).to_have_count(0)
        await page.locator(f'a[href*="{offer}"]').press("Enter")
        await expect(page.get_by_role("row", name="名称")).to_contain_text(before)
