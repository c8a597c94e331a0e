"""The phone: a wish from the first word to the last face, by a receipt too, and on a connection that goes away."""

import gzip
import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

from demo.client import Client
from services.portal.pages import BUILT
from tests.browser.next_door import Patient
from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, claims_of, sign_in, sign_in_for_token
from tests.support.dev import Dev

SMALL: dict[str, Any] = {"width": 360, "height": 740, "has_touch": True}
MOST_SCRIPT = 60_000
"""Bytes of JavaScript, packed, that the first screen needs."""
RUNNER = "核桃树充电科技公司（虚构）"
FIRST_WORDS = "想修一把旧椅子，坐着摇晃。"


@dataclass
class Desk:
    """The desk, by the API, with the token that its page shows."""

    client: Client
    token: str

    async def post(self, path: str, etag: str | None = None, **body: Any) -> str:
        return (await self.client.write(self.token, uuid4().hex, "POST", path, body, etag)).id

    async def publish(self, wish: str) -> str:
        """The request that stands for the wish."""
        path = f"/registry/v1/wishes/{wish}"
        said = {"text": "修一把椅子", "kind": "person", "category": "repair", "unit": "把"}
        await self.post(f"{path}/review", await self.client.etag(self.token, path), decision="publish", **said)
        request = wish.replace("wish_", "req_")
        await self.client.read(self.token, f"/matching/v1/requests/{request}", after="registry")
        return request

    async def have_done(self, request: str) -> None:
        """An organization claims the request and delivers."""
        path = f"/registry/v1/communities/{self.said['node']}/organizations"
        names = {each["name"]: each["id"] for each in await self.client.items(self.token, path)}
        claims = f"/matching/v1/requests/{request}/claims"
        await self.post(claims, claimant={"kind": "organization", "id": names[RUNNER]})
        await self.post(f"{claims}/1/acceptance")
        await self.deliver(request)

    async def deliver(self, request: str) -> None:
        await self.post(f"/matching/v1/requests/{request}/claims/1/deliveries", evidence_code="visit")
        await self.client.read(self.token, f"/registry/v1/wishes/{request.replace('req_', 'wish_')}", after="matching")

    @property
    def said(self) -> dict[str, str]:
        """The claims of the token."""
        return claims_of(self.token)


async def at_desk(page: Page, running: Dev) -> Desk:
    """Signs the desk in on `page`."""
    token = await sign_in_for_token(page, "desk")
    return Desk(Patient(dict.fromkeys(("registry", "matching"), running.address)), token)


async def write(page: Page, words: str) -> None:
    """Fills in a wish of one's own."""
    await page.get_by_label("我自己的").check()
    await page.get_by_label("心愿是什么？").fill(words)


async def wish_shown(page: Page) -> str:
    """The wish that the screen is about."""
    await expect(page.get_by_text("心愿已收到！")).to_be_visible()
    found = re.search(r"#/wishes/(wish_[a-z2-7]{26})$", page.url)
    assert found, page.url
    return found[1]


async def assert_fits(page: Page) -> None:
    """Nothing is cut off, and nothing to press is smaller than a fingertip."""
    await assert_not_cut_off(page)
    small = await page.evaluate(
        """() => [...document.querySelectorAll('button, a.button, a.choice, a.card, fieldset label, .field input')]
            .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 60 || box.height < 59.5)).map(([text]) => text)"""
    )
    assert small == []


async def test_a_wish_from_the_first_word_to_the_last_face(windows: Windows, running: Dev) -> None:
    desk = await at_desk(await windows.open(), running)
    page = await windows.open(**SMALL)
    await sign_in(page, "zhao", at="/m#/post")
    await write(page, FIRST_WORDS)
    await page.reload()
    await expect(page.get_by_label("心愿是什么？")).to_have_value(FIRST_WORDS)
    await page.get_by_role("button", name="说给社区听").click()
    wish = await wish_shown(page)
    await expect(page.get_by_text("社区正在审核")).to_be_visible()
    async with desk.client:
        request = await desk.publish(wish)
        await desk.have_done(request)
        await page.get_by_role("link", name="看看我的心愿").click()
        await page.get_by_role("link", name=re.compile("修一把椅子.*等您评价", re.DOTALL)).click()
        await page.get_by_role("button", name="确认办好了").click()
        await expect(page.get_by_text("请先选一个表情", exact=True)).to_be_visible()
        await assert_fits(page)
        await assert_accessible(page)
        await page.get_by_role("button", name="没有真正办好").click()
        await page.get_by_label("其实没有办").check()
        await page.get_by_role("button", name="请重新办理").click()
        await expect(page.get_by_text("请核桃树充电科技公司（虚构）重新办理：其实没有办")).to_be_visible()
        await expect(page.get_by_role("button", name="确认办好了")).to_have_count(0)
        await desk.deliver(request)
    await page.reload()
    await page.get_by_label("很满意", exact=True).check()
    await page.get_by_role("button", name="确认办好了").click()
    await expect(page.get_by_text("谢谢，已经记下。")).to_be_visible()
    await expect(page.get_by_text("心愿已实现")).to_be_visible()
    await page.get_by_role("button", name="没有真正办好").click()
    await page.get_by_label("办了，但有问题").check()
    await page.get_by_role("button", name="请重新办理").click()
    await expect(page.get_by_text("没有真正办好，重新办理：办了，但有问题")).to_be_visible()
    await expect(page.get_by_text("确认核桃树充电科技公司（虚构）办了，评价“很满意”")).to_be_visible()


async def test_a_receipt_opens_one_wish_without_an_account(windows: Windows, running: Dev) -> None:
    desk = await at_desk(await windows.open(), running)
    page, other = await windows.open(**SMALL), await windows.open(**SMALL)
    await sign_in(page, "zhao", at="/m#/post")
    await page.get_by_label("替别人说的").check()
    await page.get_by_label("姓名").fill("何奶奶")
    await page.get_by_label("本人当面同意").check()
    await page.get_by_label("心愿是什么？").fill(FIRST_WORDS)
    await page.get_by_role("button", name="说给社区听").click()
    wish = await wish_shown(page)
    await page.get_by_role("button", name="要一张回执单").click()
    await expect(page.locator("dd")).to_have_count(2)
    number, code = await page.locator("dd").all_inner_texts()
    async with desk.client:
        await desk.have_done(await desk.publish(wish))
    await other.goto("/m")
    await other.get_by_role("link", name="我有回执单").click()
    await other.get_by_label("编号").fill(number)
    await other.get_by_label("验证码").fill(f"{(int(code) + 1) % 1_000_000:06}")
    await other.get_by_role("button", name="查看").click()
    await expect(other.get_by_text("还可以试 4 次")).to_be_visible()
    await other.get_by_label("验证码").fill(code)
    await other.get_by_role("button", name="查看").click()
    await expect(other.get_by_text("修一把椅子")).to_be_visible()
    await assert_fits(other)
    await assert_accessible(other)
    await other.get_by_label("一般").check()
    await other.get_by_role("button", name="确认办好了").click()
    await expect(other.get_by_text("心愿已实现")).to_be_visible()
    await other.reload()
    await expect(other.get_by_text("心愿已实现")).to_be_visible()
    await expect(other.get_by_text(FIRST_WORDS)).to_have_count(0)
    await other.get_by_role("button", name="看完了，关闭").click()
    await expect(other.get_by_label("编号")).to_have_value("")


async def test_what_the_network_lost_is_sent_once_when_it_is_back(windows: Windows) -> None:
    page = await windows.open(**SMALL)
    words = f"断网时写的心愿 {uuid4().hex[:6]}"
    await sign_in(page, "qian", at="/m#/post")
    await write(page, words)
    await page.context.set_offline(True)
    await page.get_by_role("button", name="说给社区听").click()
    await expect(page.get_by_text("网络不通。内容已保存在这台手机上")).to_be_visible()
    await page.context.set_offline(False)
    await wish_shown(page)
    await page.goto("/m#/mine")
    await expect(page.get_by_role("link", name=words)).to_have_count(1)
    await page.get_by_role("link", name=words).click()
    await page.get_by_role("button", name="不需要了").click()
    await page.get_by_label("不想要了").check()
    await page.get_by_role("button", name="撤回这个心愿").click()
    await expect(page.get_by_text("已经撤回。")).to_be_visible()
    await expect(page.get_by_text("撤回：不想要了")).to_be_visible()


async def test_by_keyboard_alone(windows: Windows) -> None:
    page = await windows.open(**SMALL)
    await sign_in(page, "sun", at="/m#/mine")
    await page.get_by_role("link", name="返回").click()
    await page.get_by_role("link", name="我有一个心愿").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    await page.keyboard.type("想学写春联。")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await wish_shown(page)


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
async def test_every_screen_is_accessible_in_both_languages_and_at_every_size(windows: Windows, locale: str) -> None:
    page = await windows.open(**SMALL, locale=locale)
    for screen in ("", "post", "receipt"):
        await page.goto(f"/m?lang={locale[:2]}#/{screen}")
        await assert_accessible(page)
    await sign_in(page, "zhou", at=f"/m?lang={locale[:2]}#/mine")
    for size in ("normal", "huge"):
        await page.locator(f".scale .{size}").click()
        for screen in ("", "post", "mine", "thanks", "receipt", "notices"):
            await page.evaluate("(hash) => { location.hash = hash }", f"#/{screen}")
            await expect(page.locator("h1")).to_be_focused()
            await expect(page.locator("main p[role=status]")).to_have_count(0)
            await assert_fits(page)
            await assert_accessible(page)
    await page.reload()
    await expect(page.locator("body")).to_have_css("font-size", "27px")


async def test_the_bell_rings_while_the_page_stands(windows: Windows) -> None:
    desk, page = await windows.open(), await windows.open(**SMALL)
    async with desk.expect_response("**/notices/unread") as counted:
        await sign_in(desk, "desk")
    before = (await (await counted.value).json())["todo"]
    bell = desk.get_by_role("button", name=re.compile("^通知，待处理"))
    await sign_in(page, "li", at="/m#/post")
    await write(page, "想有人教用手机。")
    await page.get_by_role("button", name="说给社区听").click()
    await wish_shown(page)
    await expect(bell).to_have_accessible_name(f"通知，待处理 {before + 1} 条")
    await bell.click()
    first = desk.locator("#notices li").first
    await expect(first).to_contain_text("有一个微心愿等待审核")
    await expect(desk.get_by_role("button", name=f"待处理 {before + 1}", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    await desk.get_by_role("button", name=re.compile("^全部未读")).click()
    await expect(desk.locator("#notices li")).to_have_count(20)
    await desk.get_by_role("button", name=re.compile("^待处理")).click()
    await expect(first).to_contain_text("有一个微心愿等待审核")
    await assert_accessible(desk)
    await first.get_by_role("button", name=re.compile("标为已读")).click()
    await expect(bell).to_have_accessible_name(f"通知，待处理 {before} 条")
    await desk.keyboard.press("Escape")
    await expect(desk.locator("#notices")).to_have_count(0)
    await expect(bell).to_be_focused()


def test_the_first_screen_needs_little_script() -> None:
    html = (BUILT / "phone.html").read_text(encoding="utf-8")
    scripts = set(re.findall(r'(?:src|href)="/(assets/[^"]+\.js)"', html))
    assert scripts
    packed = sum(len(gzip.compress((BUILT / script).read_bytes())) for script in scripts)
    assert packed <= MOST_SCRIPT
