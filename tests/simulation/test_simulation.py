"""Two hundred seeds of the kernel in memory and virtual time, with a crash possible at every await."""

import os
import subprocess
import sys
from collections import Counter

import pytest

from tests.simulation.ledger import Violation
from tests.simulation.mutants import MUTANTS, Mutate
from tests.simulation.world import simulate

EACH = 20
HAPPENED = ("crashed", "killed", "frozen", "lost_request", "lost_answer", "unconfirmed", "doubled", "redelivered")
ALSO = ("queue_deleted", "unbound", "failover", "rebuilt", "rewound", "poisoned", "broker_down")
FOUND_WITHIN = 100


@pytest.mark.parametrize("first", range(0, 200, EACH))
def test_nothing_is_lost_doubled_or_out_of_order(first: int) -> None:
    counts = Counter[str]()
    for seed in range(first, first + EACH):  # to see one: python -m tests.simulation --seed N
        counts.update(simulate(seed).chance.counts)
    assert [what for what in HAPPENED + ALSO if not counts[what]] == [], "a run without faults proves nothing"


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_a_seed_tells_the_same_story_in_every_process(hash_seed: str) -> None:
    command = [sys.executable, "-m", "tests.simulation", "--seed", "7"]
    other = subprocess.run(
        command, env={**os.environ, "PYTHONHASHSEED": hash_seed}, capture_output=True, text=True, check=True
    )
    assert other.stdout.splitlines()[:-1] == simulate(7).chance.trace


@pytest.mark.parametrize("mutate", MUTANTS, ids=lambda mutate: mutate.__name__)
def test_a_broken_line_is_found(mutate: Mutate, monkeypatch: pytest.MonkeyPatch) -> None:
    mutate(monkeypatch)
    with pytest.raises(Violation):
        for seed in range(FOUND_WITHIN):
            simulate(seed)
