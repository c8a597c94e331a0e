"""Others' ids, kept from who may know a thing but not every person in it."""

from typing import Any


def masked(value: Any, known: frozenset[str]) -> Any:
    """`value` with `person` in place of every person's id that is not `known`."""
    if isinstance(value, dict):
        return {name: masked(inner, known) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [masked(inner, known) for inner in value]
    if isinstance(value, str) and value.startswith("person_") and value not in known:
        return "person"
    return value
