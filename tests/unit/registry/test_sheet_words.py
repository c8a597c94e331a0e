"""A spreadsheet and the page it came from say the same word for the same thing, for all that a thing can be."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from services.matching.decider import BookingState
from services.matching.events import Misfit
from services.matching.queries import listing
from services.matching.queries.shown import RequestView
from services.registry.decider.following import Progress
from services.registry.events import Duty, OrganizationKind, ShownTo
from services.registry.events.campaign import Answer, Way
from services.registry.events.membership import AllianceRole
from services.registry.projections import Need, Offer, Wish
from services.registry.queries.agreements import Standing
from services.registry.sheets import words
from shared.contracts.base import Category
from shared.contracts.offers import Mode, PricePer
from shared.contracts.registry import Audience, NeedKind, WishKind
from shared.eventsourcing.model import Consent
from shared.exporting.words import CATEGORY, WISH_KIND, Words

PAGES = Path(words.__file__).parents[2] / "portal" / "web" / "src"
REGISTRY, MATCHING, AGREEMENTS = "desk/words/registry.ts", "desk/words/matching.ts", "desk/words/agreements.ts"
PAIRS: list[tuple[Words, str, str, Any]] = [
    (words.KIND, REGISTRY, "organizationKind", OrganizationKind),
    (CATEGORY, "shared/common.ts", "category", Category),
    (words.MODE, REGISTRY, "mode", Mode),
    (words.PRICE_PER, "shared/offers/texts.ts", "per", PricePer),
    (words.AUDIENCE, REGISTRY, "audience", Audience),
    (words.SHOWN_TO, REGISTRY, "shownTo", ShownTo),
    (words.DUTY, REGISTRY, "duty", Duty),
    (words.CONSENT, REGISTRY, "consent", Consent),
    (words.PROGRESS, REGISTRY, "progress", Progress),
    (words.NEED_KIND, REGISTRY, "needKind", NeedKind),
    (WISH_KIND, REGISTRY, "wishKind", WishKind),
    (words.OFFER_STATE, REGISTRY, "offerState", Offer.model_fields["state"].annotation),
    (words.NEED_STATE, REGISTRY, "needState", Need.model_fields["state"].annotation),
    (words.WISH_STATE, REGISTRY, "wishState", Wish.model_fields["state"].annotation),
    (words.STANDS, AGREEMENTS, "agreementStands", Standing),
    (words.ROLE, REGISTRY, "allianceRole", AllianceRole),
    (words.WAY, REGISTRY, "way", Way),
    (words.ANSWER, REGISTRY, "holding", Answer),
    (listing.KIND, MATCHING, "requestKind", RequestView.model_fields["kind"].annotation),
    (listing.BOOKING_STATE, MATCHING, "bookingState", BookingState),
    (listing.MISFIT, MATCHING, "misfit", Misfit),
]


def on_page(file: str, block: str) -> Mapping[str, str]:
    """The first `block` of words in `file`: the Chinese ones stand there before the English."""
    text = (PAGES / file).read_text("utf-8")
    found = re.search(rf"\b{block}: \{{(.*?)\}}", text, re.DOTALL)
    assert found, f"{file} has no words called {block}"
    return dict(re.findall(r"(\w+): '([^']+)'", found[1]))


@pytest.mark.parametrize(("sheet", "file", "block", "values"), PAIRS, ids=[block for _, _, block, _ in PAIRS])
def test_the_words_are_those_of_the_page_for_every_value(sheet: Words, file: str, block: str, values: Any) -> None:
    assert dict(sheet.shown) == on_page(file, block)
    assert set(sheet.shown) == set(get_args(values))


ALL = [each for module in (words, listing) for each in vars(module).values() if isinstance(each, Words)]


@pytest.mark.parametrize("sheet", ALL)
def test_every_word_means_a_value(sheet: Words) -> None:
    for value, word in sheet.shown.items():
        assert sheet.value_of(word) == value
    assert set(sheet.also.values()) <= set(sheet.shown)


def test_where_a_case_stands_is_said_as_on_the_page() -> None:
    assert listing.STANDS.shown == on_page(MATCHING, "requestState") | on_page(MATCHING, "endKind")


def test_the_words_of_classes_are_those_of_the_page() -> None:
    sizes = {code: word for code, word in words.PEER_CLASS.shown.items() if code not in words.KIND.shown}
    assert sizes == on_page("desk/words/peerClasses.ts", "peerClass")
