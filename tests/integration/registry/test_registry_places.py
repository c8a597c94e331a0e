"""Places of a community, who answers for them, and who lives there."""

import pytest

from tests.integration.registry.desk import Town
from tests.support.eventually import eventually


async def _place(town: Town, kind: str, name: str, parent: str | None = None) -> str:
    body = {"community": town.home, "kind": kind, "name": name, "parent": parent}
    return str((await town.desk.post("staff", "/places", body))["id"])


@pytest.fixture
async def building(town: Town) -> str:
    grid = await _place(town, "grid", "第三网格")
    return await _place(town, "courtyard", "北里12号楼", grid)


async def test_a_place_has_a_steward_whom_only_staff_and_the_steward_see(town: Town, building: str) -> None:
    desk = town.desk
    await desk.post("staff", f"/places/{building}/steward", {"person": town.wang, "since": "2024-01-01"})
    stewards = [{"person": town.wang, "since": "2024-01-01", "until": None}]
    assert (await desk.get("staff", f"/places/{building}"))["stewards"] == stewards
    assert (await desk.get("wang", f"/places/{building}"))["stewards"] == stewards
    for who in ("li", "school", "city"):
        assert (await desk.get(who, f"/places/{building}"))["stewards"] == []
    await desk.get("stranger", f"/places/{building}", 404)


async def test_a_place_lies_in_a_wider_one_of_its_own_community(town: Town, building: str) -> None:
    desk = town.desk
    narrower = {"community": town.home, "kind": "estate", "name": "北里小区", "parent": building}
    refusal = await desk.post("staff", "/places", narrower, 422)
    assert "网格下设小区" in refusal["detail"]
    foreign = {"community": town.other, "kind": "courtyard", "name": "别处", "parent": building}
    assert "名单" in (await desk.post("stranger", "/places", foreign, 422))["detail"]


async def test_nobody_moves_into_a_place_that_is_used_no_longer(town: Town, building: str) -> None:
    desk, where = town.desk, {"place": building, "consent": "in_person"}
    await desk.write("staff", "PUT", f"/persons/{town.li}/place", where)
    assert (await desk.get("staff", f"/persons/{town.li}"))["place"] == building
    await desk.post("staff", f"/places/{building}/deactivation", {"reason": "torn_down"}, 200)
    refusal = await desk.write("staff", "PUT", f"/persons/{town.wang}/place", where, 409)
    assert refusal["code"] == "place_inactive"
    listed = await desk.get("staff", f"/communities/{town.home}/places?active=true")
    assert [place["name"] for place in listed["items"]] == ["第三网格"]
    await desk.post("staff", f"/places/{building}/reactivation", {}, 200)
    await desk.write("staff", "PUT", f"/persons/{town.wang}/place", where)


async def test_an_erased_person_lives_nowhere_and_answers_for_nothing_new(town: Town, building: str) -> None:
    desk = town.desk
    await desk.write("staff", "PUT", f"/persons/{town.li}/place", {"place": building, "consent": "in_person"})
    await desk.write("staff", "DELETE", f"/persons/{town.li}?reason=asked_by_person")
    assert (await desk.get("staff", f"/persons/{town.li}"))["place"] is None
    await desk.post("staff", f"/places/{building}/steward", {"person": town.li, "since": "2024-01-01"}, 410)


async def test_an_erased_person_answers_for_nothing_any_more(town: Town, building: str) -> None:
    desk, school = town.desk, f"/organizations/{town.school}"
    said = {"title": "电钻", "detail": "可以借用", "category": "repair", "mode": "standing"}
    offer = (await desk.post("staff", "/offers", {"organization": town.school, **said}))["id"]
    await desk.post("staff", f"/places/{building}/steward", {"person": town.li, "since": "2024-01-01"})
    await desk.post("staff", f"{school}/contacts", {"person": town.li, "duty": "liaison"})
    await desk.write("staff", "PUT", f"/offers/{offer}/contact", {"person": town.li})
    await desk.write("staff", "DELETE", f"/persons/{town.li}?reason=asked_by_person")

    async def released() -> bool:
        steward = (await desk.get("staff", f"/places/{building}"))["stewards"][-1]
        contacts = (await desk.get("staff", school))["contacts"]
        asked = (await desk.get("staff", f"/offers/{offer}"))["person"]
        return bool(steward["until"]) and (contacts, asked) == ([], None)

    await eventually(released, "nobody has to call or ask the erased person")


async def test_an_erased_person_is_no_contact_of_what_is_over_either(town: Town) -> None:
    desk, paths = town.desk, []
    for name in ("旧书店", "旧书铺"):
        body = {"community": town.home, "name": name, "kind": "shop"}
        paths.append(f"/organizations/{(await desk.post('staff', '/organizations', body))['id']}")
        await desk.post("staff", f"{paths[-1]}/contacts", {"person": town.li, "duty": "liaison"})
    await desk.post("staff", f"{paths[0]}/merger", {"into": town.school}, 200)
    await desk.post("staff", f"{paths[1]}/deactivation", {"reason": "moved_away"}, 200)
    await desk.write("staff", "DELETE", f"/persons/{town.li}?reason=asked_by_person")

    async def left() -> bool:
        return not any([(await desk.get("staff", path))["contacts"] for path in paths])

    await eventually(left, "nothing that is over names the erased person")


async def test_a_year_is_told_by_place_beside_the_register(town: Town, building: str) -> None:
    desk, path = town.desk, f"/communities/{town.home}/ledgers/2024"
    small = await _place(town, "courtyard", "北里13号楼")
    rows = [
        {"place": building, "residents": 412, "organizations": 1},
        {"place": small, "residents": 6, "organizations": 2},
    ]
    figures = {"residents": 3692, "organizations": 900, "places": rows}
    await desk.write("staff", "PUT", path, figures)
    ledger = await desk.get("staff", path)
    assert ledger["organizations"] == {"ledger": 900, "registered": 2, "difference": -898}
    lines = {line["name"]: line for line in ledger["places"]}
    assert (lines["第三网格"]["residents"], lines["第三网格"]["parts"]) == (412, 1)
    assert (lines["北里13号楼"]["residents"], lines["北里13号楼"]["organizations"]) == (None, 2)
    assert '"residents":6' not in (await desk.read("staff", f"/communities/{town.home}")).text
    await desk.read("school", path, 403)
    await desk.get("staff", f"/communities/{town.home}/ledgers/2001", 404)


async def test_a_place_and_one_it_lies_in_cannot_both_have_figures(town: Town, building: str) -> None:
    desk, path = town.desk, f"/communities/{town.home}/ledgers/2024"
    listed = (await desk.get("staff", f"/communities/{town.home}/places?kind=grid"))["items"]
    rows = [{"place": building, "residents": 12}, {"place": listed[0]["id"], "residents": 100}]
    refusal = await desk.write("staff", "PUT", path, {"residents": 200, "organizations": 1, "places": rows}, 422)
    assert "只填最小的" in refusal["detail"]
    elsewhere = [{"place": "place_" + "a" * 26, "residents": 12}]
    await desk.write("staff", "PUT", path, {"residents": 200, "organizations": 1, "places": elsewhere}, 422)
