"""The desk as staff work with it all day: by keyboard where it has to be quick, by click where it is not."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in
from tests.support.dev import Dev

PARTS = [
    "today",
    "review",
    "entry",
    "cases",
    "deliveries",
    "returns",
    "offers",
    "needs",
    "organizations",
    "agreements",
    "bookings",
    "ledger",
    "sheets",
    "plans",
    "past",
]
KEYS = "1234567890-=[];"
"""With Alt, in the order of the parts."""
NARROW = 360
BUSY = re.compile("请稍候|One moment")


async def open_part(page: Page, part: str) -> None:
    """Goes there inside the page, as the token lives in its memory."""
    await expect(page.locator(".desk > nav")).to_be_visible()
    await page.keyboard.press(f"Alt+{KEYS[PARTS.index(part)]}")
    await expect(page).to_have_url(re.compile(f"/desk/{part}"))
    await expect(page.locator(".desk > nav [aria-current=page]")).to_have_attribute("href", f"/desk/{part}")
    await expect(page.locator(".work h1")).to_be_visible()
    await expect(page.locator(".work").get_by_text(BUSY)).to_have_count(0)  # the heading stands before the part does


async def enter_by_keys(page: Page, phone: str, name: str, words: str) -> None:
    """Nothing but keys, from the first field to saving."""
    await expect(page.locator(".work input:focus")).to_have_count(1)
    for text in (phone, name, ""):
        await page.keyboard.type(text)
        await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.type(words)
    await page.keyboard.press("Control+Enter")


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
async def test_every_part_is_accessible_and_fits_a_narrow_window(windows: Windows, locale: str) -> None:
    page = await windows.open(locale=locale)
    await page.goto(f"/?lang={locale[:2]}")
    await page.evaluate("(language) => localStorage.setItem('language', language)", locale[:2])
    await sign_in(page, "desk")
    for part in PARTS:
        await page.set_viewport_size({"width": 1280, "height": 800})
        await open_part(page, part)
        await assert_accessible(page)
        await page.set_viewport_size({"width": NARROW, "height": 800})
        await assert_not_cut_off(page), part


async def test_a_wish_from_the_counter_to_its_end(page: Page) -> None:
    await sign_in(page, "desk")
    await open_part(page, "entry")
    await expect(page.get_by_label(re.compile("^电话"))).to_be_focused()
    await enter_by_keys(page, "13900001234", "测甲", "我独居，想换一个厨房的灯泡")
    await expect(page.get_by_text("查询码", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name=re.compile("^下一位"))).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label(re.compile("^电话"))).to_be_focused()

    await open_part(page, "review")
    await expect(page.get_by_text("我独居，想换一个厨房的灯泡")).to_be_visible()
    await page.get_by_role("button", name=re.compile("从原话开始")).click()
    await expect(page.get_by_text("看得出独居或无人照顾")).to_be_visible()
    await page.get_by_label("公开文字").fill("更换一个厨房灯泡（测试）")
    await expect(page.get_by_text("看得出独居或无人照顾")).to_have_count(0)
    await page.get_by_label("类别").select_option("household_help")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_text("没有待审核的心愿")).to_be_visible()

    await open_part(page, "cases")
    await page.get_by_label("筛选").fill("厨房灯泡（测试）")
    await page.get_by_role("link", name="更换一个厨房灯泡（测试）").click()
    await page.get_by_role("button", name="代为认领").click()
    await page.get_by_role("combobox", name="认领单位").fill("bjxx")
    await expect(page.get_by_role("option", name="北京小学广内分校")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.locator("form").get_by_role("button", name="代为认领").click()
    await page.get_by_role("button", name="确认对接").click()
    await page.get_by_role("button", name="登记交付").click()
    await page.locator("form").get_by_role("button", name="登记交付").click()
    await page.get_by_role("button", name="5 很满意").click()
    await expect(page.get_by_text("已办结").first).to_be_visible()
    history = page.locator(".history")
    for told in ("提交心愿", "审核发布", "北京小学广内分校", "确认对接", "5 分，电话回访", "办结"):
        await expect(history.get_by_text(told).first).to_be_visible()


async def test_residents_and_the_community_claim_too_and_only_what_failed_is_reopened(
    windows: Windows, running: Dev
) -> None:
    page = await windows.open()
    async with next_door(running) as door:
        await door.resident("吴甲", "13800006001")
        request = await door.publish("三把借用的轮椅（测试）", quantity=3, unit="把")
        await sign_in(page, "other_desk", at=f"/desk/cases/{request}")
        await claim_one(page, "居民")
        await claim_one(page, "社区")
        await door.claim(request)
        for number in (1, 2, 3):
            await door.fulfil(request, number)
        await page.reload()
        await page.get_by_role("button", name="未真正完成，重新办理").click()
        which = page.get_by_role("group", name="哪些认领没有真正完成")
        await expect(which.get_by_role("checkbox")).to_have_count(3)
        again = page.locator("form").get_by_role("button", name="未真正完成，重新办理")
        await page.get_by_role("combobox", name=re.compile("原因")).select_option("not_done")
        await expect(again).to_be_disabled()
        await which.get_by_role("checkbox", name=re.compile("^2. 海棠里社区")).check()
        await assert_accessible(page)
        await again.click()
        claims = page.locator("li.card")
        await expect(claims.nth(1)).to_contain_text("对接中")
        await expect(claims.nth(0)).to_contain_text("已确认")
        await expect(claims.nth(2)).to_contain_text("已确认")


async def claim_one(page: Page, claimant: str) -> None:
    """One of what is left, for a resident found by phone or for the community."""
    await page.get_by_role("button", name="代为认领").click()
    form = page.locator("form")
    await form.get_by_role("radio", name=claimant).check()
    if claimant == "居民":
        await form.get_by_label(re.compile("^电话")).fill("13800006001")
        await form.get_by_role("button", name=re.compile("就是这位")).press("Enter")
        await expect(form.get_by_role("button", name="换一位")).to_be_focused()
    await form.get_by_label(re.compile("^数量")).fill("1")
    await assert_accessible(page)
    await form.get_by_role("button", name="代为认领").click()
    await expect(page.get_by_role("heading", level=3, name=re.compile(claimant))).to_be_visible()


async def test_who_is_known_is_not_entered_twice_and_wishes_are_published_together(page: Page) -> None:
    await sign_in(page, "desk")
    await open_part(page, "entry")
    await enter_by_keys(page, "13900005678", "测丙", "想要一副老花镜")
    await page.get_by_role("button", name=re.compile("^下一位")).press("Enter")
    await page.get_by_label(re.compile("^电话")).fill("13900005678")
    await expect(page.locator(".work").get_by_text("这个电话已经登记过")).to_be_visible()
    await page.get_by_role("button", name=re.compile("就是这位")).press("Enter")
    await page.keyboard.type("想要一个放大镜")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_text("查询码", exact=True)).to_be_visible()

    await open_part(page, "review")
    for words, text in (("想要一副老花镜", "一副老花镜（测试）"), ("想要一个放大镜", "一个放大镜（测试）")):
        await expect(page.locator("blockquote").get_by_text(words)).to_be_visible()
        await page.get_by_label("公开文字").fill(text)
        await page.get_by_label("类别").select_option("supplies")
        await page.keyboard.press("Alt+Enter")
    await expect(page.get_by_role("button", name=re.compile("一次发布备好的 2 条"))).to_be_visible()
    await page.keyboard.press("Control+Shift+Enter")
    await expect(page.get_by_text("没有待审核的心愿")).to_be_visible()


async def test_what_was_typed_stays_when_something_else_is_looked_at(page: Page) -> None:
    await sign_in(page, "desk")
    await open_part(page, "entry")
    await page.get_by_label(re.compile("^姓名")).fill("测乙")
    await open_part(page, "today")
    await open_part(page, "entry")
    await expect(page.get_by_label(re.compile("^姓名"))).to_have_value("测乙")


async def test_one_call_renews_an_offer(page: Page) -> None:
    await sign_in(page, "desk")
    await open_part(page, "offers")
    row = page.locator(".work li").filter(has_text="会议室").first
    await row.get_by_role("button", name=re.compile("打电话")).click()
    await expect(row.get_by_role("link", name=re.compile(r"\d{3}-?\d+"))).to_be_focused()
    await page.keyboard.press("1")
    await expect(row.get_by_role("group")).to_have_count(0)


async def test_organizations_are_found_by_their_initials(page: Page) -> None:
    await sign_in(page, "desk")
    await open_part(page, "organizations")
    await page.locator(".work input[type=search]").fill("bjxx")
    await expect(page.locator(".work li")).to_have_count(1)
    await page.get_by_role("link", name="北京小学广内分校").click()
    await expect(page.get_by_role("heading", name="联系人")).to_be_visible()
    await page.get_by_role("button", name=re.compile("显示姓名和电话")).first.click()
    await expect(page.get_by_text("冯寅")).to_be_visible()


async def test_without_a_connection_what_was_typed_is_kept_and_sent_once_it_is_back(page: Page) -> None:
    await sign_in(page, "desk")
    await open_part(page, "needs")
    await page.get_by_role("button", name="登记需求").click()
    await page.get_by_role("combobox", name="提出单位").fill("北京小学")
    await expect(page.get_by_role("option", name="北京小学广内分校")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.get_by_label("名称", exact=True).fill("离线时登记的需求")
    await page.get_by_label(re.compile("^说明")).fill("网络断开时提交，恢复后自动送达")
    await page.locator("form").get_by_label("类别").select_option("other")
    await page.context.set_offline(True)
    await page.get_by_role("button", name="保存").click()
    await expect(page.get_by_text("网络不通：内容已保留")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.locator("li").filter(has_text="离线时登记的需求")).to_have_count(1)


async def test_a_reload_comes_back_to_the_same_part(page: Page) -> None:
    await sign_in(page, "desk")
    await open_part(page, "ledger")
    await page.reload()
    await expect(page.get_by_role("heading", name="台账与设置")).to_be_visible()
