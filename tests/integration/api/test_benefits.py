"""What may come back to a member: suggested for its need by the scheme in force, and given by the community."""

from typing import Any

import pytest

from demo.facts import facts
from tests.integration.api.examples import Scene
from tests.integration.api.examples.organizations import name, organization
from tests.integration.api.examples.registry import membership
from tests.integration.api.examples.suggestions import needed
from tests.support.bookable import in_days, today
from tests.support.system import System, Town


@pytest.fixture(scope="module")
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


async def adopted(scene: Scene, *benefits: dict[str, Any], node: str, **more: str) -> str:
    """A scheme in force from today, which matching knows of."""
    scheme = facts("scheme")["scheme"] | {"benefits": list(benefits)}
    body = {"node": node, "scheme": scheme, "valid_from": today().isoformat()} | more
    made = await scene.system.post("district", "/evaluation/v1/schemes", **body)
    return str(made["id"])


def benefit(id_: str, words: str, **more: str) -> dict[str, Any]:
    return {"id": id_, "zh": words, "en": words, "tiers": ["good"], **more}


async def listed(scene: Scene, path: str, after: str = "evaluation") -> list[dict[str, Any]]:
    found = await scene.system.read("staff", f"{path}/suggestions", after)
    return list(found["benefits"])


async def member_in_need(scene: Scene, **need: Any) -> str:
    return await needed(scene, "staff", organization=name(await organization(scene, member=True)), **need)


def as_community(scene: Scene, **more: Any) -> dict[str, Any]:
    return {"claimant": {"kind": "community", "id": scene.town.home}, **more}


async def test_a_benefit_is_suggested_with_its_reasons_and_given_by_the_community(scene: Scene) -> None:
    system = scene.system
    path = await member_in_need(scene, title="想学珐琅彩", detail="请老师讲珐琅彩", category="learning")
    nearer = await adopted(scene, benefit("enamel", "珐琅彩培训", category="learning"), node=scene.town.home)
    await adopted(scene, benefit("enamel", "珐琅彩讲座", category="learning"), node=scene.town.district)
    (item,) = await listed(scene, path)
    assert (item["scheme"], item["tiers"]) == (nearer, [{"zh": "良好", "en": "Good"}])
    assert {reason["code"] for reason in item["reasons"]} == {"words", "category"}
    assert item["weight"] == sum(reason["weight"] for reason in item["reasons"])

    await system.post("staff", f"{path}/claims", **as_community(scene, benefit="enamel"))
    (claim,) = (await system.read("staff", path))["claims"]
    assert claim["benefit"] == {"scheme": nearer, "id": "enamel", "zh": "珐琅彩培训", "en": "珐琅彩培训"}
    assert await listed(scene, path) == []


async def test_a_correction_takes_the_place_of_what_it_replaces(scene: Scene) -> None:
    path = await member_in_need(scene, title="想学缂丝", detail="请老师讲缂丝", category="culture")
    wrong = await adopted(scene, benefit("silk", "缂丝课"), node=scene.town.home)
    assert [each["id"] for each in await listed(scene, path)] == ["silk"]
    await adopted(scene, node=scene.town.home, replaces=wrong)
    assert await listed(scene, path) == []
    answer = await scene.system.send("staff", "POST", f"{path}/claims", as_community(scene, benefit="silk"))
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_benefit")


async def test_what_begins_later_is_not_given_today(scene: Scene) -> None:
    path = await member_in_need(scene, title="想学掐丝珐琅", detail="请老师讲掐丝珐琅", category="culture")
    await adopted(scene, benefit("wire", "掐丝珐琅课"), node=scene.town.home, valid_from=in_days(30))
    found = await scene.system.read("staff", f"{path}/suggestions?on={in_days(40)}", "evaluation")
    assert found["benefits"] == []
    assert await listed(scene, path) == []


async def test_it_shows_to_its_organization_and_staff_and_to_nobody_else(scene: Scene) -> None:
    system, station = scene.system, scene.town.station
    await membership(scene, f"/registry/v1/organizations/{station}")
    await adopted(scene, benefit("bells", "编钟课"), node=scene.town.home)
    parts = [
        {"name": "编钟老师", "category": "learning", "quantity": 1, "unit": "次"},
        {"name": "编钟", "category": "supplies", "quantity": 1, "unit": "套"},
    ]
    path = await needed(scene, title="想学编钟", detail="要老师，也要编钟", parts=parts)
    assert [each["id"] for each in await listed(scene, path)] == ["bells"]
    mine = await system.read("station", f"{path}/suggestions")
    assert [each["id"] for each in mine["benefits"]] == ["bells"]
    await system.post("staff", f"{path}/claims", **as_community(scene, benefit="bells", part=1))
    other = {"claimant": {"kind": "organization", "id": scene.town.school}, "part": 2}
    await system.post("school", f"{path}/claims", **other)
    for who, sees in (("staff", True), ("station", True), ("school", False)):
        shown = await system.read(who, path)
        assert bool(shown["claims"][0]["benefit"]) == sees, who
        (entry,) = [each for each in shown["history"] if each["data"].get("claim") == f"{shown['id']}.1"][:1]
        assert ("bells" in str(entry["data"])) == sees, who


async def test_membership_goes_with_a_merger(scene: Scene) -> None:
    await adopted(scene, benefit("lute", "琵琶课"), node=scene.town.home)
    double, remains = [await organization(scene) for _ in range(2)]
    path = await needed(scene, "staff", organization=name(double), title="想学琵琶", detail="请老师讲琵琶")
    assert await listed(scene, path) == []
    await scene.system.post("staff", f"{remains}/membership", since="2017-06-01")
    await scene.system.post("staff", f"{double}/merger", into=name(remains))
    assert [each["id"] for each in await listed(scene, path, "registry")] == ["lute"]


async def test_only_a_members_need_is_met_so_and_only_by_the_community(scene: Scene) -> None:
    system = scene.system
    await adopted(scene, benefit("drum", "京韵大鼓课"), node=scene.town.home)
    stranger = name(await organization(scene))
    path = await needed(scene, "staff", organization=stranger, title="想学京韵大鼓", detail="请老师讲京韵大鼓")
    assert await listed(scene, path) == []
    answer = await system.send("staff", "POST", f"{path}/claims", as_community(scene, benefit="drum"))
    assert (answer.status_code, answer.json()["code"]) == (409, "for_members_needs")

    path = await member_in_need(scene, title="想学京韵大鼓", detail="请老师讲京韵大鼓")
    assert [each["id"] for each in await listed(scene, path)] == ["drum"]
    body = {"claimant": {"kind": "organization", "id": scene.town.school}, "benefit": "drum"}
    answer = await system.send("school", "POST", f"{path}/claims", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "given_by_community")
    assert (await system.read("staff", path))["claims"] == []
