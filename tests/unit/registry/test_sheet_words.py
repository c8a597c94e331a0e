"""A spreadsheet and the page it came from say the same word for the same thing."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from services.registry.sheets import words

PAGES = Path(words.__file__).parents[2] / "portal" / "web" / "src"


def on_page(file: str, block: str) -> Mapping[str, str]:
    """The first `block` of words in `file`: the Chinese ones stand there before the English."""
    text = (PAGES / file).read_text("utf-8")
    found = re.search(rf"\b{block}: \{{(.*?)\}}", text, re.DOTALL)
    assert found, f"{file} has no words called {block}"
    return dict(re.findall(r"(\w+): '([^']+)'", found[1]))


@pytest.mark.parametrize(
    ("sheet", "file", "block"),
    [
        (words.KIND, "desk/words/registry.ts", "organizationKind"),
        (words.CATEGORY, "shared/common.ts", "category"),
        (words.MODE, "desk/words/registry.ts", "mode"),
        (words.DUTY, "desk/words/registry.ts", "duty"),
        (words.CONSENT, "desk/words/registry.ts", "consent"),
        (words.PROGRESS, "desk/words/registry.ts", "progress"),
        (words.WISH_STATE, "desk/words/registry.ts", "wishState"),
    ],
)
def test_the_words_are_those_of_the_page(sheet: words.Words, file: str, block: str) -> None:
    page = on_page(file, block)
    assert page
    assert {code: word for code, word in sheet.shown.items() if page.get(code) != word} == {}


def test_the_words_of_classes_are_those_of_the_page() -> None:
    sizes = {code: word for code, word in words.PEER_CLASS.shown.items() if code not in words.KIND.shown}
    text = (PAGES / "desk/words/peerClasses.ts").read_text("utf-8")
    assert {code: word for code, word in sizes.items() if f"{code}: '{word}'" not in text} == {}
