"""The steward's phone: public wishes of the place that wait to be confirmed, each by one tap on a face."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.test_phone import RUNNER, SMALL, Desk, assert_fits, at_desk
from tests.browser.visiting import Windows, assert_accessible, claims_of, sign_in_for_token
from tests.support.dev import Dev

PLACE, LAMP = "银杏院（网页）", "给银杏院门口装一盏灯"


async def delivered_lamp(desk: Desk, steward: str) -> str:
    """The request of a public wish at a place that the steward answers for, after an organization saw to it."""
    node = desk.said["node"]
    place = await desk.post("/registry/v1/places", community=node, kind="courtyard", name=PLACE)
    await desk.post(f"/registry/v1/places/{place}/steward", person=steward, since="2024-01-01")
    wish = await desk.post("/registry/v1/wishes", community=node, text="银杏院门口黑，缺一盏灯")
    path = f"/registry/v1/wishes/{wish}"
    said = {"text": LAMP, "kind": "public", "category": "safety", "unit": "盏", "place": place}
    await desk.post(f"{path}/review", await desk.client.etag(desk.token, path), decision="publish", **said)
    request = f"/matching/v1/requests/{wish.replace('wish_', 'req_')}"
    await desk.client.read(desk.token, request, after="registry")
    listed = await desk.client.items(desk.token, f"/registry/v1/communities/{node}/organizations")
    runner = next(each["id"] for each in listed if each["name"] == RUNNER)
    await desk.post(f"{request}/claims", claimant={"kind": "organization", "id": runner})
    await desk.post(f"{request}/claims/1/deliveries", occurred_on="2024-11-30")
    return request


async def say_not_done(page: Page, card: Locator) -> None:
    """The steward has had a look: it is under way again, and no longer on the list."""
    await card.get_by_role("button", name="没有真正办好").press("Enter")
    await card.get_by_role("radio", name="只办了一部分").check()
    await assert_fits(page)
    await assert_accessible(page)
    await card.get_by_role("button", name="请重新办理").press("Enter")
    await expect(page.get_by_text("已经记下，正在重新办理。")).to_be_visible()
    await expect(card).to_have_count(0)


async def test_the_steward_confirms_a_public_wish_by_one_tap(windows: Windows, running: Dev) -> None:
    desk = await at_desk(await windows.open(), running)
    page = await windows.open(**SMALL)
    async with desk.client:
        request = await delivered_lamp(desk, claims_of(await sign_in_for_token(page, "zhao", at="/m#/mine"))["person"])
        await page.get_by_role("link", name="返回").click()
        await page.get_by_role("link", name=re.compile("等我确认的公共心愿")).click()
        card = page.get_by_role("article").filter(has_text=LAMP)
        await expect(card.get_by_text(f"{RUNNER} 2024-11-30 办的：1 盏")).to_be_visible()
        await expect(page.get_by_role("heading", name=PLACE)).to_be_visible()
        await assert_fits(page)
        await assert_accessible(page)
        await say_not_done(page, card)
        await desk.post(f"{request}/claims/1/deliveries", occurred_on="2024-12-01")
        await page.reload()
        await expect(card.get_by_text(f"{RUNNER} 2024-12-01 办的：1 盏")).to_be_visible()
        await card.get_by_role("button", name="满意", exact=True).press("Enter")
        await expect(page.get_by_text("谢谢，已经确认：满意。")).to_be_visible()
        await expect(card).to_have_count(0)
        whole = await desk.client.read(desk.token, request)
    assert (whole["state"], whole["claims"][0]["mark"]) == ("fulfilled", 4)
