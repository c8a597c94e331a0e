"""The wall: both lists at a glance, wishes that light up, a connection that goes and comes, and paper."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from demo.playing import PLAYED
from tests.browser.next_door import next_door
from tests.browser.visiting import Windows, assert_accessible, assert_not_cut_off
from tests.support.dev import Dev

SCREEN: dict[str, Any] = {"width": 1920, "height": 1080}
MANY = 504
NO_SCROLLING = """() => document.documentElement.scrollWidth <= innerWidth
    && document.documentElement.scrollHeight <= innerHeight"""


def home(running: Dev, key: str = "hetaoyuan") -> str:
    return f"/wall/{json.loads((running.state / PLAYED).read_text())['ids'][key]}"


@pytest.mark.parametrize(
    ("locale", "lists"), [("zh", ("资源清单", "需求清单")), ("en", ("What we share", "What we need"))]
)
async def test_both_lists_hang_side_by_side_and_fill_the_screen(
    windows: Windows, running: Dev, locale: str, lists: tuple[str, str]
) -> None:
    page = await windows.open(**SCREEN)
    await page.goto(f"{home(running)}?lang={locale}")
    offers, needs = (page.get_by_role("region", name=name) for name in lists)
    await expect(offers.get_by_role("listitem").nth(5)).to_be_visible()
    await expect(needs).to_be_visible()
    await expect(page.get_by_text("010 6300 0001").first).to_be_attached()  # it may stand on a later page
    await expect(page.locator(".stale", has_text=re.compile("待核实|to be checked")).first).to_be_attached()
    await expect(page.get_by_text("010 6300 0006")).to_have_count(0)  # shown to members only
    assert await page.evaluate(NO_SCROLLING)
    await assert_accessible(page)


async def test_a_narrow_screen_shows_it_below_each_other(windows: Windows, running: Dev) -> None:
    page = await windows.open(width=360)
    await page.goto(home(running))
    await expect(page.get_by_role("region", name="需求清单")).to_be_visible()
    await assert_not_cut_off(page)
    await assert_accessible(page)


async def test_a_wish_lights_up_when_it_is_claimed_and_again_when_it_came_true(windows: Windows, running: Dev) -> None:
    page = await windows.open(**SCREEN)
    async with next_door(running) as door:
        await page.goto(home(running, "haitangli"))
        seeds = page.locator("figure > svg [data-light]")
        await expect(seeds.first).to_be_visible()
        before = await lights(page)
        request = await door.publish("楼门口添一盏感应灯")
        await expect(page.get_by_text("楼门口添一盏感应灯")).to_be_attached()  # it may stand on a later page
        assert await lights(page) == {**before, "open": before["open"] + 1}
        number = await door.claim(request)
        await expect(page.get_by_text("海棠里物业（虚构） 刚刚认领：楼门口添一盏感应灯")).to_be_visible()
        await expect(page.locator(".halo")).to_have_count(1)
        await door.fulfil(request, number)
        await expect(page.get_by_text("刚刚又实现了 1 个微心愿")).to_be_visible()
        assert await lights(page) == {**before, "fulfilled": before["fulfilled"] + 1}


async def lights(page: Page) -> dict[str, int]:
    """How many seeds are open, claimed and fulfilled."""
    seeds = page.locator("figure > svg")
    kinds = ("open", "claimed", "fulfilled")
    return {kind: await seeds.locator(f'[data-light="{kind}"]').count() for kind in kinds}


async def test_a_lost_connection_is_said_and_mends_itself(windows: Windows, running: Dev) -> None:
    page = await windows.open(**SCREEN)
    await page.goto(home(running))
    await expect(page.get_by_text("实时更新")).to_be_visible()
    await page.context.set_offline(True)
    await expect(page.get_by_text("连接中断")).to_be_visible()
    await expect(page.get_by_role("region", name="资源清单")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.get_by_text("实时更新")).to_be_visible()


async def test_paper_holds_all_pages(windows: Windows, running: Dev) -> None:
    page = await windows.open(**SCREEN)
    async with next_door(running) as door:
        for number in range(6):
            await door.publish(f"给花坛补种第 {number + 1} 种花")
        await page.goto(home(running, "haitangli"))
        wishes = page.get_by_role("region", name="微心愿").locator("li")
        await expect(wishes.locator("visible=true")).to_have_count(4)
        await page.emulate_media(media="print")
        await expect(wishes.locator("visible=true")).to_have_count(await wishes.count())
        await expect(page.get_by_role("button")).to_have_count(0)


async def test_of_many_entries_each_is_seen_within_five_minutes_and_both_columns_are_full(
    windows: Windows, running: Dev
) -> None:
    page = await windows.open(**SCREEN)

    here = home(running)
    path = here.replace("/wall/", "/api/registry/v1/communities/") + "/wall"
    seen = await (await page.request.get(path)).json()
    offer = next(offer for offer in seen["offers"] if not (offer["season"] or offer["price"] or offer["pause"]))
    crowded = [offer | {"id": f"offer_{n}", "title": f"资源第 {n} 项"} for n in range(MANY)]
    wall = seen | {"offers": crowded, "needs": seen["needs"][:2]}  # other tests may have added to what is really there

    async def crowd(route: Route) -> None:
        if "if-none-match" in route.request.headers:
            await route.fulfill(status=304)
        else:
            await route.fulfill(json=wall, headers={"ETag": '"crowded"'})

    await page.route(f"**{path}", crowd)
    await page.clock.install()
    await page.goto(here)
    shared, needs = (page.get_by_role("region", name=name, exact=True) for name in ("资源清单", "需求清单"))
    await expect(shared.locator("li:visible")).to_have_count(9)
    more = needs.get_by_role("list", name="资源清单 （续）")
    await expect(more.locator("li")).not_to_have_count(0)
    assert await page.evaluate(NO_SCROLLING)
    await assert_accessible(page)
    await page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))  # from here on time goes as we say
    titles: set[str] = set()
    for _ in range(150):
        titles |= set(await page.locator("main li:visible h3").all_inner_texts())
        await page.clock.run_for(2_000)
    assert sum(title.startswith("资源第") for title in titles) == MANY
    await page.goto("about:blank")  # the wall would go on asking while its window is closed


async def test_an_unknown_community_is_said_with_a_way_on(page: Page) -> None:
    await page.goto("/wall/community_aaaaaaaaaaaaaaaaaaaaaaaaaa")
    await expect(page.get_by_role("status")).to_have_text("没有找到这个社区，请检查网址。")
    await page.get_by_role("link", name="核桃园社区").click()
    await expect(page.get_by_role("region", name="资源清单")).to_be_visible()
