"""How many keys the commonest tasks at the desk may take, and the counting of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.async_api import Locator, Page

MOST = {
    "a wish entered": 6,
    "another wish of the same person": 3,
    "a wish reviewed": 5,
    "an offer checked by a call": 2,
    "a provider asked to help": 2,
    "a return visit": 1,
    "a room booked for a need": 3,
    "a checked file imported": 1,
    "two of an organization merged": 9,
    "a name taken out": 7,
    "a need in two parts": 15,
}
"""Besides the words that are typed; the initials that stand for a name are counted."""
_MOST_TABS = 20


@dataclass
class Keys:
    """The keys pressed on `page` so far."""

    page: Page
    pressed: int = 0

    async def press(self, *keys: str) -> None:
        """One after the other."""
        for key in keys:
            await self.page.keyboard.press(key)
        self.pressed += len(keys)

    async def tab_to(self, wanted: Locator) -> None:
        """Tab, until `wanted` has the focus."""
        for _ in range(_MOST_TABS):
            await self.press("Tab")
            if await wanted.evaluate("(one) => one === document.activeElement"):
                return
        raise AssertionError(f"{wanted} is more than {_MOST_TABS} tabs away")


@contextmanager
def counted(page: Page, task: str) -> Iterator[Keys]:
    """Counts the keys of a task, which fails if they are more than it may take."""
    keys = Keys(page)
    yield keys
    assert keys.pressed <= MOST[task], f"{task}: {keys.pressed} keys, at most {MOST[task]}"
