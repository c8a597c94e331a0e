"""Return visits at the desk: one key for each wish, a sheet for those who go without a screen; and visits arranged."""

import re

from playwright.async_api import Page, expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in
from tests.support.dev import Dev


def line(page: Page, text: str):
    return page.locator("li.card").filter(has_text=text)


async def test_one_key_says_what_came_of_each_visit(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        requests = []
        for text in ("回访甲（测试）", "回访乙（测试）", "回访丙（测试）"):
            request = await door.publish(text)
            await door.deliver(request, await door.claim(request))
            requests.append(request)
        await sign_in(page, "other_desk", at="/desk/returns")
        await expect(line(page, "回访甲（测试）")).to_be_visible()
        await assert_accessible(page)
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await page.get_by_role("button", name=re.compile("复制成文字")).press("Enter")
        await expect(page.locator("[aria-live=polite]").filter(has_text="可直接粘贴")).to_have_count(1)
        assert "回访甲（测试）" in await page.evaluate("() => navigator.clipboard.readText()")
        await line(page, "回访甲（测试）").focus()
        await page.keyboard.press("5")
        await expect(line(page, "回访甲（测试）")).to_have_count(0)
        await expect(line(page, "回访乙（测试）")).to_be_focused()
        await page.keyboard.press("9")
        await expect(line(page, "回访乙（测试）")).to_have_count(0)
        await expect(line(page, "回访丙（测试）")).to_be_focused()
        await page.keyboard.press("0")
        await expect(line(page, "回访丙（测试）")).to_contain_text("找过 1 次")
        await expect(line(page, "回访丙（测试）")).to_be_focused()
        await page.keyboard.press("0")
        await expect(page.get_by_role("alert").filter(has_text="改天再试")).to_be_visible()

        await page.emulate_media(media="print")
        await expect(line(page, "回访丙（测试）").get_by_text("□没有找到人")).to_be_visible()
        await expect(line(page, "回访丙（测试）").get_by_role("button")).to_have_count(0)
        await page.emulate_media(media="screen")
        await page.set_viewport_size({"width": 390, "height": 800})
        await assert_not_cut_off(page)

        await page.goto(f"/desk/cases/{requests[0]}")
        await expect(page.locator(".history").get_by_text(re.compile("5 分，电话回访"))).to_be_visible()


async def test_the_paper_of_saturday_is_entered_for_saturday(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        missed, asked = await door.publish("周六没找到人（测试）"), await door.publish("周六问到了人（测试）")
        for request in (missed, asked):
            await door.deliver(request, await door.claim(request))
        await sign_in(page, "other_desk", at="/desk/returns")
        await page.get_by_label("哪天回访的").fill("2024-12-07")
        await line(page, "周六问到了人（测试）").focus()
        await page.keyboard.press("4")
        await expect(line(page, "周六问到了人（测试）")).to_have_count(0)
        await line(page, "周六没找到人（测试）").focus()
        await page.keyboard.press("0")
        await expect(line(page, "周六没找到人（测试）")).to_contain_text("找过 1 次")
        [claim] = (await door.client.read(door.token, f"/matching/v1/requests/{missed}"))["claims"]
        assert [attempt["occurred_on"] for attempt in claim["attempts"]] == ["2024-12-07"]
        await assert_accessible(page)
        await page.goto(f"/desk/cases/{asked}")
        await expect(
            page.locator(".history").get_by_text(re.compile("4 分，电话回访，2024-12-07 说的"))
        ).to_be_visible()


async def test_the_third_attempt_ends_it_without_a_mark(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        request = await door.publish("三次没找到人（测试）")
        await door.deliver(request, await door.claim(request))
        await sign_in(page, "other_desk", at="/desk/returns")
        given_up = line(page, "三次没找到人（测试）")
        await given_up.focus()
        for tried, day in enumerate(("2024-12-02", "2024-12-03"), 1):
            await page.get_by_label("哪天回访的").fill(day)
            await given_up.focus()
            await page.keyboard.press("0")
            await expect(given_up).to_contain_text(f"找过 {tried} 次")
            await expect(given_up).to_be_focused()
        await expect(given_up).to_contain_text("再有一次就按“回访未果”办结")
        await assert_accessible(page)
        await page.get_by_label("哪天回访的").fill("2024-12-04")
        await given_up.focus()
        await page.keyboard.press("0")
        await expect(page.locator("[aria-live=polite]").filter(has_text="已按“回访未果”办结")).to_have_count(1)
        await expect(given_up).to_have_count(0)
        await page.keyboard.press("Alt+4")
        await page.get_by_label("状态").select_option("fulfilled")
        await page.locator(f"a[href$='/desk/cases/{request}']").click()
        await expect(page.get_by_text("已办结").first).to_be_visible()
        history = page.locator(".history")
        for told in ("第 3 次回访没有找到人，2024-12-04", "回访未果，不计满意度，三次没有找到人"):
            await expect(history.get_by_text(told).first).to_be_visible()


async def test_one_building_is_listed_alone(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        place = await door.place("回访单一号楼（测试）")
        for text, where in (("一号楼的灯（测试）", place), ("不知在哪的灯（测试）", None)):
            request = await door.publish(text, place=where)
            await door.deliver(request, await door.claim(request))
        await sign_in(page, "other_desk", at="/desk/returns")
        await page.get_by_label("哪个楼院").select_option(place)
        await expect(line(page, "一号楼的灯（测试）")).to_be_visible()
        await expect(line(page, "不知在哪的灯（测试）")).to_have_count(0)
        await assert_accessible(page)
        await line(page, "一号楼的灯（测试）").focus()
        await page.keyboard.press("4")
        await expect(line(page, "不知在哪的灯（测试）")).to_be_visible()  # the building is done with


async def test_a_visit_is_arranged_and_stands_in_todays_list(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        request = await door.publish("约好上门的事（测试）")
        await door.claim(request)
        await sign_in(page, "other_desk", at=f"/desk/cases/{request}")
        await page.get_by_role("button", name="约上门").click()
        form = page.get_by_role("form", name="约上门")
        await form.get_by_label("几点").fill("14:30")
        await form.get_by_label("来几人").fill("2")
        await form.get_by_label("工作人员陪同").check()
        await assert_accessible(page)
        await page.keyboard.press("Enter")
        await expect(line(page, "上门，2 人")).to_contain_text("工作人员陪同")
        await page.keyboard.press("Alt+1")
        visits = page.locator("section").filter(has_text="约好上门的").first
        await expect(visits.get_by_text("约好上门的事（测试）")).to_be_visible()


async def test_what_was_wished_before_is_marked_by_one_key(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        await door.publish("修好东门外的长椅（测试）")
        posted = await door.post("修好东门外的长椅")
        await sign_in(page, "other_desk", at=f"/desk/review/{posted.id}")
        waiting = page.locator(f"a[href$='/desk/review/{posted.id}']")
        await expect(waiting).to_have_count(1)
        likely = page.locator("section.card").filter(has_text="可能是同一个心愿").last
        await expect(likely).to_contain_text("说法相近")
        await assert_accessible(page)
        await page.keyboard.press("Alt+d")
        await expect(waiting).to_have_count(0)
