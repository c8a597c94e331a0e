"""Each list of an organization goes out as a text for a group chat; what is only for some, or not agreed, stays out."""

import re
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.browser.next_door import at_home
from tests.browser.visiting import Windows, assert_accessible, assert_fits_a_phone, sign_in
from tests.support.bookable import AFTERNOON, MORNING, daily, in_days, room_of
from tests.support.dev import Dev

COPY = re.compile("复制成文字")


async def copied(page: Page, part: str, number: int = 0) -> str:
    """What the copy of a list says."""
    await page.locator(".org > nav").get_by_role("link", name=part, exact=True).click()
    button = page.get_by_role("button", name=COPY).nth(number)
    await expect(button).to_be_enabled()
    await button.press("Enter")
    await expect(page.locator("[aria-live=polite]").filter(has_text="可直接粘贴")).to_have_count(1)
    return str(await page.evaluate("() => navigator.clipboard.readText()"))


async def test_each_list_of_an_organization_can_be_sent_on(windows: Windows, running: Dev) -> None:
    mark = uuid4().hex[:6]
    async with at_home(running, "tower") as door:
        offer = await door.list_offer(
            door.organization, room_of(title=f"露台{mark}", availability=daily(MORNING, AFTERNOON))
        )
        booker = {"kind": "community", "id": door.community}
        await door.book(offer, booker=booker, day=in_days(4), start=MORNING, purpose=f"排练{mark}")
        for audience in ("public", "members"):
            await door.need(f"擦窗{mark}{audience}", audience=audience)
        request = await door.publish(f"捡落叶{mark}")
        await door.opened(request)
        await door.claim(request)
    page = await windows.open()
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await sign_in(page, "tower", at="/org/needs")
    needs = await copied(page, "我的需求")
    assert re.match(r".+：需要的支持（\d{4}-\d\d-\d\d）\n1\. ", needs)
    assert f"擦窗{mark}public" in needs
    assert f"擦窗{mark}members" not in needs
    assert f"露台{mark}" in await copied(page, "我的资源")
    assert f"捡落叶{mark}" in await copied(page, "我的承诺")
    lent = await copied(page, "预约", 1)
    assert f"露台{mark}" in lent
    assert f"排练{mark}" not in lent, "what they do there is theirs to tell"
    assert re.search(r"\n1\. ", await copied(page, "共建协议"))
    assert "还差" in await copied(page, "可以认领")
    await assert_accessible(page)
    await assert_fits_a_phone(page)
