"""Needs at the desk, with keys alone: how they end otherwise than wholly done, who is owed a reply, and vacancies."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.next_door import next_door
from tests.browser.visiting import (
    SHOWING,
    Windows,
    assert_accessible,
    assert_fits_a_phone,
    sign_in,
    tab_to,
    taken_in,
)
from tests.support.dev import Dev


def row(page: Page, text: str) -> Locator:
    return page.locator("li.card").filter(has_text=text)


async def press(page: Page, *keys: str) -> int:
    """Presses the keys one after the other; gives how many."""
    for key in keys:
        await page.keyboard.press(key)
    return len(keys)


async def test_a_need_is_answered_as_impossible_comes_back_and_is_referred(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        request = await door.need("修好门口的路（测试）")
        await sign_in(page, "other_desk", at=f"/desk/cases/{request}")
        title = page.get_by_role("heading", level=1)
        await expect(title).to_have_text("修好门口的路（测试）")
        await expect(page.get_by_text(re.compile("起等待答复"))).to_be_visible()

        await press(page, "Alt+i")
        form = page.get_by_role("form", name="答复无法办到")
        await expect(form.get_by_label("原因")).to_be_focused()
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        keys = 1 + await press(page, "ArrowDown", "Enter")
        await expect(page.locator("p").filter(has_text="答复无法办到 · 没有条件或资源")).to_be_visible()
        await expect(title).to_be_focused()
        print(f"keys to answer that it is impossible: {keys}")

        await press(page, "Alt+b")
        await expect(page.get_by_role("form", name="退回重办").get_by_label("原因")).to_be_focused()
        keys = 1 + await press(page, "ArrowDown", "Enter")
        await expect(page.get_by_role("button", name="转办")).to_be_visible()
        print(f"keys to take it back: {keys}")

        await press(page, "Alt+r")
        await expect(page.get_by_label("转给哪个部门（公开）")).to_be_focused()
        await assert_accessible(page)
        await page.keyboard.type("街道城管科")
        keys = 1 + await press(page, "Enter")
        await expect(
            page.locator("p").filter(has_text=re.compile("^已转办给街道城管科，预计 .* 前答复"))
        ).to_be_visible()
        await expect(title).to_be_focused()
        print(f"keys to refer, besides the name: {keys}")

        keys = await tab_to(page, "没有办成") + await press(page, "Enter")
        await expect(page.locator("p").filter(has_text="转办结果：没有办成（")).to_be_visible()
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        print(f"keys to enter what became of it there: {keys}")
        await expect(page.locator(".history")).to_contain_text("转办给街道城管科，预计")


async def test_a_wish_is_passed_on_before_it_is_published(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        posted = await door.post("疏通街口的下水道（测试）")
        await sign_in(page, "other_desk", at="/desk/review")
        referred = page.get_by_role("region", name="已转办、等消息的")
        waiting = page.get_by_role("region", name=re.compile("^待审核"))
        for outcome in ("退回重办", "已办好"):
            await page.goto(f"/desk/review/{posted.id}")
            await expect(waiting).to_contain_text("疏通街口的下水道（测试）")
            await press(page, "Alt+r")
            await expect(page.get_by_label("转给哪个部门（公开）")).to_be_focused()
            await page.keyboard.type("街道城管科")
            keys = 1 + await press(page, "Enter")
            await expect(referred).to_contain_text("疏通街口的下水道（测试） · 已转办给街道城管科")
            await assert_accessible(page)
            await assert_fits_a_phone(page)
            await referred.get_by_role("button", name=outcome).press("Enter")
            if outcome == "退回重办":
                await expect(referred.get_by_label("原因")).to_be_focused()
                await press(page, "ArrowDown", "Enter")
            await expect(referred).to_have_count(0)
        print(f"keys to refer before publication, besides the name: {keys}")


async def test_a_wish_is_ended_in_part(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        request = await door.publish("装两盏楼道灯（测试）", quantity=2, unit="盏")
        await sign_in(page, "other_desk", at=f"/desk/cases/{request}")
        await expect(page.get_by_role("button", name="转办")).to_be_visible()
        await expect(page.get_by_role("button", name="部分解决")).to_have_count(0)
        await door.fulfil(request, await door.claim(request))
        await page.reload()
        await expect(page.get_by_role("button", name="部分解决")).to_be_visible()
        await press(page, "Alt+p")
        await expect(page.get_by_role("form", name="部分解决").get_by_label("原因")).to_be_focused()
        keys = 1 + await press(page, "ArrowDown", "ArrowDown", "Enter")
        await expect(page.locator("p").filter(has_text="部分解决：完成 1 盏 · 没有更多单位承接")).to_be_visible()
        print(f"keys to end in part: {keys}")


async def test_a_need_is_confirmed_anew_and_those_owed_a_reply_are_found(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        await door.need("给门厅刷漆（测试）", confirmed_on="2024-01-05")
        await door.find_impossible(await door.need("通下水道（测试）"))
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await sign_in(page, "other_desk", at="/desk/needs")
        old = row(page, "给门厅刷漆（测试）")
        await expect(old).to_contain_text("待核实")
        await expect(old).to_contain_text("起等待答复")
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        await old.get_by_role("button", name="仍需要").focus()
        keys = await press(page, "Enter")
        await expect(old).not_to_contain_text("待核实")
        print(f"keys to confirm a need anew, on its line: {keys}")

        await expect(row(page, "通下水道（测试）")).to_be_visible()
        await page.get_by_label("只看等待答复的").press("Space")
        await expect(row(page, "通下水道（测试）")).to_have_count(0)
        await expect(old).to_be_visible()

        await page.get_by_role("button", name=re.compile("复制成文字")).press("Enter")
        await expect(page.locator("[aria-live=polite]").filter(has_text="可直接粘贴")).to_have_count(1)
        text = await page.evaluate("() => navigator.clipboard.readText()")
        assert re.match(r"需求清单（\d{4}-\d\d-\d\d）\n1\. ", text)
        assert "给门厅刷漆（测试）" in text
        assert "通下水道" not in text


async def test_a_resident_answers_a_vacancy_and_is_hired(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        request = await door.need("招保安（测试）", kind="vacancy", quantity=2, unit="人", category="employment")
        await door.resident("石小榴", "13800005531")
        await sign_in(page, "other_desk", at="/desk/needs")
        wanted = row(page, "招保安（测试）")
        await expect(wanted).to_contain_text("招 2 人")
        await wanted.get_by_role("button", name="登记应聘").focus()
        keys = await press(page, "Enter")
        form = wanted.get_by_role("form", name="登记应聘")
        await expect(form.get_by_label("电话（没有可不填）")).to_be_focused()
        await page.keyboard.type("13800005531")
        await expect(form.get_by_role("button", name=re.compile("就是这位：石"))).to_be_visible()
        await assert_accessible(page)
        keys += await press(page, "Tab", "Tab", "Tab", "Enter")
        await expect(form).to_contain_text("这位居民已登记：石")
        async with page.expect_response("**/answers") as answered:
            keys += await press(page, "Tab", "Tab", "Enter")
        await expect(form).to_have_count(0)
        await taken_in(page, await answered.value, SHOWING["matching"])
        print(f"keys to enter an answer, besides the number: {keys}")

        await page.goto(f"/desk/cases/{request}")
        answers = page.get_by_role("region", name="应聘的居民")
        await expect(answers).to_contain_text("已录用 0 / 2 人")
        await expect(page.get_by_role("button", name=re.compile("代为(认领|承接)"))).to_have_count(0)
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        await answers.get_by_role("heading", level=2).focus()
        keys = await tab_to(page, "已录用") + await press(page, "Enter")
        await expect(answers).to_contain_text("已录用 1 / 2 人")
        print(f"keys to enter that somebody was hired: {keys}")
        await answers.get_by_role("button", name="更正").press("Enter")
        await answers.get_by_role("button", name="不合适").press("Enter")
        await expect(answers).to_contain_text("已录用 0 / 2 人")
        await expect(page.get_by_text("石小榴")).to_have_count(0)  # nobody is named before a recorded look


async def test_how_long_a_reply_may_take_is_set_at_the_desk(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    await sign_in(page, "other_desk", at="/desk/ledger")
    reply = page.get_by_role("spinbutton", name=re.compile("^需求和心愿几天内答复"))
    booking = page.get_by_role("spinbutton", name=re.compile("^候补接到名额后几小时内答复"))
    await expect(page.get_by_text("不填则沿用上级：24 小时")).to_be_visible()
    link = page.get_by_role("spinbutton", name=re.compile("^发给单位的链接几天内可答复"))
    await expect(link).to_have_accessible_description("不填则沿用上级：7 天")
    await reply.fill("5")
    await link.fill("3")
    await booking.fill("24")
    async with page.expect_response("**/settings") as saved:
        await page.keyboard.press("Enter")
    await expect(page.locator("[aria-live=polite]").filter(has_text="设置已保存")).to_have_count(1)
    await taken_in(page, await saved.value, SHOWING["registry"])
    await page.reload()
    await expect(reply).to_have_value("5")
    await expect(booking).to_have_value("24")
    await expect(link).to_have_value("3")
