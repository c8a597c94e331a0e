"""What a MongoDB database does, without the waiting: unique indexes, and a part that a majority has not got yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import bson
from bson.codec_options import CodecOptions
from pymongo import ReplaceOne, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError

from tests.simulation.query import Document, arranged, matches, only, seed, updated

AWARE: CodecOptions[Document] = CodecOptions(tz_aware=True)
DUPLICATE_KEY = 11000


@dataclass(frozen=True, slots=True)
class Written:
    """What PyMongo's results tell of a write."""

    matched_count: int = 0
    upserted: bool = False


@dataclass(slots=True)
class Table:
    """One collection: as its primary has it, and as a majority has it."""

    now: dict[Any, Document] = field(default_factory=dict)
    safe: dict[Any, Document] = field(default_factory=dict)
    unique: list[tuple[str, ...]] = field(default_factory=lambda: [("_id",)])
    keys: dict[tuple[str, ...], set[Any]] = field(default_factory=dict)


class Store:
    """One database. Every call is atomic; `secure` moves on what a majority has, `roll_back` loses the rest."""

    def __init__(self) -> None:
        self.tables: dict[str, Table] = {}
        self.written = 0
        """The number of the last change."""
        self._loose: list[tuple[int, str, Any, Document | None]] = []

    def table(self, name: str) -> Table:
        """The collection called `name`; it begins with its first use."""
        return self.tables.setdefault(name, Table())

    # --- majority

    def secure(self, until: int) -> None:
        """A majority has all changes up to number `until`."""
        for _, name, key, document in self._loose_until(until):
            if name in self.tables:
                _put(self.tables[name].safe, key, document)

    def roll_back(self) -> int:
        """A failover: what no majority had is gone; gives how much that was."""
        lost = self._loose_until(self.written)
        for _, name, key, _ in lost:
            if name in self.tables:
                self._change(name, key, self.tables[name].safe.get(key))
        self._loose.clear()
        return len(lost)

    def _loose_until(self, until: int) -> list[tuple[int, str, Any, Document | None]]:
        taken = [change for change in self._loose if change[0] <= until]
        del self._loose[: len(taken)]
        return taken

    # --- reads

    def find(
        self,
        name: str,
        query: Mapping[str, Any],
        fields: Mapping[str, Any] | None = None,
        order: Sequence[tuple[str, int]] = (),
        limit: int = 0,
        majority: bool = False,
    ) -> list[Document]:
        """Copies of what fits."""
        table = self.tables.get(name) or Table()
        found = arranged(_fitting(table.safe if majority else table.now, query), order)
        return [only(_copy(document), fields) for document in found[: limit or None]]

    # --- writes

    def insert_many(self, name: str, documents: Sequence[Document]) -> Written:
        """Inserts in order up to the first that an index refuses. Raises BulkWriteError as PyMongo does."""
        for index, document in enumerate(documents):
            if clash := self._insert(name, document):
                raise BulkWriteError(_details([_refused(index, clash)]))
        return Written()

    def bulk_write(self, name: str, requests: Sequence[Any]) -> Written:
        """Carries out every request it can. Raises BulkWriteError for those that an index refused."""
        matched, errors = 0, []
        for index, request in enumerate(requests):
            try:
                matched += self._carry_out(name, request).matched_count
            except DuplicateKeyError as error:
                errors.append(_refused(index, (error.details or {})["keyPattern"]))
        if errors:
            raise BulkWriteError(_details(errors) | {"nMatched": matched})
        return Written(matched)

    def update(
        self, name: str, query: Mapping[str, Any], update: Mapping[str, Any], upsert: bool = False, many: bool = False
    ) -> Written:
        """The first that fits (or all, if `many`) after `update`. Raises DuplicateKeyError for a refused upsert."""
        found = _fitting(self.table(name).now, query)
        for document in found if many else found[:1]:
            self._change(name, document["_id"], _copy(updated(document, update)))
        if not found and upsert:
            self._insert_or_raise(name, updated(seed(query), update, inserting=True))
        return Written(len(found) if many else len(found[:1]), upserted=upsert and not found)

    def replace(self, name: str, query: Mapping[str, Any], document: Document, upsert: bool = False) -> Written:
        """The first that fits, replaced. Raises DuplicateKeyError for a refused upsert."""
        found = _fitting(self.table(name).now, query)[:1]
        if found:
            key = found[0]["_id"]
            self._change(name, key, _copy({"_id": key, **document}))
        elif upsert:
            self._insert_or_raise(name, {**seed(query), **document})
        return Written(len(found), upserted=upsert and not found)

    def find_one_and_update(
        self, name: str, query: Mapping[str, Any], update: Mapping[str, Any], upsert: bool, after: bool
    ) -> Document | None:
        """The document that fits, as it was before `update` or is `after` it."""
        before = self.find(name, query, limit=1)
        self.update(name, query, update, upsert)
        if not after:
            return before[0] if before else None
        key = before[0]["_id"] if before else query["_id"]
        return next(iter(self.find(name, {"_id": key})), None)

    def delete_one(self, name: str, query: Mapping[str, Any]) -> Written:
        """Without the first that fits."""
        found = _fitting(self.table(name).now, query)[:1]
        for document in found:
            self._change(name, document["_id"], None)
        return Written(len(found))

    def create_index(self, name: str, keys: Sequence[tuple[str, int]], unique: bool) -> None:
        """Only unique ones matter here."""
        table, fields = self.table(name), tuple(key for key, _ in keys)
        if unique and fields not in table.unique:
            table.unique.append(fields)
            table.keys[fields] = {_key(document, fields) for document in table.now.values()}

    def drop(self, name: str) -> None:
        """Without this collection."""
        self.tables.pop(name, None)

    # --- inside

    def _carry_out(self, name: str, request: Any) -> Written:
        if not isinstance(request, UpdateOne | ReplaceOne) or request._collation or request._hint:
            raise NotImplementedError(repr(request))
        write = self.replace if isinstance(request, ReplaceOne) else self.update
        return write(name, request._filter, request._doc, upsert=bool(request._upsert))

    def _insert_or_raise(self, name: str, document: Document) -> None:
        if clash := self._insert(name, document):
            refused = _refused(0, clash)
            raise DuplicateKeyError(refused["errmsg"], DUPLICATE_KEY, refused)

    def _insert(self, name: str, document: Document) -> dict[str, int] | None:
        """None, or the key of the index that refuses it."""
        document, table = _copy(document), self.table(name)
        for fields in table.unique:
            key = _key(document, fields)
            if key in table.now if fields == ("_id",) else key in table.keys[fields]:
                return dict.fromkeys(fields, 1)
        self._change(name, document["_id"], document)
        return None

    def _change(self, name: str, key: Any, document: Document | None) -> None:
        table = self.table(name)
        before = table.now.get(key)
        for fields, keys in table.keys.items():
            if before is not None:
                keys.discard(_key(before, fields))
            if document is not None:
                keys.add(_key(document, fields))
        _put(table.now, key, document)
        self.written += 1
        self._loose.append((self.written, name, key, document))


def _fitting(documents: Mapping[Any, Document], query: Mapping[str, Any]) -> list[Document]:
    return [document for document in _candidates(documents, query.get("_id")) if matches(document, query)]


def _candidates(documents: Mapping[Any, Document], wanted: Any) -> Iterable[Document]:
    if isinstance(wanted, str | int):
        return [documents[wanted]] if wanted in documents else []
    if isinstance(wanted, Mapping) and set(wanted) == {"$gt"}:
        return [document for key, document in documents.items() if key > wanted["$gt"]]
    return documents.values()


def _key(document: Mapping[str, Any], fields: Sequence[str]) -> Any:
    return document["_id"] if fields == ("_id",) else tuple(document.get(name) for name in fields)


def _put(documents: dict[Any, Document], key: Any, document: Document | None) -> None:
    if document is None:
        documents.pop(key, None)
    else:
        documents[key] = document


def _copy(document: Mapping[str, Any]) -> Document:
    return bson.decode(bson.encode(document), AWARE)


def _refused(index: int, key: Mapping[str, int]) -> dict[str, Any]:
    return {"index": index, "code": DUPLICATE_KEY, "keyPattern": dict(key), "errmsg": f"E11000 duplicate key {key}"}


def _details(errors: list[dict[str, Any]]) -> dict[str, Any]:
    return {"writeErrors": errors, "writeConcernErrors": []}
