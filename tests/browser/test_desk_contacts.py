"""Who is called at an organization: replaced by somebody new, on the page that is handed over; and two that are one."""

import re
from uuid import uuid4

from playwright.async_api import expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_fits_a_phone, sign_in
from tests.support.dev import Dev


async def test_a_contact_is_replaced_and_the_handover_page_says_so(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        organization = await door.register(f"交接测试商行{uuid4().hex[:6]}")
        await sign_in(page, "other_desk", at=f"/desk/organizations/{organization}")
        await page.get_by_role("button", name="加联系人").press("Enter")
        await page.get_by_label("姓名").fill("测试甲某")
        await page.get_by_label("姓名").press("Enter")
        first = page.locator("li").filter(has_text="1. 联络员")
        await first.get_by_role("button", name=re.compile("^改职责")).press("Enter")
        await first.get_by_role("combobox", name="职责").select_option("offers")
        await first.get_by_role("button", name="保存").press("Enter")
        first = page.locator("li").filter(has_text="1. 资源联系人")
        await first.get_by_role("button", name=re.compile("^离任")).press("Enter")
        form = page.get_by_role("form", name="离任、交接")
        await expect(form.get_by_label("最后一天")).to_be_focused()
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        await form.get_by_label("姓名").fill("测试乙某")
        await form.get_by_label("姓名").press("Enter")
        await expect(page.get_by_text(re.compile("由第 1 位接替"))).to_be_visible()
        await expect(page.locator("li").filter(has_text="1. 资源联系人")).to_have_count(1)
        assert "测试甲某" not in await page.locator("main").inner_text()

        await page.get_by_role("link", name="交接页").press("Enter")
        await expect(page.get_by_role("heading", name="以前的联系人")).to_be_visible()
        await page.emulate_media(media="print")
        await expect(page.get_by_text(re.compile("由第 1 位接替"))).to_be_visible()
        await expect(page.get_by_role("button", name="打印")).to_have_count(0)
        await expect(page.locator(".desk > nav")).to_be_hidden()
        await page.emulate_media(media="screen")
        await assert_accessible(page)


async def test_who_is_registered_already_is_chosen_as_contact_and_not_entered_again(
    windows: Windows, running: Dev
) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        organization = await door.register(f"选人测试商行{uuid4().hex[:6]}")
        person = await door.resident("测试丙某", "13911110077")
        await sign_in(page, "other_desk", at=f"/desk/organizations/{organization}")
        await page.get_by_role("button", name="加联系人").press("Enter")
        await page.get_by_label("姓名").fill("测试丙某")
        await page.get_by_role("button", name=re.compile("^就是这位：")).first.press("Enter")
        await expect(page.get_by_text(re.compile("^已选："))).to_be_visible()
        await assert_accessible(page)
        async with page.expect_request(re.compile(r"/contacts$")) as sent:
            await page.get_by_role("button", name="保存").press("Enter")
        assert (await sent.value).post_data_json["person"] == person
        await expect(page.locator("li").filter(has_text="1. 联络员")).to_have_count(1)


async def test_one_that_was_entered_twice_is_compared_merged_and_taken_back(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    mark = uuid4().hex[:6]
    async with next_door(running) as door:
        stays = await door.register(f"合并测试{mark}商贸有限公司")
        twice = await door.register(f"北京市合并测试{mark}商贸")
        await sign_in(page, "other_desk", at="/desk/organizations")
        await page.get_by_text("可能重复登记的单位").press("Enter")
        pair = page.locator("details li").filter(has_text=mark)
        await expect(pair).to_be_visible()
        await assert_accessible(page)
        await pair.get_by_role("link", name="对比").press("Enter")
        await expect(page.get_by_role("row", name=re.compile("^名称 ?不同"))).to_be_visible()
        await expect(page.get_by_role("row", name=re.compile("^类型 企业"))).to_be_visible()
        await assert_accessible(page)
        await assert_fits_a_phone(page)
        if f"merge-{twice}" not in page.url:
            await page.get_by_role("link", name="改为保留另一个").press("Enter")
            await expect(page).to_have_url(re.compile(f"merge-{twice}-{stays}"))
        await page.get_by_role("button", name=f"并入“合并测试{mark}商贸有限公司”").press("Enter")
        await expect(page).to_have_url(re.compile(f"/desk/organizations/{stays}$"))
        await expect(page.get_by_text(re.compile("^已并入："))).to_contain_text(f"北京市合并测试{mark}商贸")
        await page.get_by_role("link", name=f"北京市合并测试{mark}商贸").press("Enter")
        await expect(page.get_by_role("link", name=re.compile("已并入另一个单位"))).to_be_visible()
        await page.go_back()
        await page.get_by_role("button", name=re.compile("^撤销合并")).press("Enter")
        await expect(page.get_by_role("button", name=re.compile("^撤销合并"))).to_have_count(0)


async def test_the_other_one_is_found_by_what_is_typed(windows: Windows, running: Dev) -> None:
    page = await windows.open()
    mark = uuid4().hex[:6]
    async with next_door(running) as door:
        one, other = await door.register(f"红杉{mark}书店"), await door.register(f"青杉{mark}书店")
        await sign_in(page, "other_desk", at=f"/desk/organizations/{one}")
        await page.get_by_role("link", name="重复登记，并入另一个单位").press("Enter")
        await page.get_by_role("combobox", name="保留哪一个").fill(f"青杉{mark}")
        await expect(page.get_by_role("option", name=f"青杉{mark}书店")).to_be_visible()
        await page.keyboard.press("Enter")
        await expect(page).to_have_url(re.compile(f"merge-{one}-{other}"))
        await expect(page.get_by_role("button", name=f"并入“青杉{mark}书店”")).to_be_visible()
