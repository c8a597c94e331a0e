"""Well-formed commits of service A in any number: to be read, to be sent, to stand in the way."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pymongo
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.write_concern import WriteConcern

from shared.eventsourcing.decider import Commit
from shared.eventsourcing.ids import derived_id
from shared.eventsourcing.model import Actor
from tests.bench.ours.asking import Asked
from tests.bench.place import ASKED, COMMUNITY

TOGETHER = 2000
AT = datetime(2026, 1, 1, tzinfo=UTC)
ACTOR = Actor(id="caller")
EVENT = Asked(**ASKED)


def commit(n: int, streams: int) -> Commit:
    """The commit at position `n` of a log where `streams` streams take turns."""
    turn, stream = divmod(n - 1, streams)
    return Commit(
        position=n,
        stream=derived_id("question", str(stream)),
        version=turn + 1,
        command_id=f"fill-{n}",
        body_mac="0" * 64,
        community=COMMUNITY,
        actor=ACTOR,
        correlation=f"fill-{n}",
        causation="",
        at=AT,
        events=(EVENT,),
    )


def stored(n: int, streams: int) -> dict[str, Any]:
    """The same as it stands in MongoDB."""
    made = commit(n, streams)
    return {
        "_id": n,
        **{name: getattr(made, name) for name in ("stream", "version", "command_id", "body_mac", "community")},
        "actor": ACTOR.id,
        "on_behalf_of": None,
        "consent": None,
        **{name: getattr(made, name) for name in ("correlation", "causation", "at")},
        "events": [{"type": "asked", "v": 1, "data": ASKED}],
    }


async def fill(commits: AsyncCollection[dict[str, Any]], count: int, streams: int) -> None:
    """Puts `count` commits into an empty log, then builds its indexes."""
    quick = commits.with_options(write_concern=WriteConcern(1, j=False))
    for start in range(1, count + 1, TOGETHER):
        numbers = range(start, min(start + TOGETHER, count + 1))
        await quick.insert_many([stored(n, streams) for n in numbers])
    await commits.create_indexes(
        [
            pymongo.IndexModel([("stream", 1), ("version", 1)], unique=True),
            pymongo.IndexModel([("command_id", 1)], unique=True),
        ]
    )


def commits(count: int) -> Iterator[Commit]:
    """`count` commits, each the first of its stream."""
    return (commit(n, count) for n in range(1, count + 1))
