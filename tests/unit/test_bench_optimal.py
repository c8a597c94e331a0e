"""What the benchmark says of a plan: that nothing is cheaper, exactly where nothing is."""

import itertools
import random

import numpy
import pytest

from tests.bench.optimal import cost_of, is_cheapest

BUSY, NOBODY, IMPOSSIBLE = 8, 100, 1_000_000


def costs(chance: random.Random, wishes: int, providers: int) -> list[list[int]]:
    pairs = [[chance.choice((20, 40, 60, 90, IMPOSSIBLE)) for _ in range(providers)] for _ in range(wishes)]
    return [[*row, NOBODY] for row in pairs]


@pytest.mark.parametrize("seed", range(12))
def test_it_is_the_cheapest_exactly_where_no_other_assignment_costs_less(seed: int) -> None:
    table = numpy.array(costs(random.Random(seed), wishes=4, providers=3))
    most = 2
    possible = [
        assigned
        for assigned in itertools.product(range(4), repeat=4)
        if all(assigned.count(provider) <= most for provider in range(3))
    ]
    least = min(cost_of(table, assigned, BUSY) for assigned in possible)
    for assigned in possible:
        assert is_cheapest(table, assigned, BUSY, most) == (cost_of(table, assigned, BUSY) == least)


def test_a_further_promise_costs_more_than_the_one_before() -> None:
    table = numpy.array([[20, NOBODY]] * 3)
    assert cost_of(table, [0, 0, 0], BUSY) == 60 + 0 + 8 + 16
    assert cost_of(table, [0, 0, 1], BUSY) == 40 + 8 + NOBODY
