"""What the chapters of the story share: the client, who has signed in, and the ids of what came up so far."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any

from demo.client import Client, Receipt
from demo.people import SignIn
from shared.http.issuer import Issuer


@dataclass
class Stage:
    """`ids` names everything by a short key, such as `wish.dumplings`."""

    client: Client
    issuer: Issuer
    tell: Callable[[str], None] = lambda _: None
    """Told what is going on, for whoever watches."""
    ids: dict[str, str] = field(default_factory=dict)
    people: dict[str, SignIn] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    def enter(self, person: SignIn) -> None:
        """Somebody signs in."""
        self.people[person.key] = person
        self._tokens[person.key] = person.token(self.issuer)

    def token(self, who: str) -> str:
        """The token of somebody who has signed in."""
        return self._tokens[who]

    async def post(self, who: str, key: str, path: str, /, etag: str | None = None, **body: Any) -> Receipt:
        """One command of `who`; `key` is its Idempotency-Key."""
        return await self.client.write(self.token(who), key, "POST", path, body, etag)

    async def put(self, who: str, key: str, path: str, /, etag: str | None = None, **body: Any) -> Receipt:
        """The same, where something is replaced."""
        return await self.client.write(self.token(who), key, "PUT", path, body, etag)

    async def hand_in(self, who: str, name: str, path: str, file: bytes) -> str:
        """Hands in a file, and keeps the id of what it became as `name`."""
        receipt = await self.client.hand_in(self.token(who), name, path, file)
        self.ids[name] = receipt.id
        return receipt.id

    async def begin(self, who: str, name: str, path: str, /, **body: Any) -> str:
        """Brings up something new, and keeps its id as `name`."""
        receipt = await self.post(who, name, path, **body)
        self.ids[name] = receipt.id
        return receipt.id

    async def read(self, who: str, path: str, after: str | None = None, **query: Any) -> Any:
        """What `who` is shown."""
        return await self.client.read(self.token(who), path, after, **query)

    async def together(self, acts: Iterable[Coroutine[Any, Any, Any]]) -> list[Any]:
        """Plays `acts` at the same time, as people at several desks would; gives what each came to, in their order."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(act) for act in acts]
        return [task.result() for task in tasks]

    async def etag(self, who: str, path: str) -> str:
        """The version `who` has read."""
        return await self.client.etag(self.token(who), path)
