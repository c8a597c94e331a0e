"""Organizations and places at the desk: facts, a visit that is followed up, the handover page, the members of a day,
places with their stewards and a year's figures."""

import re

from playwright.async_api import Page, expect

from tests.browser.visiting import assert_accessible, assert_not_cut_off, sign_in

NARROW = 390


async def _school(page: Page) -> None:
    await sign_in(page, "desk", at="/desk/organizations")
    await page.locator(".work input[type=search]").fill("bjxx")
    await page.get_by_role("link", name="北京小学广内分校").click()
    await expect(page.get_by_role("heading", name="走访")).to_be_visible()


async def test_a_visit_stands_on_the_desk_until_it_is_followed_up(page: Page) -> None:
    await _school(page)
    await page.get_by_role("button", name="登记走访").click()
    await page.get_by_label("了解到的情况").fill("门口台阶缺扶手（测试）")
    await page.get_by_label("待跟进").fill("联系物业加装扶手（测试）")
    await page.get_by_label(re.compile("^最迟哪天办好")).fill("2099-12-31")
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.get_by_label("办理结果")).to_be_visible()
    await expect(page.get_by_text("联系物业加装扶手（测试） · 2099-12-31 前")).to_be_visible()
    await assert_accessible(page)
    await page.goto("/desk/today")
    await page.get_by_role("link", name=re.compile("联系物业加装扶手")).click()
    await page.get_by_label("办理结果").fill("扶手已装好")
    await page.get_by_role("button", name="已办好").click()
    await expect(page.get_by_text("扶手已装好")).to_be_visible()
    await page.get_by_role("link", name="交接页").click()
    await expect(page.get_by_role("heading", name=re.compile("^交接页"))).to_be_visible()
    await expect(page.get_by_text("门口台阶缺扶手")).to_be_visible()
    for part in ("别人预约的（今天起）", "自己预约的（今天起）", "收到的感谢"):
        await expect(page.get_by_role("heading", name=part)).to_be_visible()
    await expect(page.get_by_text("没有预约。").last).to_be_visible()
    await assert_accessible(page)


async def test_the_handover_page_says_what_was_agreed_and_is_still_owed(page: Page) -> None:
    await sign_in(page, "desk", at="/desk/organizations")
    await page.locator(".work input[type=search]").fill("石榴籽商务楼宇")
    await page.get_by_role("link", name="石榴籽商务楼宇公司（虚构）").click()
    await page.get_by_role("link", name="交接页").click()
    await expect(page.get_by_text("年底前在东侧胡同安装20盏灯 · 夜灯 20 盏")).to_be_visible()
    await assert_accessible(page)


async def test_classes_are_told_and_chosen_by_their_words(page: Page) -> None:
    await sign_in(page, "desk", at="/desk/organizations")
    await page.locator(".work input[type=search]").fill("石榴籽商务楼宇")
    await page.get_by_role("link", name="石榴籽商务楼宇公司（虚构）").click()
    await expect(page.get_by_text(re.compile("^企业 · .* · 大型企业$"))).to_be_visible()
    await page.goto("/desk/organizations")
    await page.get_by_role("button", name="登记单位").click()
    await page.get_by_label("单位名称").fill("类别测试服务社")
    await expect(page.get_by_label(re.compile("^评价类别"))).to_have_attribute("placeholder", "不填则按类型和人数")
    await page.get_by_label(re.compile("^评价类别")).fill("服务机构")
    async with page.expect_request("**/api/registry/v1/organizations") as asked:
        await page.keyboard.press("Enter")
    assert (await asked.value).post_data_json["peer_class"] == "service"
    await expect(page.get_by_text(re.compile("^企业 · .* · 服务机构$"))).to_be_visible()
    await page.get_by_role("button", name="修改单位信息").click()
    await expect(page.get_by_label(re.compile("^评价类别"))).to_have_value("服务机构")
    await page.get_by_label("从业人数").fill("120")
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.get_by_role("button", name="修改单位信息")).to_be_visible()
    await expect(page.get_by_text(re.compile("^企业 · .* · 服务机构$"))).to_be_visible()
    await page.get_by_role("button", name="修改单位信息").click()
    await page.get_by_label(re.compile("^评价类别")).fill("")
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.get_by_text(re.compile("^企业 · .* · 中型企业$"))).to_be_visible()


async def test_who_is_registered_with_its_staff_is_classed_by_them(page: Page) -> None:
    await sign_in(page, "desk", at="/desk/organizations")
    await page.get_by_role("button", name="登记单位").click()
    await page.get_by_label("单位名称").fill("人数测试公司")
    await page.get_by_label("从业人数").fill("12")
    await page.get_by_label(re.compile("^驻区单位")).uncheck()
    async with page.expect_request("**/api/registry/v1/organizations") as asked:
        await page.get_by_role("button", name="保存", exact=True).click()
    body = (await asked.value).post_data_json
    assert (body["peer_class"], body["staff"], body["inside"]) == (None, 12, False)
    await expect(page.get_by_text(re.compile("^企业 · .* · 小型企业$"))).to_be_visible()
    await page.get_by_role("button", name="修改单位信息").click()
    await page.get_by_label("从业人数").fill("120")
    await page.get_by_role("button", name="保存", exact=True).click()
    await expect(page.get_by_text(re.compile("^企业 · .* · 中型企业$"))).to_be_visible()


async def test_who_was_a_member_on_a_day(page: Page) -> None:
    await sign_in(page, "desk", at="/desk/organizations/members")
    await expect(page.locator("ol li").filter(has_text="北京小学广内分校")).to_be_visible()
    await page.get_by_label("截至哪一天").fill("1999-01-01")
    await expect(page.get_by_text("共 0 家")).to_be_visible()
    await assert_accessible(page)
    await page.set_viewport_size({"width": NARROW, "height": 800})
    await assert_not_cut_off(page)


async def test_a_place_gets_a_steward_and_figures(page: Page) -> None:
    await sign_in(page, "desk", at="/desk/ledger")
    await page.get_by_label("名称", exact=True).fill("测试北里12号楼")
    await page.get_by_role("button", name="登记", exact=True).click()
    row = page.locator(".work li").filter(has_text="测试北里12号楼")
    await row.get_by_role("button", name=re.compile("^更换负责人")).click()
    await row.get_by_label("姓名").fill("测试负责人")
    await row.get_by_role("button", name="保存").click()
    await expect(row.get_by_role("button", name=re.compile("显示姓名和电话"))).to_be_visible()
    await page.get_by_label(re.compile("^各楼院")).fill("测试北里12号楼 112 3")
    await page.get_by_role("button", name="登记或更正").click()
    await expect(row.get_by_text("居民人数 112")).to_be_visible()
    await expect(page.get_by_text(re.compile("台账有驻区单位 900 家，已登记"))).to_be_visible()
    await assert_accessible(page)
    await page.set_viewport_size({"width": NARROW, "height": 800})
    await assert_not_cut_off(page)
