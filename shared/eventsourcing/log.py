"""The log: one MongoDB document per command carried out, in one order without gaps.

The number of a commit is given *in* the insert (highest + 1, and the unique `_id` decides), never before it: so
position order is commit order, and a plain number is a sound checkpoint for whoever reads.
"""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

import bson
import pymongo
from pymongo import UpdateOne
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import BulkWriteError, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.errors import Unavailable
from shared.eventsourcing.batcher import Batcher
from shared.eventsourcing.codec import Codec
from shared.eventsourcing.decider import Commit
from shared.eventsourcing.model import Actor
from shared.runtime import clock
from shared.runtime.metrics import APPENDS

Stored = dict[str, Any]
MAX_BATCH_BYTES = 4 * 1024 * 1024
MAX_BATCH_COMMITS = 500
GIVE_UP_AFTER = 10.0
READ_WITHIN = 5.0
DUPLICATE_KEY = 11000


class Clash(Enum):
    """Why a commit was not placed."""

    STREAM = "somebody else wrote this version of the stream"
    COMMAND = "this command id is in the log already"


Placed = int | Clash | Exception
"""The position a commit got, or why it got none."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A commit in its stored form, without a position yet."""

    stored: Stored
    stream: str
    lane: str
    size: int
    read_at: float

    def rests_on(self, other: "_Draft") -> bool:
        """Whether it must not be placed without `other`, which came before it."""
        return self.stream == other.stream or (self.lane == other.lane != "")


def _slice(drafts: list[_Draft], waiting: list[int]) -> list[int]:
    """The first of `waiting` that fit into one insert."""
    size = 0
    for n, i in enumerate(waiting[:MAX_BATCH_COMMITS]):
        size += drafts[i].size
        if n and size > MAX_BATCH_BYTES:
            return waiting[:n]
    return waiting[:MAX_BATCH_COMMITS]


class Log:
    """One service's log. Writes are majority and journaled, reads are majority; both go out in batches."""

    def __init__(self, commits: AsyncCollection[Stored], codec: Codec) -> None:
        self._commits = commits.with_options(
            write_concern=WriteConcern("majority", j=True), read_concern=ReadConcern("majority")
        )
        self._codec = codec
        self._tip: int | None = None
        self._append: Batcher[Sequence[_Draft], list[Placed]] = Batcher(self._append_batch)
        self.load: Batcher[str, list[Commit]] = Batcher(self._load_batch)
        self.find: Batcher[str, Commit | None] = Batcher(self._find_batch)

    async def prepare(self) -> None:
        """Makes sure of the unique indexes that everything rests on."""
        await self._commits.create_index([("stream", 1), ("version", 1)], unique=True)
        await self._commits.create_index([("command_id", 1)], unique=True)

    async def close(self) -> None:
        """Waits for what is under way."""
        await self._append.close()

    async def append(
        self, commits: Sequence[Commit], lanes: Sequence[str] = (), read_at: float | None = None
    ) -> list[Commit | Clash | Exception]:
        """Places `commits` (their `position` is ignored) in this order; each gets a position or a reason why not.

        What stands behind a clash in its stream, or in its lane where `lanes` names one for each, clashes too; and so
        does what was decided on a state that was read, by `clock.passed()`, longer before than `GIVE_UP_AFTER`.
        """
        asked_at = clock.passed() if read_at is None else read_at
        lanes = lanes or [""] * len(commits)
        drafts = [self._draft(commit, lane, asked_at) for commit, lane in zip(commits, lanes, strict=True)]
        placed = await self._append(drafts)
        return [
            replace(commit, position=place) if isinstance(place, int) else place
            for commit, place in zip(commits, placed, strict=True)
        ]

    async def page(self, after: int, limit: int = MAX_BATCH_COMMITS) -> list[Commit]:
        """Up to `limit` commits behind position `after`, in order."""
        with pymongo.timeout(READ_WITHIN):
            cursor = self._commits.find({"_id": {"$gt": after}}).sort("_id", 1).limit(limit)
            return [self.decode(stored) for stored in await cursor.to_list()]

    async def past(self, prefix: str, communities: Sequence[str], until: datetime) -> AsyncIterator[list[Commit]]:
        """What had happened by `until` to the streams of `communities` whose names begin like this: in pages, each
        stream in its order."""
        query = {
            "stream": {"$gte": prefix, "$lt": f"{prefix}\uffff"},
            "community": {"$in": list(communities)},
            "at": {"$lte": until},
        }
        cursor = self._commits.find(query).sort([("stream", 1), ("version", 1)])
        while page := await cursor.to_list(MAX_BATCH_COMMITS):
            yield [self.decode(stored) for stored in page]

    async def tip(self) -> int:
        """The highest position; 0 for an empty log."""
        with pymongo.timeout(READ_WITHIN):
            last = await self._commits.find_one({}, {"_id": 1}, sort=[("_id", -1)])
        return int(last["_id"]) if last else 0

    async def times(self, positions: Sequence[int]) -> dict[int, datetime]:
        """When the commits at `positions` were made; without those that are not there."""
        query = {"_id": {"$in": list(set(positions))}}
        with pymongo.timeout(READ_WITHIN):
            return {row["_id"]: row["at"] async for row in self._commits.find(query, {"at": 1})}

    async def holds(self, query: Mapping[str, Any]) -> bool:
        """Whether some commit fits `query`."""
        return await self._commits.find_one(query, {"_id": 1}) is not None

    # --- the one rewrite that is permitted (redaction)

    async def stored(self, after: int, limit: int) -> list[Stored]:
        """The positions, communities and stored events of up to `limit` commits behind position `after`."""
        cursor = self._commits.find({"_id": {"$gt": after}}, {"community": 1, "events": 1}).sort("_id", 1).limit(limit)
        return await cursor.to_list()

    async def rewrite(self, events: Mapping[int, tuple[list[Any], list[Any]]]) -> int:
        """Puts other events, by position, in the place of those that were read there, if they still stand there; gives
        in how many places. Raises ValueError, and writes nothing, for one that could not be read any more."""
        for each in (event for _, some in events.values() for event in some):
            self._codec.decode(each)
        writes = [
            UpdateOne({"_id": position, "events": read}, {"$set": {"events": some}})
            for position, (read, some) in events.items()
        ]
        return (await self._commits.bulk_write(writes, ordered=False)).matched_count

    # --- reading in batches

    async def _load_batch(self, streams: list[str]) -> list[list[Commit]]:
        found: defaultdict[str, list[Commit]] = defaultdict(list)
        query = {"stream": {"$in": list(set(streams))}}
        with pymongo.timeout(READ_WITHIN):
            rows = await self._commits.find(query).sort([("stream", 1), ("version", 1)]).to_list()
        for stored in rows:
            found[stored["stream"]].append(self.decode(stored))
        return [found[stream] for stream in streams]

    async def _find_batch(self, command_ids: list[str]) -> list[Commit | None]:
        query = {"command_id": {"$in": list(set(command_ids))}}
        with pymongo.timeout(READ_WITHIN):
            rows = await self._commits.find(query).to_list()
        found = {stored["command_id"]: self.decode(stored) for stored in rows}
        return [found.get(command_id) for command_id in command_ids]

    # --- writing in batches

    async def _append_batch(self, sheaves: list[Sequence[_Draft]]) -> list[list[Placed]]:
        drafts = [draft for sheaf in sheaves for draft in sheaf]
        places = iter(await self._place(drafts))
        return [[next(places) for _ in sheaf] for sheaf in sheaves]

    async def _place(self, drafts: list[_Draft]) -> list[Placed]:
        places: dict[int, Placed] = {}
        waiting = list(range(len(drafts)))
        give_up = time.monotonic() + GIVE_UP_AFTER
        while waiting:
            batch = _slice(drafts, waiting)
            try:
                with pymongo.timeout(GIVE_UP_AFTER / 2):
                    await self._place_some(drafts, batch, places)
            except PyMongoError as error:
                # It may or may not have arrived: the same commits go out again, and the unique command ids tell.
                self._tip = None
                if time.monotonic() > give_up:
                    return [
                        places.get(i, Unavailable(retry_after=1, cause=type(error).__name__))
                        for i in range(len(drafts))
                    ]
            waiting = [i for i in waiting if i not in places]
            if waiting and self._tip is None:
                await asyncio.sleep(random.uniform(0.001, 0.02))  # noqa: S311
        return [places[i] for i in range(len(drafts))]

    async def _place_some(self, drafts: list[_Draft], batch: list[int], places: dict[int, Placed]) -> None:
        tip = self._tip if self._tip is not None else await self.tip()
        # after the tip is known: who sleeps between this and the insert finds its numbers taken
        oldest = clock.passed() - GIVE_UP_AFTER
        if stale := [i for i in batch if drafts[i].read_at < oldest]:
            self._tip = tip
            for i in stale:
                self._clash(drafts, i, Clash.STREAM, places)
            return
        numbered = [{"_id": tip + 1 + n, **drafts[i].stored} for n, i in enumerate(batch)]
        done, key = await self._insert(numbered)
        for n, i in enumerate(batch[:done]):
            places[i] = tip + 1 + n
        self._tip = tip + done if key is None else None
        if key is None or key == {"_id"}:
            return
        refused, others = batch[done], len(batch) > done + 1
        # a message that came again brings many that are in the log already
        known = await self._known(drafts, batch[done:]) if others else []
        places.update(dict.fromkeys(known, Clash.COMMAND))
        self._clash(drafts, refused, Clash.COMMAND if key == {"command_id"} else Clash.STREAM, places)

    @staticmethod
    def _clash(drafts: list[_Draft], refused: int, why: Clash, places: dict[int, Placed]) -> None:
        places.setdefault(refused, why)
        for i in range(refused + 1, len(drafts)):  # also of those that did not fit into this insert
            if i not in places and drafts[i].rests_on(drafts[refused]):
                places[i] = Clash.STREAM

    async def _known(self, drafts: list[_Draft], batch: list[int]) -> list[int]:
        """Those of `batch` whose command is in the log already."""
        query = {"command_id": {"$in": [drafts[i].stored["command_id"] for i in batch]}}
        found = {stored["command_id"] for stored in await self._commits.find(query, {"command_id": 1}).to_list()}
        return [i for i in batch if drafts[i].stored["command_id"] in found]

    async def _insert(self, numbered: list[Stored]) -> tuple[int, set[str] | None]:
        """How many were inserted, and the key of the index that refused the next one (None when all were)."""
        try:
            with APPENDS.time():
                await self._commits.insert_many(numbered, ordered=True)
        except BulkWriteError as error:
            details = error.details or {}
            errors = details.get("writeErrors", [])
            if details.get("writeConcernErrors") or not errors or errors[0]["code"] != DUPLICATE_KEY:
                raise
            return errors[0]["index"], set(errors[0]["keyPattern"])
        return len(numbered), None

    # --- stored form

    def _draft(self, commit: Commit, lane: str, read_at: float) -> _Draft:
        stored = self._encode(commit)
        return _Draft(stored, commit.stream, lane, len(bson.encode(stored)), read_at)

    def _encode(self, commit: Commit) -> Stored:
        return {
            "stream": commit.stream,
            "version": commit.version,
            "command_id": commit.command_id,
            "body_mac": commit.body_mac,
            "community": commit.community,
            "actor": commit.actor.id,
            "on_behalf_of": commit.actor.on_behalf_of,
            "consent": commit.actor.consent,
            "role": commit.actor.role,
            "correlation": commit.correlation,
            "causation": commit.causation,
            "at": commit.at,
            "events": [self._codec.encode(event) for event in commit.events],
        }

    def decode(self, stored: Stored) -> Commit:
        """The commit behind its stored form. Raises KeyError or ValueError for one this release can't read."""
        return Commit(
            position=stored["_id"],
            stream=stored["stream"],
            version=stored["version"],
            command_id=stored["command_id"],
            body_mac=stored["body_mac"],
            community=stored["community"],
            actor=Actor(
                id=stored["actor"],
                on_behalf_of=stored["on_behalf_of"],
                consent=stored["consent"],
                role=stored.get("role"),
            ),
            correlation=stored["correlation"],
            causation=stored["causation"],
            at=stored["at"],
            events=tuple(self._codec.decode(event) for event in stored["events"]),
        )
