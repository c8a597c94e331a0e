"""A spreadsheet and the page it came from say the same word for the same thing, for all that a thing can be."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from services.registry.decider.following import Progress
from services.registry.events import Duty, OrganizationKind, ShownTo
from services.registry.projections import Need, Offer, Wish
from services.registry.sheets import words
from shared.contracts.base import Category
from shared.contracts.offers import Mode, PricePer
from shared.contracts.registry import Audience, NeedKind, WishKind
from shared.eventsourcing.model import Consent

PAGES = Path(words.__file__).parents[2] / "portal" / "web" / "src"
REGISTRY = "desk/words/registry.ts"
PAIRS: list[tuple[words.Words, str, str, Any]] = [
    (words.KIND, REGISTRY, "organizationKind", OrganizationKind),
    (words.CATEGORY, "shared/common.ts", "category", Category),
    (words.MODE, REGISTRY, "mode", Mode),
    (words.PRICE_PER, "shared/offers/texts.ts", "per", PricePer),
    (words.AUDIENCE, REGISTRY, "audience", Audience),
    (words.SHOWN_TO, REGISTRY, "shownTo", ShownTo),
    (words.DUTY, REGISTRY, "duty", Duty),
    (words.CONSENT, REGISTRY, "consent", Consent),
    (words.PROGRESS, REGISTRY, "progress", Progress),
    (words.NEED_KIND, REGISTRY, "needKind", NeedKind),
    (words.WISH_KIND, REGISTRY, "wishKind", WishKind),
    (words.OFFER_STATE, REGISTRY, "offerState", Offer.model_fields["state"].annotation),
    (words.NEED_STATE, REGISTRY, "needState", Need.model_fields["state"].annotation),
    (words.WISH_STATE, REGISTRY, "wishState", Wish.model_fields["state"].annotation),
]


def on_page(file: str, block: str) -> Mapping[str, str]:
    """The first `block` of words in `file`: the Chinese ones stand there before the English."""
    text = (PAGES / file).read_text("utf-8")
    found = re.search(rf"\b{block}: \{{(.*?)\}}", text, re.DOTALL)
    assert found, f"{file} has no words called {block}"
    return dict(re.findall(r"(\w+): '([^']+)'", found[1]))


@pytest.mark.parametrize(("sheet", "file", "block", "values"), PAIRS, ids=[block for _, _, block, _ in PAIRS])
def test_the_words_are_those_of_the_page_for_every_value(
    sheet: words.Words, file: str, block: str, values: Any
) -> None:
    assert dict(sheet.shown) == on_page(file, block)
    assert set(sheet.shown) == set(get_args(values))


@pytest.mark.parametrize("sheet", [each for each in vars(words).values() if isinstance(each, words.Words)])
def test_every_word_means_a_value(sheet: words.Words) -> None:
    for value, word in sheet.shown.items():
        assert sheet.value_of(word) == value
    assert set(sheet.also.values()) <= set(sheet.shown)


def test_the_words_of_classes_are_those_of_the_page() -> None:
    sizes = {code: word for code, word in words.PEER_CLASS.shown.items() if code not in words.KIND.shown}
    assert sizes == on_page("desk/words/peerClasses.ts", "peerClass")
