"""How alike two texts are."""

import pytest

from services.registry.queries.duplicates import ALIKE, alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("想换一个厨房的灯泡", "换一个厨房灯泡"),
        ("小区东门缺一盏路灯。", "东门缺一盏路灯"),
        ("A new LAMP for the kitchen", "a new lamp, for the kitchen!"),
    ],
)
def test_nearly_the_same_words(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one) >= ALIKE


@pytest.mark.parametrize(("one", "other"), [("想换一个厨房的灯泡", "想要一副老花镜"), ("灯", "灯"), ("", "想换灯泡")])
def test_other_words(one: str, other: str) -> None:
    assert alike(one, other) < ALIKE


def test_the_same_is_the_same() -> None:
    assert alike("换一个灯泡", "换一个灯泡") == 1.0
