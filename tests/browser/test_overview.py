"""Staff of a subdistrict or district: figures with what they are a part of, down to a community."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off, sign_in


async def test_from_the_district_down_to_a_community(page: Page) -> None:
    await sign_in(page, "district", at="/overview")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("西城区")
    await expect(page.get_by_role("row", name=re.compile("广安门内街道"))).to_contain_text(re.compile(r"\d+ / \d+"))
    await page.get_by_role("link", name="广安门内街道").click()
    rows = page.get_by_role("table").first.locator("tbody tr")
    await expect(rows).to_have_count(2)
    await expect(rows.filter(has_text="核桃园社区")).to_contain_text(re.compile(r"\d+ / \d+.*天（\d+ 件）"))
    await expect(rows.filter(has_text="海棠里社区")).to_contain_text("无数据")
    await page.get_by_role("link", name="核桃园社区").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("核桃园社区")
    await expect(page.get_by_role("heading", name="通知")).to_be_visible()
    heard = page.get_by_role("region", name="回访满意度")
    await heard.get_by_label("送达日期从").fill("2024-01-01")
    await expect(heard.get_by_role("row", name=re.compile("合计"))).to_contain_text(re.compile(r"\d+%"))
    await expect(heard.get_by_role("columnheader", name="回访未果")).to_be_visible()
    await page.get_by_role("link", name="西城区").click()
    await expect(page.get_by_role("row", name=re.compile("广安门内街道"))).to_be_visible()


async def test_a_subdistrict_sees_nothing_above_itself(page: Page) -> None:
    await sign_in(page, "street", at="/overview")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("广安门内街道")
    await expect(page.get_by_role("link", name="西城区")).to_have_count(0)


async def test_the_figures_are_taken_away(page: Page) -> None:
    await sign_in(page, "street", at="/overview")
    async with page.expect_download() as saved:
        await page.get_by_role("button", name=re.compile("CSV")).click()
    lines = (await (await saved.value).path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("社区,驻区单位,联盟成员")
    assert [line.split(",")[0] for line in lines[1:]] == ["海棠里社区（虚构）", "核桃园社区", "合计（含本级）"]
    async with page.expect_download() as saved:
        await page.get_by_role("button", name=re.compile("PNG")).click()
    assert (await (await saved.value).path()).read_bytes().startswith(b"\x89PNG")


async def speak(page: Page, language: str) -> None:
    """Shows the page in `language`, by its own switch."""
    if language == "en":
        await page.get_by_role("button", name="English").click()
        await expect(page.get_by_role("button", name="中文")).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [360, 1280])
async def test_all_of_it_can_be_used_by_everybody(windows: Windows, language: str, width: int) -> None:
    page = await windows.open(width=width)
    await sign_in(page, "street", at="/overview")
    await speak(page, language)
    await expect(page.locator("table")).to_have_count(2)
    await expect(page.get_by_text(re.compile("^(请稍候|One moment)"))).to_have_count(0)
    await assert_accessible(page)
    await assert_not_cut_off(page)
    table = page.locator("main .scroll")
    assert await table.evaluate("(all) => all.scrollWidth <= all.clientWidth")
