"""Thanks for a wish that came true: noted, reviewed and passed on at the desk, read on the wall, and taken back."""

import re

import httpx2
from playwright.async_api import expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, claims_of, sign_in
from tests.support.dev import Dev

WORDS = "周测谢谢修琴的小伙子（测试），琴声又亮了"
TEXT = "琴声又亮了，谢谢（测试）"
BY_RECEIPT = "吴测谢谢教剪纸的邻居（测试）"
PASSED_ON = "窗花真好看，谢谢邻居（测试）"


def signed_in_as(running: Dev, who: str) -> str:
    """The person that one of the demonstration signs in as."""
    return claims_of((running.state / "tokens" / who).read_text())["person"]


async def receipt(running: Dev, token: str, wish: str) -> tuple[str, str]:
    """Number and code of a new receipt for a wish."""
    async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as client:
        made = await client.post(f"{running.address}/api/registry/v1/wishes/{wish}/receipt", json={})
    said = made.raise_for_status().json()
    return said["number"], said["code"]


async def test_thanks_are_noted_and_passed_on_by_keys(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        person = await door.resident("周测琴", "13800139631")
        request = await door.fulfil_for(person, "修好一把琴（测试）")
        await sign_in(page, "other_desk", at=f"/desk/cases/{request}")
        section = page.get_by_role("region", name="感谢")
        await section.get_by_role("button", name="登记感谢").focus()
        await page.keyboard.press("Enter")
        await expect(section.get_by_label("本人原话")).to_be_focused()
        await page.keyboard.type(WORDS)
        await section.get_by_label("本人同意给谁看").select_option("everybody")
        await assert_accessible(page)
        await page.keyboard.press("Control+Enter")
        await expect(section.get_by_text(WORDS)).to_be_visible()
        await expect(section.get_by_label("转达的文字")).to_be_focused()
        await page.keyboard.press("Alt+c")
        await expect(section.get_by_label("转达的文字")).to_have_value(WORDS)
        await section.get_by_label("转达的文字").fill(TEXT)
        await assert_accessible(page)
        await page.set_viewport_size({"width": 390, "height": 800})
        await assert_not_cut_off(page)
        await page.keyboard.press("Control+Enter")
        await expect(section.get_by_text("已转达给帮忙的单位")).to_be_visible()
        await expect(section.get_by_text(WORDS)).to_have_count(0)

        wall = await windows.open(width=1920, height=1080)
        await wall.goto(f"/wall/{door.community}")
        await expect(wall.get_by_role("region", name="居民的感谢")).to_contain_text(TEXT)
        await assert_accessible(wall)

        await section.get_by_role("button", name="撤回感谢").click()
        await section.get_by_label("原因").select_option("consent_withdrawn")
        await page.keyboard.press("Enter")
        await expect(section.get_by_text("上次登记的已撤回：本人不再同意")).to_be_visible()
        await expect(wall.get_by_text(TEXT)).to_have_count(0)


async def test_a_receipt_says_thanks_and_the_neighbour_who_helped_reads_them(windows: Windows, running: Dev) -> None:
    page, desk = await windows.open(width=390, height=740), await windows.open()
    neighbour = await windows.open(width=390, height=740)
    async with next_door(running) as door:
        person = await door.resident("吴测纸", "13800139647")
        request = await door.fulfil_for(person, "学剪窗花（测试）", by=signed_in_as(running, "sun"))
        number, code = await receipt(running, door.token, request.replace("req_", "wish_"))
    await page.goto("/m#/receipt")
    await page.get_by_label("编号").fill(number)
    await page.get_by_label("验证码").fill(code)
    await page.get_by_role("button", name="查看").click()
    await page.get_by_role("button", name="说声感谢").click()
    await page.get_by_label("想说什么？").fill(BY_RECEIPT)
    await page.get_by_label("只给帮忙的单位（或个人）").check()
    await page.get_by_role("button", name="请社区转达").click()
    await expect(page.get_by_text("请先选一项")).to_be_visible()
    await page.get_by_label("我就是本人，同意").check()
    await assert_accessible(page)
    await assert_not_cut_off(page)
    await page.get_by_role("button", name="请社区转达").click()
    await expect(page.get_by_text("您的感谢已收到，等社区审核后转达。")).to_be_visible()

    await sign_in(desk, "other_desk", at=f"/desk/cases/{request}")
    section = desk.get_by_role("region", name="感谢")
    await expect(section.get_by_text(BY_RECEIPT)).to_be_visible()
    await section.get_by_label("转达的文字").fill(PASSED_ON)
    await desk.keyboard.press("Control+Enter")
    await expect(section.get_by_text("已转达给帮忙的单位")).to_be_visible()

    await sign_in(neighbour, "sun", at="/m#/notices")
    await neighbour.get_by_role("link", name=re.compile("居民感谢您实现了微心愿")).first.click()
    thanks = neighbour.get_by_role("listitem").filter(has_text=PASSED_ON)
    await expect(thanks).to_be_visible()
    await assert_accessible(neighbour)
    await assert_not_cut_off(neighbour)

    await page.reload()
    await expect(page.get_by_text(PASSED_ON)).to_be_visible()
    await page.get_by_role("button", name="撤回感谢").click()
    await page.get_by_label("我不再同意").check()
    await page.locator("form").get_by_role("button", name="撤回感谢").click()
    await expect(page.get_by_text("已经撤回。")).to_be_visible()
    await expect(page.get_by_role("button", name="说声感谢")).to_be_visible()  # it was read again, without them
    async with neighbour.expect_response(re.compile(r"/persons/[^/]+/thanks")):
        await neighbour.reload()
    await expect(neighbour.get_by_text("还没有收到感谢").or_(neighbour.get_by_role("listitem")).first).to_be_visible()
    await expect(thanks).to_have_count(0)
