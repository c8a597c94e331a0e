"""The entrance as people meet it: the first page, the provider of sign-ins, a reload."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in
from tests.support.dev import Dev

ENTRANCES = ("/wall/community_", "/m", "/desk", "/org", "/meetings", "/overview")


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
async def test_the_first_page_leads_to_all_others(windows: Windows, locale: str) -> None:
    page = await windows.open(locale=locale)
    await page.goto("/")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    for entrance in ENTRANCES:
        await expect(page.locator(f'main a[href^="{entrance}"]').first).to_be_visible()
    await assert_accessible(page)


@pytest.mark.parametrize(("locale", "words"), [("zh-CN", "选择登录身份"), ("en-US", "Choose who to sign in as")])
async def test_the_provider_shows_everybody_in_both_languages(windows: Windows, locale: str, words: str) -> None:
    page = await windows.open(locale=locale, width=360)
    await page.goto(f"/desk?lang={locale[:2]}")
    await page.get_by_role("button", name=re.compile("^(登录|Sign in)")).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(words)
    assert await page.locator("button[name=person]").count() >= 10
    await assert_not_cut_off(page)
    await assert_accessible(page)


async def test_staff_sign_in_and_a_reload_keeps_them_in(page: Page) -> None:
    await sign_in(page, "desk")
    name = page.get_by_text("社区服务站（核桃园社区）")
    await expect(name).to_be_visible()
    await page.reload()
    await expect(name).to_be_visible()
    await page.get_by_role("button", name=re.compile("退出")).click()
    await page.wait_for_url(lambda url: url.endswith("/"))
    await page.goto("/desk")
    await expect(name).to_have_count(0)


async def test_by_keyboard_alone(page: Page) -> None:
    await page.goto("/desk")
    await page.get_by_role("button", name=re.compile("^登录")).focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url(re.compile("/oidc/authorize"))
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("区社会工作部（西城区）")).to_be_visible()


async def test_two_windows_are_two_people(windows: Windows) -> None:
    desk, tower = await windows.open(), await windows.open()
    await sign_in(desk, "desk")
    await sign_in(tower, "tower", at="/org")
    await expect(desk.get_by_text("社区服务站（核桃园社区）")).to_be_visible()
    await expect(tower.get_by_text("联系人（石榴籽商务楼宇公司（虚构））")).to_be_visible()


async def test_no_token_is_kept_where_another_script_could_read_it(page: Page, running: Dev) -> None:
    await sign_in(page, "desk")
    await expect(page.get_by_text("社区服务站（核桃园社区）")).to_be_visible()
    kept = await page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "eyJ" not in kept
    assert "pomegranate_signin" not in kept


async def test_a_provider_that_cannot_be_reached_is_said_and_tried_again(page: Page) -> None:
    await page.route("**/oidc/.well-known/*", lambda route: route.abort())
    await page.goto("/desk")
    await expect(page.get_by_role("alert")).to_contain_text("登录服务连接不上")
    await page.get_by_role("button", name=re.compile("^登录")).click()
    await expect(page.get_by_role("alert")).to_contain_text("登录服务连接不上")
    await page.unroute("**/oidc/.well-known/*")
    await page.get_by_role("button", name=re.compile("^登录")).click()
    await page.wait_for_url(re.compile("/oidc/authorize"))
