"""At the counter: who has this number already, and what in a text gives somebody away. On a real MongoDB."""

from typing import Any

import pytest

from services.cli.keys import find_anew
from services.registry.projections import PERSONS
from shared.privacy.vault import blind
from tests.integration.registry.desk import DISTRICT, SECRET, Town
from tests.support.eventually import eventually

INDEX = blind(SECRET, "phone", "+86 138 0013 8000")


async def _matches(town: Town, who: str, phone: str, community: str, status: int = 200) -> Any:
    at = f"/persons/matches?min_position={town.desk.position}"
    return await town.desk.post(who, at, {"phone": phone, "community": community}, status)


async def _found(town: Town, phone: str, community: str, who: str = "staff") -> dict[str, list[str]]:
    items = (await _matches(town, who, phone, community))["items"]
    return {item["person"]: [wish["state"] for wish in item["wishes"]] for item in items}


async def _wish(town: Town, words: str = "想要一盏灯") -> str:
    body = {"community": town.home, "person": town.li, "words": words, "consent": "by_phone"}
    return str((await town.desk.post("staff", "/wishes", body))["id"])


async def test_a_number_finds_all_who_have_it_with_their_open_wishes_and_masked(town: Town) -> None:
    first, second = await _wish(town), await _wish(town)
    await town.desk.post("staff", f"/wishes/{second}/withdrawal", {"reason": "done_by_others"}, 200)
    answer = await _matches(town, "staff", "+86 138-0013-8000", town.home)
    assert {item["person"]: item["name"] for item in answer["items"]} == {town.li: "李＊＊", town.wang: "王＊＊"}
    wishes = {item["person"]: [wish["wish"] for wish in item["wishes"]] for item in answer["items"]}
    assert wishes == {town.li: [first], town.wang: []}
    assert not any(shown in str(answer) for shown in ("李淑琴", "13800138000", "138 0013", "想要一盏灯", "核桃园"))
    assert await _found(town, "13900139000", town.home) == {}


async def _named(town: Town, name: str, community: str, who: str = "staff") -> dict[str, tuple[str, str | None]]:
    at = f"/persons/matches?min_position={town.desk.position}"
    items = (await town.desk.post(who, at, {"name": name, "community": community}, 200))["items"]
    assert all(item["by"] == ["name"] for item in items)
    return {item["person"]: (item["name"], item["place"]) for item in items}


async def test_who_has_no_phone_is_found_by_name_in_the_community(town: Town) -> None:
    desk, said = town.desk, {"name": "赵小满", "consent": "in_person"}
    yard = (await desk.post("staff", "/places", {"community": town.home, "name": "3号院", "kind": "courtyard"}))["id"]
    here = (await desk.post("staff", "/persons", said | {"community": town.home, "place": yard}))["id"]
    there = (await desk.post("district", "/persons", said | {"community": town.other}))["id"]
    assert await _named(town, "赵 小满", town.home) == {here: ("赵＊＊", "3号院")}
    assert await _named(town, "赵小满", DISTRICT, "district") == {here: ("赵＊＊", "3号院"), there: ("赵＊＊", None)}
    assert await _named(town, "赵小", town.home) == {}
    uygur = await desk.post("staff", "/persons", said | {"name": "买买提•艾力", "community": town.home})
    assert set(await _named(town, "买买提·艾力", town.home)) == {uygur["id"]}
    await desk.write("staff", "DELETE", f"/persons/{here}?reason=asked_by_person")
    assert await _named(town, "赵小满", town.home) == {}


async def test_who_was_registered_before_names_were_indexed_is_found_after_the_command(town: Town) -> None:
    vault = town.desk.database["vault"]
    await vault.update_one({"_id": town.li}, {"$set": {"index": INDEX}})
    await vault.update_one({"_id": town.wang}, {"$unset": {"index": ""}})
    assert await _named(town, "李淑琴", town.home) == await _named(town, "王建国", town.home) == {}
    assert [each async for each in find_anew(town.desk.service)] == [(2, 2)]
    assert set(await _named(town, "李淑琴", town.home)) == {town.li}
    assert set(await _named(town, "王建国", town.home)) == {town.wang}
    assert set(await _found(town, "13800138000", town.home)) == {town.li, town.wang}
    assert [each async for each in find_anew(town.desk.service)] == [(2, 0)]


async def test_who_has_the_number_comes_before_who_has_but_the_name(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"community": town.home, "name": "李淑琴", "consent": "in_person"}
    same_name = (await town.desk.post("staff", "/persons", body))["id"]
    at, sought = f"/persons/matches?min_position={town.desk.position}", {"name": "李淑琴", "phone": "13800138000"}
    items = (await town.desk.post("staff", at, sought | {"community": town.home}, 200))["items"]
    by = [(item["person"], item["by"]) for item in items]
    assert by == [(town.li, ["phone", "name"]), (town.wang, ["phone"]), (same_name, ["name"])]
    for n in range(3):
        await town.desk.post("district", "/persons", body | {"community": town.other, "phone": f"1380013800{n}"})
    monkeypatch.setattr("services.registry.queries.matches.MOST", 2)
    at = f"/persons/matches?min_position={town.desk.position}"
    items = (await town.desk.post("staff", at, sought | {"community": town.home}, 200))["items"]
    assert [item["person"] for item in items] == [town.li, town.wang], "those of elsewhere take nobody's place"
    refusal = await town.desk.post("staff", at, {"community": town.home}, 422)
    assert refusal["errors"][0]["field"] == "phone"


async def test_it_is_asked_by_staff_about_their_own_node(town: Town) -> None:
    body = {"community": town.other, "name": "赵梅", "phone": "13800138000", "consent": "in_person"}
    zhao = (await town.desk.post("district", "/persons", body))["id"]
    assert zhao not in await _found(town, "13800138000", town.home)
    assert set(await _found(town, "13800138000", DISTRICT, "district")) == {town.li, town.wang, zhao}
    await _matches(town, "staff", "13800138000", town.other, 404)
    await _matches(town, "staff", "13800138000", DISTRICT, 404)
    await _matches(town, "li", "13800138000", town.home, 403)
    refusal = await _matches(town, "staff", "12", town.home, 422)
    assert refusal["errors"][0]["field"] == "phone"


async def test_the_index_is_blind_and_goes_with_its_person(town: Town) -> None:
    desk, vault = town.desk, town.desk.database["vault"]
    name = blind(SECRET, "name", f"{town.home}/李淑琴")
    assert await vault.count_documents({"index": INDEX}) == 2
    assert await vault.count_documents({"index": name}) == 1
    stored = str([record async for record in vault.find()])
    assert "13800138000" not in stored
    assert "138 0013 8000" not in stored
    assert blind(b"another", "phone", "+86 138 0013 8000") != INDEX
    await desk.write("li", "DELETE", f"/persons/{town.li}?reason=asked_by_person")
    assert town.li not in await _found(town, "13800138000", town.home)

    async def only_wang() -> bool:
        return await vault.count_documents({"index": INDEX}) == 1

    await eventually(only_wang, "the index of the erased person is gone")
    assert await vault.count_documents({"index": name}) == 0


async def test_an_erasure_counts_before_the_read_models_know_of_it(town: Town) -> None:
    desk = town.desk
    await desk.write("li", "DELETE", f"/persons/{town.li}?reason=asked_by_person")
    vault, persons = desk.database["vault"], await desk.service.reads.collection(PERSONS)

    async def erased() -> bool:
        return await vault.count_documents({"person": town.li}) == 0

    await eventually(erased, "the erasure is done")
    await vault.insert_one({"_id": "late", "person": town.li, "sealed": {}, "index": INDEX})
    await persons.update_one({"_id": town.li}, {"$set": {"erased": False}})
    assert set(await _found(town, "13800138000", town.home)) == {town.wang}


async def test_a_text_is_looked_through_with_the_names_behind_the_wish(town: Town) -> None:
    desk, wish = town.desk, await _wish(town)
    path = f"/wishes/{wish}/text-check?min_position={desk.position}"
    checked = await desk.post("staff", path, {"text": "独居的李奶奶（1号楼）要灯"}, 200)
    found = [(each["kind"], each["words"], each["start"]) for each in checked["warnings"]]
    assert found == [("alone", "独居", 0), ("name", "李奶奶", 3), ("room", "1号楼", 7)]
    assert (await desk.post("staff", path, {"text": "王建国想要一盏灯"}, 200))["warnings"] == []
    assert (await desk.post("staff", path, {"text": "想要一盏灯"}, 200))["warnings"] == []
    await desk.post("li", path, {"text": "灯"}, 403)
    await desk.post("stranger", path, {"text": "灯"}, 404)


async def test_a_building_is_no_address_of_anybody_where_the_wish_is_public(town: Town) -> None:
    desk, wish = town.desk, await _wish(town)
    path, told = f"/wishes/{wish}/text-check?min_position={desk.position}", {"text": "3号楼门前要一盏灯"}

    async def words(**said: str) -> list[str]:
        return [each["words"] for each in (await desk.post("staff", path, told | said, 200))["warnings"]]

    assert await words() == await words(kind="person") == await words(kind="household") == ["3号楼"]
    assert await words(kind="public") == []
    assert await words(kind="public", text="3号楼2单元501室要一盏灯") == ["3号楼2单元501室"]
    assert await words(kind="public", text="3号楼的李奶奶要一盏灯") == ["3号楼", "李奶奶"]
    await desk.post("staff", path, told | {"kind": "street"}, 422)


async def test_after_erasure_no_name_is_compared(town: Town) -> None:
    desk, wish = town.desk, await _wish(town)
    await desk.write("li", "DELETE", f"/persons/{town.li}?reason=asked_by_person")
    path = f"/wishes/{wish}/text-check?min_position={desk.position}"
    assert (await desk.post("staff", path, {"text": "李淑琴想要一盏灯"}, 200))["warnings"] == []
