"""Whose names hang on the wall: of organizations that were merged, those that remain."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.registry.queries.wall import _owners


class Organizations:
    """Rows of organizations, found by id as the wall asks for them."""

    def __init__(self, *merged: tuple[str, str | None]) -> None:
        self._rows = {
            id_: {"_id": id_, "name": f"name of {id_}", "phones": (), "active": True, "merged_into": into}
            for id_, into in merged
        }

    def __call__(self, _: object) -> "Organizations":
        return self

    async def aggregate(self, stages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        wanted = stages[0]["$match"]["_id"]["$in"]
        return [self._rows[id_] for id_ in wanted if id_ in self._rows]


async def names(*merged: tuple[str, str | None]) -> dict[str, str]:
    reads: Any = Organizations(*merged)
    return {id_: owner["id"] for id_, owner in (await _owners(reads, {"a"})).items()}


async def test_who_remains_is_named_also_by_way_of_others() -> None:
    assert (await names(("a", "b"), ("b", "c"), ("c", None)))["a"] == "c"


async def test_two_that_were_merged_into_each_other_hold_nobody_up_until_one_is_taken_back() -> None:
    assert set(await names(("a", "b"), ("b", "a"))) == {"a", "b"}
