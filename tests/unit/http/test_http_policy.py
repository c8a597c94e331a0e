"""Who may do what, and where: 401 without a token, 403 where the role never may, 404 outside of its reach."""

import pytest

from shared.errors import Forbidden, Unauthenticated
from shared.http.policy import (
    Caller,
    Subject,
    acting_self,
    any_of,
    anywhere,
    at_home,
    in_node,
    own,
    where_for,
)
from tests.unit.http.world import DISTRICT, HOME, LI, OTHER, SCHOOL, SHOP, WANG, World, note

STAFF = Caller(role="staff", actor="u_1", node=HOME)
ABOVE = Caller(role="staff", actor="u_2", node=DISTRICT)
CONTACT = Caller(role="contact", actor="u_3", node=HOME, organization=SCHOOL)
NOBODY = Caller(role="nobody", actor="nobody")
LAMP = Subject(HOME, (DISTRICT, HOME), owners=frozenset({SCHOOL}), acting=SCHOOL)
ELSEWHERE = Subject(OTHER, (DISTRICT, OTHER), owners=frozenset({SHOP}), acting=SHOP)


@pytest.mark.parametrize(
    ("where", "caller", "inside", "outside"),
    [
        (in_node, STAFF, LAMP, ELSEWHERE),
        (at_home, CONTACT, LAMP, ELSEWHERE),
        (own, CONTACT, LAMP, ELSEWHERE),
        (acting_self, CONTACT, LAMP, ELSEWHERE),
        (any_of(own, acting_self), CONTACT, LAMP, ELSEWHERE),
    ],
)
def test_a_place_is_inside_or_outside(where, caller, inside, outside):
    assert where(caller, inside)
    assert not where(caller, outside)
    assert not where(NOBODY, inside)


def test_a_node_above_sees_what_is_below_but_not_the_other_way_round():
    assert in_node(ABOVE, LAMP)
    assert in_node(ABOVE, ELSEWHERE)
    assert not in_node(STAFF, Subject(DISTRICT, (DISTRICT,)))


def test_speaking_for_oneself_ends_at_the_border_of_ones_community():
    away = Subject(OTHER, (DISTRICT, OTHER), acting=SCHOOL)
    assert not acting_self(CONTACT, away)


def test_nobody_in_particular_is_never_an_owner_or_a_party():
    assert not own(NOBODY, Subject(HOME, (HOME,)))
    assert not acting_self(Caller(role="staff", actor="u", node=HOME), Subject(HOME, (HOME,), acting=None))


def test_what_is_not_listed_nobody_may():
    with pytest.raises(Unauthenticated):
        where_for({}, "post_wish", NOBODY)
    with pytest.raises(Forbidden):
        where_for({"post_wish": {"nobody": anywhere}}, "post_wish", STAFF)


async def test_a_role_without_a_line_gets_403_and_nobody_401(world: World):
    assert (await world.post(world.sign("service", node=HOME))).status_code == 403
    assert (await world.post({})).status_code == 401
    assert (await world.client.get("/unlisted", headers=world.staff(DISTRICT))).status_code == 403
    assert (await world.client.get("/unlisted")).status_code == 401


async def test_the_role_is_asked_before_the_body(world: World):
    answer = await world.client.post("/notes", json={"wrong": 1}, headers=world.sign("service", node=HOME))
    assert answer.status_code == 403


async def test_outside_of_ones_node_nothing_is_there(world: World):
    assert (await world.post(world.staff(OTHER))).status_code == 404
    assert (await world.post(world.staff(DISTRICT))).status_code == 201
    assert (await world.post(world.contact(SHOP))).status_code == 404
    assert (await world.post(world.contact())).status_code == 201
    assert len(world.service.handler.log) == 2


async def test_a_change_is_judged_on_the_state_not_on_the_body(world: World):
    made = (await world.post(world.staff())).json()["id"]
    claimed = note(owner=SHOP, community=OTHER, text="mine now")
    for stranger in (world.contact(SHOP), world.staff(OTHER)):
        answer = await world.client.put(f"/notes/{made}", json=claimed, headers=stranger | {"If-Match": '"1"'})
        assert answer.status_code == 404
    assert len(world.service.handler.log) == 1


async def test_an_unknown_stream_is_a_404(world: World):
    for path in ("/notes/note_x", "/notes/note_x/touches"):
        method = world.client.put if path.endswith("x") else world.client.post
        headers = world.staff() | {"If-Match": '"1"'}
        answer = await method(path, headers=headers, **({"json": note()} if path.endswith("x") else {}))
        assert answer.status_code == 404, answer.text


async def test_a_read_is_judged_too(world: World):
    made = (await world.post(world.staff())).json()["id"]
    for headers, status in [
        (world.staff(), 200),
        (world.staff(OTHER), 404),
        (world.contact(node=OTHER), 200),
        (world.contact(SHOP), 200),
        (world.contact(SHOP, node=OTHER), 404),
        (world.sign("service", node=DISTRICT), 200),
        (world.resident(), 403),
        ({}, 401),
    ]:
        assert (await world.client.get(f"/notes/{made}", headers=headers)).status_code == status


async def test_a_route_that_judges_nothing_answers_nothing(world: World):
    for answer in (await world.client.get("/forgotten"), await world.client.post("/forgotten")):
        assert answer.status_code == 500
        assert "value" not in answer.text


async def test_an_unknown_community_is_named(world: World):
    answer = await world.post(world.staff(), community="community_nowhere")
    assert answer.status_code == 422
    assert answer.json()["errors"][0] | {"detail": ""} == {
        "field": "community",
        "code": "unknown_community",
        "detail": "",
    }


async def test_acting_for_others_needs_consent_and_a_right_to_it(world: World):
    for headers, changes, status in [
        (world.staff(), {"on_behalf_of": WANG}, 422),
        (world.staff(), {"on_behalf_of": WANG, "consent": "by_phone"}, 201),
        (world.staff(), {"on_behalf_of": SHOP}, 201),
        (world.contact(), {"on_behalf_of": SCHOOL}, 201),
        (world.contact(), {"on_behalf_of": SHOP}, 403),
        (world.contact(), {"on_behalf_of": HOME}, 422),
        (world.resident(), {"on_behalf_of": WANG, "owner": WANG}, 201),
        (world.resident(LI), {"on_behalf_of": WANG, "owner": LI}, 422),
    ]:
        assert (await world.post(headers, **changes)).status_code == status, changes
    assert world.service.handler.log[0].actor.consent == "by_phone"
    assert world.service.handler.log[0].actor.on_behalf_of == WANG
