"""The part of MongoDB's query and update language that the kernel uses. Anything else raises NotImplementedError."""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Document = dict[str, Any]
MISSING = object()


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda value, wanted: value is not MISSING and value is not None and compare(value, wanted)


CONDITIONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "$gt": _ordered(operator.gt),
    "$gte": _ordered(operator.ge),
    "$lt": _ordered(operator.lt),
    "$lte": _ordered(operator.le),
    "$in": lambda value, wanted: value in wanted,
    "$nin": lambda value, wanted: value not in wanted,
}


def known(table: Mapping[str, Any], name: str) -> Any:
    """What `name` means. Raises NotImplementedError when the stand-in does not know it."""
    if name not in table:
        raise NotImplementedError(f"{name}: teach it to the stand-in, and compare with the real one")
    return table[name]


def matches(document: Mapping[str, Any], query: Mapping[str, Any]) -> bool:
    """Whether `document` fits `query`."""
    return all(_holds(_at(document, path), wanted) for path, wanted in query.items())


def _at(document: Mapping[str, Any], path: str) -> Any:
    if path.startswith("$"):
        raise NotImplementedError(path)
    value: Any = document
    for name in path.split("."):
        value = value.get(name, MISSING) if isinstance(value, Mapping) else MISSING
    if isinstance(value, list):
        raise NotImplementedError("a query on an array")
    return value


def _holds(value: Any, wanted: Any) -> bool:
    if _conditions(wanted):
        return all(known(CONDITIONS, name)(value, operand) for name, operand in wanted.items())
    if wanted is None or isinstance(wanted, Mapping | list):
        raise NotImplementedError(f"equal to {wanted}")
    return bool(value == wanted)


def _conditions(wanted: Any) -> bool:
    return isinstance(wanted, Mapping) and any(name.startswith("$") for name in wanted)


def arranged(documents: Iterable[Document], order: Sequence[tuple[str, int]]) -> list[Document]:
    """`documents` sorted by fields and directions."""
    found = list(documents)
    for name, direction in reversed(order):
        found.sort(key=lambda document: document[name], reverse=direction < 0)
    return found


def only(document: Document, fields: Mapping[str, Any] | None) -> Document:
    """`document` cut down to the wanted `fields` and its id."""
    if not fields:
        return document
    if any(value != 1 or "." in name for name, value in fields.items()):
        raise NotImplementedError(f"projection {fields}")
    return {name: value for name, value in document.items() if name == "_id" or name in fields}


# --- updates


def _set(document: Document, name: str, value: Any) -> None:
    document[name] = value


def _max(document: Document, name: str, value: Any) -> None:
    document[name] = max(document.get(name, value), value)


def _inc(document: Document, name: str, value: Any) -> None:
    document[name] = document.get(name, 0) + value


def _unset(document: Document, name: str, value: Any) -> None:
    document.pop(name, None)


UPDATES: Mapping[str, Callable[[Document, str, Any], None]] = {
    "$set": _set,
    "$max": _max,
    "$inc": _inc,
    "$unset": _unset,
    "$setOnInsert": _set,
}


def updated(document: Document, update: Mapping[str, Mapping[str, Any]], inserting: bool = False) -> Document:
    """A new document: `document` after `update`."""
    changed = dict(document)
    for name, fields in update.items():
        apply = known(UPDATES, name)
        for field, value in fields.items():
            if "." in field:
                raise NotImplementedError(field)
            if inserting or name != "$setOnInsert":
                apply(changed, field, value)
    return changed


def seed(query: Mapping[str, Any]) -> Document:
    """What an upsert begins with: the equalities of its query."""
    return {name: wanted for name, wanted in query.items() if not _conditions(wanted)}
