"""`python -m tests.browser.long_wall [minutes]`: the wall with an update a second, and whether its page grows.

Each minute it prints what the page keeps after a collection: heap, DOM nodes, listeners, frames; and how late the last
update of the minute was seen. It fails where the second half of the run needs a tenth more than the first.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from statistics import fmean

from playwright.async_api import CDPSession, Page, async_playwright, expect

from scripts.pages import workshop
from tests.browser.conftest import OPTIONS
from tests.browser.next_door import NextDoor, next_door
from tests.browser.visiting import Windows
from tests.support.debian import find_chromium
from tests.support.dev import Dev, started
from tests.support.system import UNLIMITED

MINUTE = 60
MOST = 1.10
"""What the second half may need of what the first did."""
WATCHED = ("JSHeapUsedSize", "Nodes", "JSEventListeners", "Frames")


async def kept(devtools: CDPSession) -> dict[str, float]:
    """What the page keeps once the garbage is gone."""
    await devtools.send("HeapProfiler.collectGarbage")
    found = (await devtools.send("Performance.getMetrics"))["metrics"]
    return {each["name"]: each["value"] for each in found if each["name"] in WATCHED}


async def a_minute(door: NextDoor, page: Page, request: str, numbers: Iterator[int]) -> float:
    """An update a second; gives the seconds until the last one was seen."""
    began, text = time.monotonic(), ""
    for second in range(MINUTE):
        text = f"给花坛补种第 {next(numbers)} 种花"
        await door.amend(request, text)
        await asyncio.sleep(max(0.0, began + second + 1 - time.monotonic()))
    last = time.monotonic()
    await expect(page.get_by_text(text)).to_be_visible()
    return time.monotonic() - last


async def watch(dev: Dev, minutes: int) -> list[dict[str, float]]:
    """What the page kept after each of the `minutes`."""
    rows, numbers = [], count(1)
    async with async_playwright() as playwright, next_door(dev) as door:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
        windows = Windows(browser, dev.address)
        page = await windows.open(width=1920, height=1080)
        devtools = await page.context.new_cdp_session(page)
        await devtools.send("Performance.enable")
        request = await door.publish("给花坛补种一种花")
        await page.goto(f"/wall/{door.community}")
        for minute in range(1, minutes + 1):
            late = await a_minute(door, page, request, numbers)
            rows.append(await kept(devtools))
            told = ", ".join(f"{name} {value:,.0f}" for name, value in rows[-1].items())
            print(f"minute {minute:2}: {told}, last update seen after {late:.1f} s", flush=True)
        await browser.close()
        assert windows.complaints == [], windows.complaints
    return rows


async def main(minutes: int) -> None:
    """Plays the demonstration, watches its neighbour's wall, and judges."""
    workshop().build()
    with tempfile.TemporaryDirectory() as state:
        async with started(Path(state) / "state", RATE_LIMIT=UNLIMITED) as dev:
            await dev.ready()
            rows = await watch(dev, minutes)
    half = len(rows) // 2
    for name in WATCHED:
        before, after = (fmean(row[name] for row in part) for part in (rows[:half], rows[half:]))
        print(f"{name}: {after / before:.3f} of the first half")
        assert after <= before * MOST, f"{name} grows"


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if sys.argv[1:] else 20))
