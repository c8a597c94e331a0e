"""Spoils valid requests: one field at a time, as its schema says what would be wrong with it."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

MARK = "请勿回显q7x"
"""Part of every spoilt text: it must not come back."""
OPERATOR = {"$gt": MARK}

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Spoilt:
    """A body that is wrong at `at`, in one way."""

    how: str
    at: Path
    body: Any

    @property
    def field(self) -> str:
        """What the refusal has to name."""
        return ".".join(map(str, self.at))


def spoilt(body: Any, schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[Spoilt]:
    """Every wrong variant of `body`, which is right by `schema`."""
    for at, value, described in _fields(body, schema, schemas, ()):
        if isinstance(value, dict):
            yield Spoilt("a field too many", (*at, "unexpected"), _with(body, (*at, "unexpected"), MARK))
            for name in described.get("required", ()):
                yield Spoilt("missing", (*at, name), _without(body, (*at, name)))
        if at:
            yield from (Spoilt(how, at, _with(body, at, wrong)) for how, wrong in _wrong(value, described))


def _wrong(value: Any, described: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict):
        yield "an operator", OPERATOR
    yield "nested lists", [[[MARK]]]
    if isinstance(value, str):
        yield "a number", 7
        yield "too long", MARK * 400
        if "minLength" in described or "pattern" in described or "enum" in described:
            yield "empty", ""
        if "enum" in described or "pattern" in described or described.get("format") == "date":
            yield "not one of them", f"{MARK}<$>"
    elif isinstance(value, bool):
        yield "neither true nor false", MARK
    elif isinstance(value, int):
        yield "a text", MARK
        yield "a fraction", 1.5
        yield from (("too small", described["minimum"] - 1) for _ in [0] if "minimum" in described)
        yield from (("too large", described["maximum"] + 1) for _ in [0] if "maximum" in described)
    elif isinstance(value, list) and "maxItems" in described:
        yield "too many", value * (described["maxItems"] + 1)


def _fields(
    value: Any, schema: Mapping[str, Any], schemas: Mapping[str, Any], at: Path
) -> Iterator[tuple[Path, Any, Mapping[str, Any]]]:
    """Each value in `value` with its schema, from the outside in; of a list, the first."""
    described = _resolved(value, schema, schemas)
    yield at, value, described
    if isinstance(value, dict):
        for name, inner in value.items():
            schema = described.get("properties", {}).get(name) or described.get("additionalProperties") or {}
            yield from _fields(inner, schema, schemas, (*at, name))
    elif isinstance(value, list) and value:
        yield from _fields(value[0], described.get("items", {}), schemas, (*at, 0))


def _resolved(value: Any, schema: Any, schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema that `value` is under, references and alternatives followed."""
    if not isinstance(schema, dict):
        return {}
    if "$ref" in schema:
        return _resolved(value, schemas[schema["$ref"].rpartition("/")[2]], schemas)
    for choice in schema.get("anyOf", schema.get("oneOf", ())):
        found = _resolved(value, choice, schemas)
        if found.get("type") == _type(value) and set(found.get("required", ())) <= _names(value):
            return found
    return schema


def _type(value: Any) -> str:
    kinds = {bool: "boolean", int: "integer", str: "string", list: "array", dict: "object", type(None): "null"}
    return kinds[type(value)]


def _names(value: Any) -> set[str]:
    return set(value) if isinstance(value, dict) else set()


def _with(body: Any, at: Path, value: Any) -> Any:
    if not at:
        return value
    copy = deepcopy(body)
    inner = copy
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] = value
    return copy


def _without(body: Any, at: Path) -> Any:
    copy = deepcopy(body)
    inner = copy
    for step in at[:-1]:
        inner = inner[step]
    del inner[at[-1]]
    return copy
