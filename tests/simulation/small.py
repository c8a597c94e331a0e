"""Small pages and messages, so that short stories fill several of them."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shared.eventsourcing import fold, log, tail
from shared.eventsourcing.log import Log
from shared.messaging import envelope, inbox


@contextmanager
def small_pages(dice: random.Random) -> Iterator[None]:
    """The kernel's sizes, drawn."""
    batch, told, taken, kept, spill = (dice.choice(sizes) for sizes in SIZES)
    changes: list[tuple[Any, str, Any]] = [
        (log, "MAX_BATCH_COMMITS", batch),
        (tail, "MAX_BATCH_COMMITS", batch),
        (Log.page, "__defaults__", (batch,)),
        (envelope, "MAX_COMMITS", told),
        (inbox, "TAKE_TOGETHER", taken),
        (fold, "KEPT", kept),
        (fold, "SPILL_AT", spill),
    ]
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in changes]
    try:
        _assign(changes)
        yield
    finally:
        _assign(before)


SIZES = ((3, 8, 30, 500), (1, 3, 100), (2, 7, 200), (1, 3, 1000), (2, 50_000))


def _assign(values: list[tuple[Any, str, Any]]) -> None:
    for owner, name, value in values:
        setattr(owner, name, value)
