"""What people do in a browser on every page: open a window, sign in; and what axe-core says of what they see."""

import json
import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import (
    APIResponse,
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
)

from scripts.pages import PORTAL
from tests.support.eventually import eventually

AXE = PORTAL / "web" / "node_modules" / "axe-core" / "axe.min.js"
SHOWING = {"registry": "/registry/v1/tree", "matching": "/matching/v1/requests"}
"""What everybody may read of a service, to learn how far its documents are."""
_OF_THE_NETWORK = "Failed to load resource"
"""Chromium says so of every 4xx and of a network that is gone: a page may well meet those."""
_MOST_TABS = 20
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Windows:
    """The windows of one test at `address`, and what their pages have complained about."""

    browser: Browser
    address: str
    complaints: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    async def open(self, *, locale: str = "zh-CN", width: int = 1280, height: int = 800, **options: Any) -> Page:
        """A window of somebody else: with cookies, storage and memory of its own."""
        context = await self.browser.new_context(
            base_url=self.address, locale=locale, viewport={"width": width, "height": height}, **options
        )
        self._contexts.append(context)
        context.on("page", self._watch)
        return await context.new_page()

    async def close(self) -> None:
        """Closes all of them."""
        for context in self._contexts:
            await context.close()

    def _watch(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_OF_THE_NETWORK):
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def _answered(self, answer: Response) -> None:
        behind = answer.status == 503 and "min_position=" in answer.url  # what was written isn't shown yet: asked again
        if (answer.status >= 500 and not behind) or (answer.status == 404 and "/api/" not in answer.url):
            self.complaints.append(f"{answer.url}: {answer.status}")


async def sign_in(page: Page, who: str, at: str = "/desk") -> None:
    """Goes to `at` and signs in there as `who`, named by the key of the demonstration (`desk`, `zhao`, `tower`) or by
    the title on the button."""
    await page.goto(at)
    button = page.locator("main button")
    chooser = re.compile(r"/oidc/authorize")
    if not chooser.search(page.url):
        await page.get_by_role("button", name=re.compile("^(登录|Sign in)")).click()
        await page.wait_for_url(chooser)
    named = page.locator(f'button[name=person][value="{who}"]')
    await (named if await named.count() else button.filter(has_text=who)).click()
    await page.wait_for_url(lambda url: "/oidc/" not in url and not url.partition("?")[0].endswith("/return"))


async def sign_in_for_token(page: Page, who: str, at: str = "/desk") -> str:
    """Signs in; gives the token with which the page asks the APIs."""

    def shows_token(request: Request) -> bool:
        return "/api/" in request.url and "authorization" in request.headers

    async with page.expect_request(shows_token) as asked:
        await sign_in(page, who, at)
    return (await asked.value).headers["authorization"].removeprefix("Bearer ")


def claims_of(token: str) -> dict[str, str]:
    """What a token says of its bearer."""
    part = token.split(".")[1]
    return dict(json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4))))


async def taken_in(page: Page, write: Response | APIResponse, path: str, token: str = "") -> None:
    """Waits until the service of `path` shows what was written: another window reads it once, and not again."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    position = write.headers["position"]

    async def shown() -> bool:
        answer = await page.request.get(f"/api{path}", params={"min_position": position}, headers=headers)
        return answer.ok

    await eventually(shown, f"{path} shows {position}")


async def tab_to(page: Page, name: str) -> int:
    """Presses Tab until a button with this name has the focus; gives how often."""
    for pressed in range(1, _MOST_TABS + 1):
        await page.keyboard.press("Tab")
        if await page.evaluate("() => document.activeElement?.textContent?.trim()") == name:
            return pressed
    raise AssertionError(f"{name} is more than {_MOST_TABS} tabs away")


async def violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands: the rule, and the first elements it means."""
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("(tags) => axe.run(document, { runOnly: tags })", _RULES)
    return [
        f"{each['id']}: {each['help']} {[node['target'] for node in each['nodes'][:3]]}" for each in found["violations"]
    ]


async def assert_not_cut_off(page: Page) -> None:
    """Nothing has to be scrolled sideways, once it is laid out anew."""
    await page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")


async def assert_fits_a_phone(page: Page) -> None:
    """Nothing has to be scrolled sideways on a phone; then the window is as large as before."""
    before = page.viewport_size
    await page.set_viewport_size({"width": 390, "height": 800})
    await assert_not_cut_off(page)
    if before:
        await page.set_viewport_size(before)


async def assert_accessible(page: Page) -> None:
    """Fails with what axe-core finds."""
    found = await violations(page)
    assert found == [], found


__all__ = ["Windows", "assert_accessible", "expect", "sign_in", "tab_to", "violations"]
