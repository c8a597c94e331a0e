"""A real browser before the embedded default with the demonstration in it: each started once for all tests.

Every page is watched: what it complains about in its console fails the test, unless the test has cleared it away.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from scripts.pages import workshop
from tests.browser.visiting import Windows
from tests.support.debian import find_chromium
from tests.support.dev import Dev, started
from tests.support.system import UNLIMITED

OPTIONS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
LONGEST = 900
"""Seconds; the first test waits for chromium, the pages and the demonstration."""
HERE = Path(__file__).parent
PATIENCE = 30_000
"""Milliseconds until a page that shows nothing of what is expected has failed: the machine may have much else to do."""

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(LONGEST))


@pytest.fixture(scope="session")
async def chromium(say: Callable[[str], None]) -> Path:
    """The browser's program; the run fails where none can be had."""
    say("准备浏览器 preparing chromium")
    return await asyncio.to_thread(find_chromium)


@pytest.fixture(scope="session")
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    """The browser itself; each window of `windows` shares nothing with the others."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield launched
        await launched.close()


@pytest.fixture(scope="session")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Dev]:
    """Everything at `running.address`, with the pages as their sources are and the demonstration played."""
    await asyncio.to_thread(workshop().build)
    async with started(tmp_path_factory.mktemp("pages") / "state", RATE_LIMIT=UNLIMITED) as dev:
        await dev.ready()
        yield dev


@pytest.fixture
async def windows(browser: Browser, running: Dev) -> AsyncIterator[Windows]:
    """Opens windows of different people: `await windows.open(locale="en-US", width=360)`."""
    opened = Windows(browser, running.address)
    yield opened
    await opened.close()
    assert opened.complaints == []


@pytest.fixture
async def page(windows: Windows) -> Page:
    """One window, in Chinese, 1280 wide, before anybody has signed in."""
    return await windows.open()
