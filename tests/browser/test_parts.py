"""A need in parts: posted at the desk with keys, taken on part by part, each counted in its own unit."""

import re

from playwright.async_api import Page, expect

from tests.browser.keys import MOST
from tests.browser.visiting import SHOWING, Windows, assert_accessible, assert_fits_a_phone, sign_in, taken_in
from tests.support.eventually import eventually

TITLE = "布置邻里节会场（测试分项）"


async def post_by_keys(page: Page) -> int:
    """Posts a need with two parts from the first field on; gives how many keys it took besides the words."""
    keys = 0

    async def said(*words: str) -> None:
        nonlocal keys
        for word in words:
            if word:
                await page.keyboard.type(word)
            await page.keyboard.press("Tab")
            keys += 1

    form = page.locator("form.card")
    await form.get_by_role("combobox", name="提出单位").focus()
    await page.keyboard.type("石榴籽")
    await expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    await page.keyboard.press("Enter")
    keys += 1
    await form.get_by_label("名称").focus()
    await said(TITLE, "桌椅都要", "")
    await form.get_by_label("类别").select_option("learning")
    add = form.get_by_role("button", name=re.compile("^分项"))
    await add.press("Enter")
    await expect(form.get_by_label("这一项要什么")).to_be_focused()
    await said("折叠桌", "", "3", "张")
    more = form.get_by_role("button", name="再加一项")
    await more.press("Enter")
    await expect(form.get_by_label("这一项要什么").nth(1)).to_be_focused()
    await said("塑料凳", "", "20", "把")
    await expect(form.get_by_text("合计 23 项")).to_be_visible()
    await form.get_by_role("button", name="保存").press("Enter")
    return keys + 3


async def open_case(desk: Page) -> None:
    """Opens the need's request from its row, once registry knows that matching opened it."""
    link = desk.locator("li.card").filter(has_text=TITLE).get_by_role("link", name="看办件")

    async def known() -> bool:
        await desk.goto("/desk/needs")
        await expect(desk.locator("li.card").filter(has_text=TITLE)).to_be_visible()
        return await link.count() > 0

    await eventually(known, "the request is known")
    await link.press("Enter")


async def test_a_need_in_parts_is_posted_and_a_part_taken_on(windows: Windows) -> None:
    desk, power = await windows.open(), await windows.open()
    await sign_in(desk, "desk", at="/desk/needs")
    await desk.get_by_role("button", name="登记需求").press("Enter")
    async with desk.expect_response("**/publication") as published:
        assert await post_by_keys(desk) <= MOST["a need in two parts"]
    row = desk.locator("li.card").filter(has_text=TITLE)
    await expect(row).to_contain_text("折叠桌 3 张；塑料凳 20 把")
    await desk.get_by_role("button", name="登记需求").press("Enter")
    await desk.locator("form.card").get_by_role("button", name=re.compile("^分项")).press("Enter")
    await assert_accessible(desk)
    await assert_fits_a_phone(desk)
    await taken_in(desk, await published.value, SHOWING["matching"])
    await sign_in(power, "power", at="/org/open")
    await power.get_by_label("按文字查找").fill(TITLE)
    card = power.locator("main li.card").filter(has_text=TITLE)
    await card.get_by_label("承接哪一项").select_option(label="塑料凳：还差 20 把")
    await expect(card.get_by_label("数量（把）")).to_have_value("20")
    await card.get_by_label("数量（把）").fill("8")
    await assert_accessible(power)
    await assert_fits_a_phone(power)
    await card.get_by_role("button", name=re.compile("承接")).press("Enter")
    await expect(card.get_by_label("承接哪一项")).to_contain_text("塑料凳：还差 12 把")
    await power.get_by_role("link", name="我的承诺").press("Enter")
    promise = power.locator("main li.card").filter(has_text=TITLE)
    await expect(promise).to_contain_text("塑料凳")
    await expect(promise).to_contain_text("承诺 8 把")

    await open_case(desk)
    await expect(desk.get_by_role("heading", level=3).filter(has_text="塑料凳")).to_contain_text("8 把")
    await expect(desk.locator(".history")).to_contain_text("8 把")
    await ask_for_a_part(desk)


async def ask_for_a_part(desk: Page) -> None:
    """Asks the first who could help, for the part that its offer fits best, and enters the yes."""
    suggested = desk.get_by_role("region", name="谁能帮上忙")
    first = suggested.locator("li.card").first
    await expect(first.get_by_role("heading", level=3)).to_contain_text("→ 折叠桌")
    await assert_accessible(desk)
    await assert_fits_a_phone(desk)
    await desk.get_by_role("heading", level=1).click()
    await desk.keyboard.press("Alt+q")
    await expect(first.get_by_role("button", name="询问")).to_be_focused()
    await desk.keyboard.press("Enter")
    asked = suggested.locator("li.card").filter(has_text="等答复").filter(has=desk.get_by_role("heading", level=4))
    await expect(asked).to_contain_text("→ 折叠桌")
    print("keys to ask for a part: 2")
    await asked.get_by_role("button", name="代为接受").press("Enter")
    await expect(desk.get_by_role("heading", level=3).filter(has_text="折叠桌")).to_contain_text("3 张")


async def test_an_organization_posts_a_need_in_parts(windows: Windows) -> None:
    tower = await windows.open()
    await sign_in(tower, "tower", at="/org/needs")
    await tower.get_by_role("button", name="新增需求").press("Enter")
    form = tower.get_by_role("form", name="新增需求")
    await form.get_by_label("名称").fill("楼里换灯和门（测试分项）")
    await form.get_by_label("类别").select_option("repair")
    await form.get_by_label("说明").fill("两样可以分别来办。")
    for name, quantity, unit in (("楼道灯", "4", "盏"), ("防火门", "1", "扇")):
        await form.get_by_role("button", name=re.compile("^(分项|再加一项)")).press("Enter")
        part = form.get_by_role("group").last
        await part.get_by_label("这一项要什么").fill(name)
        await part.get_by_label("数量").fill(quantity)
        await part.get_by_label("单位").fill(unit)
    await expect(form.get_by_label("计量单位")).to_have_count(0)
    await assert_accessible(tower)
    await assert_fits_a_phone(tower)
    await form.get_by_role("button", name="保存").press("Enter")
    card = tower.locator("main li.card").filter(has_text="楼里换灯和门（测试分项）")
    await expect(card).to_contain_text("楼道灯 4 盏")
    await expect(card).to_contain_text("防火门 1 扇")
