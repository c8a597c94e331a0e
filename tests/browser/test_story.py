"""The story by hand: a resident's wish from the phone, over desk and organizations, to the wall and the scorecard."""

import json
import re
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect

from demo.playing import PLAYED
from tests.browser.visiting import Windows, sign_in
from tests.support.dev import Dev
from tests.support.eventually import eventually

PHONE = {"width": 360, "height": 740}
SCREEN = {"width": 1920, "height": 1080}


def quarter() -> str:
    """The one in which today counts."""
    today = datetime.now(ZoneInfo("Asia/Shanghai"))
    return f"{today.year}Q{(today.month + 2) // 3}"


async def wish(page: Page, words: str) -> None:
    """On the phone, in own words."""
    await sign_in(page, "zhao", at="/m#/post")
    await page.get_by_label("我自己的").check()
    await page.get_by_label("心愿是什么？").fill(words)
    await page.get_by_role("button", name="说给社区听").click()
    await expect(page.get_by_text("心愿已收到！")).to_be_visible()


async def review(page: Page, words: str, text: str) -> None:
    """At the desk: the person's words beside what everybody may read."""
    await sign_in(page, "desk", at="/desk/review")
    await page.get_by_role("region", name="待审核").get_by_role("link").last.click()  # who waits longest comes first
    await expect(page.get_by_text(words)).to_be_visible()
    await page.get_by_label("公开文字").fill(text)
    await page.get_by_label("类别").select_option("repair")
    await page.get_by_label("数量").fill("2")
    await page.get_by_label("单位", exact=True).fill("盏")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_text(words)).to_have_count(0)


async def claim(page: Page, who: str, text: str, left: int) -> None:
    """An organization takes one of what is left."""
    await sign_in(page, who, at="/org/open")
    card = page.locator("main li.card").filter(has_text=text)
    await expect(card).to_contain_text(f"还差 {left} 盏（共 2 盏）")
    if left > 1:
        await card.get_by_label("数量").fill("1")
    await card.get_by_role("button", name=re.compile("认领")).click()
    await expect(page.get_by_role("status").filter(has_text="已认领")).to_be_visible()
    await expect(card.get_by_text(f"还差 {left} 盏")).to_have_count(0)  # it was read again


async def accept(page: Page, text: str) -> None:
    """Staff's word before strangers meet a resident, twice."""
    await sign_in(page, "desk", at="/desk/cases")
    await page.get_by_label("筛选").fill(text)
    await page.get_by_role("link", name=text).click()
    for left in (1, 0):
        await page.get_by_role("button", name="确认对接").first.click()
        await expect(page.get_by_role("button", name="确认对接")).to_have_count(left)


async def deliver(page: Page, text: str) -> None:
    """The organization says that it brought what it promised."""
    await page.get_by_role("link", name="我的承诺").click()
    card = page.locator("main li.card").filter(has_text=text)
    await card.get_by_role("button", name="登记送达").click()
    await card.locator("form").get_by_role("button", name="登记送达").click()
    await expect(card).to_contain_text("已送达，待确认")


async def confirm(page: Page, text: str) -> None:
    """The resident, with the happiest of five faces."""
    await page.get_by_role("link", name="看看我的心愿").click()
    await page.get_by_role("link", name=re.compile(f"{text}.*等您评价", re.DOTALL)).click()
    await page.get_by_label("很满意", exact=True).check()
    await page.get_by_role("button", name="确认办好了").click()
    await expect(page.get_by_text("心愿已实现")).to_be_visible()


async def points(page: Page) -> int:
    """How many points the scorecard of this quarter explains."""
    await page.get_by_role("link", name="评价").click()
    await page.get_by_label("季度").select_option(quarter())
    await expect(page.get_by_role("heading", level=2).first).to_be_visible()
    await expect(page.locator("main").get_by_text("请稍候")).to_have_count(0)
    return await page.locator("main details").count()


async def test_a_wish_from_the_phone_to_the_wall_and_the_scorecard(windows: Windows, running: Dev) -> None:
    told = uuid4().hex[:6]
    words, text = f"晚上楼道太黑，看不清台阶 {told}", f"给楼道添两盏灯 {told}"
    home = json.loads((running.state / PLAYED).read_text())["ids"]["hetaoyuan"]
    wall = await windows.open(**SCREEN)
    await wall.goto(f"/wall/{home}")
    lit = wall.locator('figure > svg [data-light="fulfilled"]')
    await expect(lit.first).to_be_visible()
    before = await lit.count()

    resident, desk = await windows.open(**PHONE), await windows.open()
    await wish(resident, words)
    await review(desk, words, text)
    await expect(wall.get_by_text(text)).to_be_visible()
    tower, power = await windows.open(), await windows.open()
    await claim(tower, "tower", text, 2)
    await claim(power, "power", text, 1)
    explained = await points(tower)
    await accept(await windows.open(), text)
    await deliver(tower, text)
    await deliver(power, text)
    await confirm(resident, text)

    await expect(lit).to_have_count(before + 1)
    await expect(wall.get_by_text(text)).to_have_count(0)

    async def told_why() -> bool:
        await tower.reload()
        return await points(tower) > explained

    await eventually(told_why, "the scorecard explains one point more")
