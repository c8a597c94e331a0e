"""Lists in pages: an opaque cursor names the last item seen, so that nothing added meanwhile repeats or hides one."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

import orjson
from fastapi import Depends, Query
from pydantic import BaseModel

from shared.eventsourcing.projection import D, Document, Index
from shared.http.texts import malformed

if TYPE_CHECKING:
    from shared.eventsourcing.documents import Documents

_MOST_WHOLE = 2**53

T = TypeVar("T")
U = TypeVar("U")


class Page(BaseModel, Generic[T]):
    """A part of a list; without `next_cursor` it is the last."""

    items: list[T]
    next_cursor: str | None

    def map(self, view: Callable[[T], U]) -> "Page[U]":
        """The same page of views."""
        return Page(items=[view(item) for item in self.items], next_cursor=self.next_cursor)


class Pile(BaseModel, Generic[T]):
    """What waits: how many there are, and the first of them."""

    total: int
    items: list[T]

    def map(self, view: Callable[[T], U]) -> "Pile[U]":
        """The same pile of views."""
        return Pile(total=self.total, items=[view(item) for item in self.items])


class Pages:
    """The page a caller asks for."""

    def __init__(self, cursor: str | None, limit: int) -> None:
        self.cursor = cursor
        self.limit = limit

    async def page(self, documents: "Documents[D]", query: dict[str, Any], order: str = "-position") -> Page[D]:
        """That page of the documents that fit `query`. `order` is like `read,-position`: `read` upwards, then
        `position` downwards; the id settles the rest. Raises Malformed for the cursor of another list."""
        names = [*order.split(","), "_id"]
        sort = [(name.lstrip("-"), -1 if name.startswith("-") else 1) for name in names]
        if self.cursor:
            query = {"$and": [query, _behind(sort, _decode(self.cursor, names))]}
        found = await documents.find(query, sort=sort, limit=self.limit + 1)
        items = found[: self.limit]
        return Page(items=items, next_cursor=_encode(items[-1], names) if len(found) > self.limit else None)


def _behind(sort: Index, last: Sequence[Any]) -> dict[str, Any]:
    """What comes after `last`: the same in some first fields and beyond it in the next."""
    names = [name for name, _ in sort]
    same = [dict(zip(names[:index], last[:index], strict=True)) for index in range(len(names))]
    beyond = [_beyond(name, direction, value) for (name, direction), value in zip(sort, last, strict=True)]
    return {"$or": [first | then for first, then in zip(same, beyond, strict=True) if then]}


def _beyond(name: str, direction: int, value: Any) -> dict[str, Any]:
    """A missing value is sorted before all others, and no comparison finds it. Empty: nothing lies beyond."""
    if direction > 0:
        return {name: {"$ne": None} if value is None else {"$gt": value}}
    return {} if value is None else {"$or": [{name: {"$lt": value}}, {name: None}]}


def _encode(document: Document, names: Sequence[str]) -> str:
    stored = document.model_dump() | {"_id": document.id}
    values = [stored[name.lstrip("-")] for name in names]
    tagged = [{"at": value} if isinstance(value, datetime) else value for value in values]
    return urlsafe_b64encode(orjson.dumps([*names, *tagged])).decode().rstrip("=")


def _decode(cursor: str, names: Sequence[str]) -> list[Any]:
    try:
        parts = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [_untagged(part) for part in parts[len(names) :]]
    except (ValueError, TypeError, KeyError, OverflowError):
        raise malformed("cursor", "unknown_cursor") from None
    if parts[: len(names)] != names or len(values) != len(names) or not all(map(_comparable, values)):
        raise malformed("cursor", "unknown_cursor")
    return values


def _untagged(part: Any) -> Any:
    return datetime.fromisoformat(part["at"]).astimezone(UTC) if isinstance(part, dict) else part


def _comparable(value: Any) -> bool:
    """Whether MongoDB can compare with it: anybody may have made the cursor up."""
    return not isinstance(value, list) and not (isinstance(value, int) and abs(value) > _MOST_WHOLE)


async def _paging(
    cursor: Annotated[str | None, Query(max_length=1000, description="`next_cursor` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Pages:
    return Pages(cursor, limit)


Paging = Annotated[Pages, Depends(_paging)]
