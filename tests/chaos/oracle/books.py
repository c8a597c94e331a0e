"""What a service has stored, read straight from MongoDB."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.read_concern import ReadConcern

from services.catalogue import SERVICES
from shared.eventsourcing.codec import Codec
from shared.eventsourcing.decider import Commit
from shared.eventsourcing.model import Actor
from shared.runtime.installation import Installation
from shared.runtime.service import Definition

Stored = dict[str, Any]
MAJORITY = ReadConcern("majority")


@dataclass
class Book:
    """One service: its log in memory, and what was made of it. `positions` were read before the log."""

    definition: Definition
    commits: list[Commit]
    positions: Mapping[str, int]
    rows: Mapping[str, Stored]
    documents: Mapping[str, Mapping[str, Stored]]
    parked: Sequence[Stored]
    unique: frozenset[tuple[str, ...]]
    jobs_failed: int = 0

    def __post_init__(self) -> None:
        self.by_command: defaultdict[str, list[Commit]] = defaultdict(list)
        self.streams: defaultdict[str, list[Commit]] = defaultdict(list)
        for commit in self.commits:
            self.by_command[commit.command_id].append(commit)
            self.streams[commit.stream].append(commit)
        for commits in self.streams.values():
            commits.sort(key=lambda commit: commit.version)

    @property
    def name(self) -> str:
        """The service's name."""
        return self.definition.name

    @property
    def tip(self) -> int:
        """The highest position."""
        return self.commits[-1].position if self.commits else 0


Books = Mapping[str, Book]


def database_of(installation: Installation, name: str) -> AsyncDatabase[Stored]:
    """The database of a service."""
    return installation.client[f"{installation.settings.database_prefix}_{name}"]


async def read_books(installation: Installation) -> dict[str, Book]:
    """All of them; consumers' positions are read before anybody's log."""
    databases = {name: database_of(installation, name) for name in SERVICES}
    positions = {name: await _positions(database) for name, database in databases.items()}
    return {name: await _book(SERVICES[name], databases[name], positions[name]) for name in SERVICES}


async def _positions(database: AsyncDatabase[Stored]) -> dict[str, int]:
    return {row["_id"]: int(row["position"]) for row in await _all(database["positions"])}


async def _book(definition: Definition, database: AsyncDatabase[Stored], positions: Mapping[str, int]) -> Book:
    rows = {row["_id"]: row for row in await _all(database["projections"])}
    codec = Codec(definition.events, definition.upcasters)
    documents = {
        row: {one["_id"]: one for one in await _all(database[rows[row]["collection"]])}
        for row in (projection.row for projection in definition.projections)
        if row in rows
    }
    return Book(
        definition=definition,
        commits=[_commit(stored, codec) for stored in await _all(database["commits"])],
        positions=positions,
        rows=rows,
        documents=documents,
        parked=await _all(database["parked"]),
        unique=await _unique(database["commits"]),
        jobs_failed=await database["jobs"].count_documents({"state": "failed"}),
    )


async def _all(collection: AsyncCollection[Stored]) -> list[Stored]:
    return await collection.with_options(read_concern=MAJORITY).find().sort("_id", 1).to_list()


async def _unique(commits: AsyncCollection[Stored]) -> frozenset[tuple[str, ...]]:
    indexes = await (await commits.list_indexes()).to_list()
    return frozenset(tuple(index["key"]) for index in indexes if index.get("unique"))


def _commit(stored: Stored, codec: Codec) -> Commit:
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
        events=tuple(codec.decode(event) for event in stored["events"]),
    )
