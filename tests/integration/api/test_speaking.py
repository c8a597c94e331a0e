"""Nobody speaks for others without leave, and nobody learns of others by the way."""

from typing import Any

import pytest

from tests.integration.api.examples import EXAMPLES, Scene, matching, registry
from tests.integration.api.examples.case import CALLERS, DESK
from tests.integration.api.operations import operation_of
from tests.support.system import SOMEBODY, System, Town

READS = [name for name in EXAMPLES if operation_of(name).method == "GET" and "stream" not in name]
OUTSIDERS = sorted(CALLERS.keys() - DESK - {"li", "wang"} | {"neighbour"})
"""All but staff, Li, and Wang who enters wishes for Li; the neighbour has never entered anything."""


@pytest.fixture(scope="module")
async def scene(system: System, town: Town) -> Scene:
    scene = Scene(system, town)
    system.sign_in("neighbour", "resident", node=town.home, person=await registry.person(scene))
    return scene


async def test_a_wish_for_somebody_else_needs_that_persons_consent(scene: Scene) -> None:
    town = scene.town
    words = {"community": town.home, "person": town.li, "words": "想要一把轮椅"}
    for who, more in (("wang", {}), ("wang", {"on_behalf_of": town.wang}), ("staff", {})):
        answer = await scene.system.send(who, "POST", "/registry/v1/wishes", {**words, **more})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "consent"), f"{who} {more}"


async def test_only_staff_speak_for_organizations_that_are_not_theirs(scene: Scene) -> None:
    path = f"{await registry.offer(scene)}/confirmation"
    for other in (scene.town.station, scene.town.far_shop):
        answer = await scene.system.send("school", "POST", path, {"on_behalf_of": other})
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    answer = await scene.system.send("school", "POST", path, {"on_behalf_of": scene.town.home})
    assert answer.status_code == 422, "nobody acts on behalf of a community"
    answer = await scene.system.send("staff", "POST", path, {"on_behalf_of": scene.town.school})
    assert answer.status_code == 200


async def test_nobody_but_staff_claims_in_the_name_of_others(scene: Scene) -> None:
    town, path = scene.town, f"{await matching.request(scene)}/claims"
    for who, kind, name in (
        ("station", "organization", town.school),
        ("school", "community", town.home),
        ("school", "person", town.wang),
        ("wang", "person", town.li),
        ("wang", "organization", town.school),
        ("unbound_contact", "organization", town.school),
        ("far_shop", "organization", town.school),
        ("zhao", "person", town.zhao),
    ):
        body = {"claimant": {"kind": kind, "id": name}, "consent": "self"}
        assert (await scene.system.send(who, "POST", path, body)).status_code == 404, f"{who} for {kind}"
    body = {"claimant": {"kind": "person", "id": town.wang}}
    assert (await scene.system.send("staff", "POST", path, body)).status_code == 422, "without consent"


async def test_others_wishes_are_asked_for_by_staff_only(scene: Scene) -> None:
    await matching.request(scene)
    path = f"/matching/v1/requests?person={scene.town.li}"
    assert (await scene.system.send("wang", "GET", path)).status_code == 403
    assert (await scene.system.send("nobody", "GET", path)).status_code == 403
    assert (await scene.system.send("far_staff", "GET", path)).json()["items"] == []
    assert (await scene.system.send("staff", "GET", path)).json()["items"] != []


@pytest.mark.parametrize("name", READS)
async def test_no_outsider_is_shown_who_the_person_is(scene: Scene, name: str) -> None:
    case = await EXAMPLES[name].make(scene)
    for who in OUTSIDERS:
        answer = await scene.system.send(who, "GET", case.path)
        _check_nobody_named(answer.text, scene.town, f"{who} {case.path}")


def _check_nobody_named(text: str, town: Town, what: str) -> None:
    phone = SOMEBODY["phone"]
    named: list[Any] = [town.li, SOMEBODY["name"], SOMEBODY["address"], phone, f"{phone[:3]} {phone[3:7]} {phone[7:]}"]
    assert [each for each in named if each in text] == [], what
