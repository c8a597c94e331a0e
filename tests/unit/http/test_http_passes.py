"""A pass opens one thing for a while, and only where the policy has a line for its holder."""

from datetime import timedelta

import pytest

from shared.errors import Forbidden, Unauthenticated
from shared.http.passes import LASTS, holder_of, make_pass
from shared.http.policy import EVERYBODY, Subject, held, where_for
from tests.unit.http.world import HOME, LI, NOW, SECRET, World, note

THING, OTHER = "req_" + "a" * 26, "req_" + "b" * 26
PASS = make_pass(SECRET, THING, NOW + LASTS)


def test_it_opens_its_one_thing():
    caller = holder_of(SECRET, PASS, NOW)
    assert (caller.role, caller.actor, caller.holds, caller.parties) == (
        "holder",
        f"holder:{THING}",
        THING,
        frozenset(),
    )
    assert held(caller, Subject(HOME, (HOME,), thing=THING))
    assert not held(caller, Subject(HOME, (HOME,), thing=OTHER))
    assert not held(caller, Subject(HOME, (HOME,)))


def test_whoever_holds_none_is_not_let_in_where_nothing_is_asked_about(world: World):
    nobody = holder_of(SECRET, PASS, NOW).__class__(role="nobody", actor="nobody")
    assert not held(nobody, Subject(HOME, (HOME,)))


@pytest.mark.parametrize(
    "token",
    [
        PASS.replace("a" * 26, "b" * 26),
        PASS.replace(".1", ".9", 1),
        PASS[:-1] + ("0" if PASS[-1] != "0" else "1"),
        make_pass(b"another secret of thirty-two bytes..", THING, NOW + LASTS),
        make_pass(SECRET, THING, NOW),
        "pass.",
        "pass..",
        f"pass.{THING}.never.",
    ],
)
def test_what_was_changed_made_elsewhere_or_has_ended_opens_nothing(token: str):
    with pytest.raises(Unauthenticated):
        holder_of(SECRET, token, NOW)


def test_it_is_good_for_nothing_that_is_not_said_to_be_for_holders():
    with pytest.raises(Forbidden):
        where_for({"get_wall": EVERYBODY}, "get_wall", holder_of(SECRET, PASS, NOW))


async def test_over_http_it_is_a_bearer_token_like_any_other(world: World):
    answer = await world.client.post("/notes", json=note(), headers={"Authorization": f"Bearer {PASS}"})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    over = make_pass(SECRET, THING, NOW - timedelta(seconds=1))
    answer = await world.client.post("/notes", json=note(), headers={"Authorization": f"Bearer {over}"})
    assert answer.status_code == 401
    assert LI not in answer.text
