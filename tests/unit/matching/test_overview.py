"""Medians, from how often each span was seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.matching.queries.overview import Median, median


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ({}, Median()),
        ({3: 1}, Median(days=3, of=1)),
        ({1: 1, 4: 1}, Median(days=2.5, of=2)),
        ({0: 3, 9: 1, 30: 1}, Median(days=0, of=5)),
        ({-700: 5, 2: 1}, Median(days=2, of=1)),
        ({-1: 2}, Median()),
    ],
)
def test_a_median_says_of_how_many(spans: dict[int, int], expected: Median) -> None:
    assert median(spans) == expected


@given(some.lists(some.integers(0, 40), min_size=1))
def test_half_lie_on_either_side(days: list[int]) -> None:
    found = median({day: days.count(day) for day in days})
    assert found.days is not None
    assert found.of == len(days)
    assert sum(day <= found.days for day in days) * 2 >= len(days)
    assert sum(day >= found.days for day in days) * 2 >= len(days)
