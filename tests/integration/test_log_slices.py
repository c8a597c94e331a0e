"""What goes out in several inserts is still decided as a whole."""

from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from shared.eventsourcing import log as module
from shared.eventsourcing.decider import Commit
from shared.eventsourcing.log import Clash
from shared.eventsourcing.model import Actor
from tests.support.toy import COMMUNITY, START, Put, Toy, put


def _draft(stream: str, version: int) -> Commit:
    name = f"{stream}/{version}"
    return Commit(0, stream, version, name, "", COMMUNITY, Actor(id="a"), "", "", START, (Put(n=version),))


async def test_what_was_decided_on_top_of_a_refused_commit_falls_with_it_also_in_the_next_insert(
    database: AsyncDatabase[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    toy = Toy(database)
    await toy.log.prepare()
    await toy.put("box_a", 1)
    monkeypatch.setattr(module, "MAX_BATCH_COMMITS", 2)
    placed = await toy.log.append([_draft("box_a", 1), _draft("box_b", 1), _draft("box_a", 2), _draft("box_c", 1)])
    assert [place if isinstance(place, Clash) else "placed" for place in placed] == [
        Clash.STREAM,
        "placed",
        Clash.STREAM,
        "placed",
    ]
    assert [commit.version for commit in await toy.log.load("box_a")] == [1]


async def test_a_race_lost_across_inserts_leaves_no_gap_in_the_stream(
    database: AsyncDatabase[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    toy, other = Toy(database), Toy(database)
    await toy.log.prepare()
    monkeypatch.setattr(module, "MAX_BATCH_COMMITS", 2)
    await other.put("box_a", 1)
    # a creation loads nothing, so the first decision is taken as if `box_a` were empty
    results = await toy.handler.handle_many([put("box_a", n, creates=True) for n in (2, 3, 4, 5)])
    assert not [result for result in results if isinstance(result, Exception)]
    assert [commit.version for commit in await toy.log.load("box_a")] == [1, 2, 3, 4, 5]
    assert await toy.numbers("box_a") == [1, 2, 3, 4, 5]
