"""Reads: known parameters only, not before the documents have caught up, and pages that hold still."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

from shared.errors import Malformed
from shared.eventsourcing.model import Day, Instant
from shared.eventsourcing.projection import Document
from shared.http.dependencies import Page
from shared.http.paging import Pages
from tests.unit.http.world import World


async def test_an_unknown_parameter_is_named(world: World):
    answer = await world.client.get("/walls/1?kind=wish&colour=red")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "colour")
    strange = await world.client.get("/walls/1", params={"13800138000": "x"})
    assert strange.status_code == 400
    assert "13800138000" not in strange.text
    assert (await world.client.get("/walls/1?kind=wish")).status_code == 200
    assert (await world.client.get("/walls/1?kind=toolong")).status_code == 422


async def test_an_unknown_parameter_of_a_write_is_named_too(world: World):
    answer = await world.client.post("/notes?min_position=notes:1", json={}, headers=world.staff())
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "min_position")


async def test_a_read_waits_for_a_position(world: World):
    assert (await world.client.get("/walls/1?min_position=registry:42")).status_code == 200
    assert world.service.waited == [("registry", 42)]
    late = await world.client.get("/walls/1?min_position=notes:5000")
    assert (late.status_code, late.headers["retry-after"]) == (503, "1")
    assert (await world.client.get("/walls/1?min_position=elsewhere:1")).status_code == 400
    for wrong in ("notes", "notes:", "notes:-1", "notes:x", ":1", "notes:1:2"):
        answer = await world.client.get("/walls/1", params={"min_position": wrong})
        assert answer.status_code == 422, wrong


class Wish(Document):
    read: bool = False
    due: Instant | None = None
    day: Day | None = None
    community: str = "c"


class Memory:
    """Documents that answer the few operators of a page, with MongoDB's rules for missing values."""

    def __init__(self, *wishes: Wish) -> None:
        self.wishes = list(wishes)

    async def find(self, query: Mapping[str, Any], *, sort: Any, limit: int) -> list[Wish]:
        rows = [(wish.model_dump() | {"_id": wish.id}, wish) for wish in self.wishes]
        rows = [row for row in rows if matches(row[0], query)]
        for name, direction in reversed(list(sort)):
            rows.sort(key=lambda row, name=name: (row[0][name] is not None, row[0][name]), reverse=direction < 0)
        return [wish for _, wish in rows][:limit]


def matches(row: dict[str, Any], query: Mapping[str, Any]) -> bool:
    for name, wanted in query.items():
        if name == "$and":
            fits = all(matches(row, each) for each in wanted)
        elif name == "$or":
            fits = any(matches(row, each) for each in wanted)
        elif isinstance(wanted, dict):
            (operator, value), *_ = wanted.items()
            fits = compare(operator, row[name], value)
        else:
            fits = row[name] == wanted
        if not fits:
            return False
    return True


def compare(operator: str, here: Any, value: Any) -> bool:
    if operator == "$ne":
        return here != value
    if here is None or value is None:
        return False
    return here > value if operator == "$gt" else here < value


AT = datetime(2024, 12, 1, tzinfo=UTC)


def wishes() -> Memory:
    return Memory(
        *(
            Wish(
                id=f"wish_{i:02}",
                position=i // 2,
                read=i % 3 == 0,
                due=AT + timedelta(days=i // 4) if i % 5 else None,
                day=(AT + timedelta(days=i // 3)).date() if i % 4 else None,
            )
            for i in range(23)
        )
    )


@pytest.mark.parametrize("order", ["-position", "position", "read,-position", "due", "-due", "-read,due,-day", "day"])
@pytest.mark.parametrize("limit", [1, 2, 5, 22, 23, 200])
async def test_the_pages_are_the_whole_list_in_order(order: str, limit: int):
    documents = wishes()
    whole = (await Pages(None, 200).page(documents, {"community": "c"}, order)).items
    seen: list[Wish] = []
    cursor = None
    while True:
        page = await Pages(cursor, limit).page(documents, {"community": "c"}, order)
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
        assert len(page.items) == limit
    assert seen == whole
    assert len(seen) == 23


async def test_what_is_added_meanwhile_neither_repeats_nor_hides_any():
    documents = wishes()
    first = await Pages(None, 10).page(documents, {}, "-position")
    documents.wishes.insert(0, Wish(id="wish_new", position=99))
    second = await Pages(first.next_cursor, 200).page(documents, {}, "-position")
    assert len({wish.id for wish in first.items} & {wish.id for wish in second.items}) == 0
    assert len(first.items) + len(second.items) == 23


@pytest.mark.parametrize("cursor", ["", "x", "bnVsbA", "W10", "e30", "WyJfaWQiLDFd", "é", "W1siJGd0Il1d", "A" * 999])
async def test_a_cursor_that_is_none_is_refused(cursor: str):
    if cursor:
        with pytest.raises(Malformed):
            await Pages(cursor, 10).page(wishes(), {}, "-position")


async def test_a_cursor_of_another_order_is_refused():
    page = await Pages(None, 10).page(wishes(), {}, "-position")
    with pytest.raises(Malformed):
        await Pages(page.next_cursor, 10).page(wishes(), {}, "position")


class View(BaseModel):
    name: str


def test_a_page_of_documents_becomes_a_page_of_views():
    page = Page(items=[Wish(id="wish_1")], next_cursor="c").map(lambda wish: View(name=wish.id))
    assert page.items == [View(name="wish_1")]
    checked = TypeAdapter(Page[View]).validate_python(page, from_attributes=True)
    assert checked.next_cursor == "c"
