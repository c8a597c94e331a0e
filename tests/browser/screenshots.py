"""`python -m tests.browser.screenshots [folder]`: the pages of the README, from a demonstration of its own.

With a folder named it puts every page there, in both languages and three widths, to be looked at.
"""

import asyncio
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import async_playwright

from demo.playing import PLAYED
from scripts.pages import workshop
from tests.browser.conftest import OPTIONS
from tests.browser.visiting import Windows, sign_in
from tests.support.debian import find_chromium
from tests.support.dev import Dev, started
from tests.support.system import UNLIMITED

README = Path(__file__).parent.parent.parent / "docs" / "pages"
SETTLED = 2500
"""Milliseconds until charts are drawn and seeds have lit up."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A page as somebody sees it; `{community}` and `{request}` in its path are the demonstration's."""

    name: str
    path: str
    who: str = ""
    width: int = 1280
    height: int = 800


SHOTS = (
    Shot("home", "/"),
    Shot("wall", "/wall/{community}", width=1920, height=1080),
    Shot("desk", "/desk", "desk"),
    Shot("desk-review", "/desk/review", "desk"),
    Shot("desk-entry", "/desk/entry", "desk"),
    Shot("desk-offers", "/desk/offers", "desk"),
    Shot("meetings", "/meetings", "desk"),
    Shot("organization", "/org", "tower"),
    Shot("scorecard", "/org/scorecard", "tower"),
    Shot("overview", "/overview", "district"),
    Shot("phone", "/m", width=360, height=740),
)
IN_README = ("wall", "desk", "scorecard", "overview", "phone")
WIDTHS = (360, 1280, 1920)


async def take(windows: Windows, shot: Shot, file: Path, *, locale: str, width: int, ids: dict[str, str]) -> None:
    """Opens the page as `who` and keeps what is seen, all of it where `width` is not the shot's own."""
    page = await windows.open(locale=locale, width=width, height=shot.height)
    language = "en" if locale.startswith("en") else "zh"
    path = shot.path.format(community=ids["hetaoyuan"]) + f"?lang={language}"
    if shot.who:
        await sign_in(page, shot.who, path)
    else:
        await page.goto(path)
    await page.wait_for_timeout(SETTLED)
    await page.screenshot(path=file, full_page=width != shot.width)
    await page.context.close()


async def take_all(dev: Dev, folder: Path, everything: bool) -> None:
    """Fills `folder`."""
    ids = json.loads((dev.state / PLAYED).read_text())["ids"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
        windows = Windows(browser, dev.address)
        for shot in SHOTS if everything else [shot for shot in SHOTS if shot.name in IN_README]:
            for locale in ("zh-CN", "en-US") if everything else ("zh-CN",):
                for width in WIDTHS if everything else (shot.width,):
                    name = f"{shot.name}-{locale[:2]}-{width}" if everything else shot.name
                    await take(windows, shot, folder / f"{name}.png", locale=locale, width=width, ids=ids)
                    print(name, flush=True)
        await browser.close()


async def main(folder: Path, everything: bool) -> None:
    """Plays the demonstration, then takes the pictures."""
    workshop().build()
    with tempfile.TemporaryDirectory() as state:
        async with started(Path(state) / "state", RATE_LIMIT=UNLIMITED) as dev:
            await dev.ready()
            await take_all(dev, folder, everything)


if __name__ == "__main__":
    into = Path(sys.argv[1]) if sys.argv[1:] else README
    into.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(into, everything=into != README))
