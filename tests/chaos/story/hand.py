"""What a story has in its hands: who is there, its own luck, and the commands it sends."""

import asyncio
import itertools
import random
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.client import Caller, Client, Command, encoded, query_of
from tests.chaos.ledger import Told

AGAIN_AFTER = (0.3, 1.0)
INSISTS = 40


class Ended(Exception):
    """The story can't go on: somebody else was faster, or nobody knows what happened."""


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization and its contact."""

    id: str
    contact: Caller


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident; one with an account speaks for himself."""

    id: str
    caller: Caller | None


@dataclass(frozen=True, slots=True)
class Room:
    """An offer whose slots are booked, and whose it is."""

    id: str
    owner: Organization

    @property
    def path(self) -> str:
        return f"/v1/offers/{self.id}"


@dataclass
class Place:
    """A community with all who live and work there."""

    community: str
    street: str
    district: Caller
    desk: Caller
    organizations: list[Organization] = field(default_factory=list)
    residents: list[Resident] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    noticed: set[str] = field(default_factory=set)
    """The notices somebody has dealt with."""
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))


class Hand:
    """Sends the commands of one story. `name` begins all its keys."""

    def __init__(self, client: Client, name: str, seed: str, markers: Sequence[str] = ()) -> None:
        self.chance = random.Random(seed)
        self.name = name
        self._client = client
        self._markers = markers
        self._count = itertools.count(1)

    async def ask(
        self,
        caller: Caller,
        operation: str,
        path: str,
        body: Mapping[str, Any] | bytes | None = None,
        *,
        method: str = "POST",
        version: int | None = None,
        idle: bool = False,
        media: str = "application/json",
        link: str = "",
        **query: str,
    ) -> Told:
        """Sends one command, and gives what came of it."""
        command = Command(
            key=f"{self.name}.{next(self._count)}",
            operation=operation,
            caller=caller,
            method=method,
            path=f"/api{path}",
            body=encoded(body),
            query=query_of(**query),
            version=version,
            idle=idle,
            media=media,
            link=link,
        )
        return await self._client.carry_out(command, self.chance)

    async def do(
        self, caller: Caller, operation: str, path: str, body: Mapping[str, Any] | bytes | None = None, **more: Any
    ) -> Told:
        """The same, for what has to be taken. Raises Ended."""
        told = await self.ask(caller, operation, path, body, **more)
        if told.kind != "acknowledged":
            raise Ended(f"{operation}: {told.status} {told.code}")
        return told

    async def insist(self, caller: Caller, operation: str, path: str, body: Mapping[str, Any], **more: Any) -> Told:
        """The same, for what will be taken once what it rests on has been heard of. Raises Ended."""
        for _ in range(INSISTS):
            told = await self.ask(caller, operation, path, body, **more)
            if told.kind == "acknowledged":
                return told
            await self.wait(*AGAIN_AFTER)
        raise Ended(f"{operation}: {told.status} {told.code}")

    async def together(self, asked: Iterable[Coroutine[Any, Any, Told]]) -> list[Told]:
        """All of these at the same time; what came of each."""
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(each) for each in asked]
        return [task.result() for task in running]

    async def read(self, caller: Caller, path: str, **query: Any) -> Any:
        """What is shown. Raises Ended when there is no good answer for long."""
        for _ in range(INSISTS):
            answer = await self._client.read(caller, f"/api{path}", self.chance, **query)
            if answer is not None:
                return answer.json()
            await self.wait(*AGAIN_AFTER)
        raise Ended(path)

    async def version(self, caller: Caller, path: str) -> int:
        """The version of what `path` shows. Raises Ended."""
        for _ in range(INSISTS):
            answer = await self._client.read(caller, f"/api{path}", self.chance)
            if answer is not None:
                return int(answer.headers["ETag"].strip('"'))
            await self.wait(*AGAIN_AFTER)
        raise Ended(path)

    async def wait(self, least: float, most: float) -> None:
        """Time passes."""
        await self._client.pause(self.chance.uniform(least, most))

    def happens(self, probability: float) -> bool:
        """Whether it does, this time."""
        return self.chance.random() < probability

    def text(self, words: str) -> str:
        """A public text; now and then one that carries a marker for poison."""
        if self._markers and self.happens(0.05):
            return f"{words} {self.chance.choice(self._markers)}"
        return words
