"""What gets a line in a plan, and what is left out with which reason: nothing that is open falls through."""

from typing import Any

from services.matching.events.plan import LeftOut
from services.matching.queries.plan_scope import sorted_out


def row(name: str, *parts: int, claims: Any = (), claimed: bool = False, **about: str) -> dict[str, Any]:
    request = {"about": about, "parts": [{"quantity": quantity} for quantity in parts], "claims": list(claims)}
    return {"_id": name, "claimed_at": "then" if claimed else None, "request": request}


def test_what_nobody_has_claimed_gets_a_line() -> None:
    assert sorted_out([row("one"), row("two")]) == (["one", "two"], [])


def test_of_a_need_in_parts_each_open_part_gets_a_line() -> None:
    taken = {"part": 1, "promised": 2}
    some = {"part": 3, "promised": 1}
    found = sorted_out([row("fair", 2, 1, 3, claims=[taken, some], claimed=True)])
    assert found == (["fair.2", "fair.3"], [])


def test_what_is_left_out_says_why() -> None:
    all_taken = row("fair", 2, claims=[{"part": 1, "promised": 2}], claimed=True)
    found = sorted_out([row("job", need_kind="vacancy"), row("claimed", claimed=True), all_taken])
    assert found == (
        [],
        [
            LeftOut(request="job", reason="vacancy"),
            LeftOut(request="claimed", reason="claimed"),
            LeftOut(request="fair", reason="claimed"),
        ],
    )
