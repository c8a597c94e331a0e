"""Limits of one class: inherited down the tree, and the nearest one said in force."""

import pytest

from shared.contracts.limits import ClassLimits, RequestKind
from shared.contracts.registry import Settings
from shared.directory.limits import effective

DISTRICT = Settings(
    claim_due="P20D",
    claim_grace="P4D",
    classes=(
        ClassLimits(kind="public", claim_due="P10D", reply_due="P4D"),
        ClassLimits(category="safety", claim_due="P2WD"),
    ),
)
COMMUNITY = Settings(
    claim_due="P30D",
    classes=(
        ClassLimits(category="safety", claim_grace="P1D"),
        ClassLimits(peer_class="company_micro", claim_due="P40D"),
    ),
)
LIMITS = effective([DISTRICT, COMMUNITY])


@pytest.mark.parametrize(
    ("kind", "category", "peer_class", "due", "grace", "reply"),
    [
        ("person", "care", None, "P30D", "P4D", "P5D"),
        ("public", "care", None, "P10D", "P4D", "P4D"),
        ("public", "safety", None, "P2WD", "P1D", "P4D"),
        ("person", "safety", "school", "P2WD", "P1D", "P5D"),
        ("public", "safety", "company_micro", "P40D", "P1D", "P4D"),
        (None, "care", "company_micro", "P40D", "P4D", "P5D"),
    ],
)
def test_the_claimants_class_goes_before_the_category_and_that_before_the_kind(
    kind: RequestKind | None, category: str, peer_class: str | None, due: str, grace: str, reply: str
) -> None:
    found = LIMITS.of(kind, category, peer_class)
    assert (found.claim_due, found.claim_grace, found.reply_due) == (due, grace, reply)


def test_what_is_said_of_a_class_above_holds_below_and_is_changed_there_limit_by_limit() -> None:
    said = {each.named: each.said for each in LIMITS.classes}
    assert said == {
        ("public", None, None): {"claim_due": "P10D", "reply_due": "P4D"},
        (None, "safety", None): {"claim_due": "P2WD", "claim_grace": "P1D"},
        (None, None, "company_micro"): {"claim_due": "P40D"},
    }


def test_without_classes_all_is_as_for_all() -> None:
    plain = effective([Settings(claim_due="P3D")])
    assert plain.of("public", "safety", "school") == plain
