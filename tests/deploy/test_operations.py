"""The operator's pages: whatever they point at is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "operations").glob("*.md"))
_LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")
_SHOWN = re.compile(r"```.*?```", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = _LINK.findall(_SHOWN.sub("", page.read_text()))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_there_are_pages() -> None:
    assert PAGES
