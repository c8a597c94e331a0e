"""Finding, at the review, that somebody has wished this before."""

from typing import Any

from tests.integration.api.test_oversight import FIRST, Place, place
from tests.support.system import System, Town

__all__ = ["place"]
ROOT = "/registry/v1"


async def _person(place: Place, name: str, phone: str | None) -> str:
    body: dict[str, Any] = {"community": place.id, "name": name, "phone": phone, "consent": "by_phone"}
    return str((await place.system.post("street", f"{ROOT}/persons", **body))["id"])


async def _wish(place: Place, person: str, words: str) -> str:
    body = {"community": place.id, "person": person, "words": words, "consent": "by_phone"}
    return str((await place.system.post("street", f"{ROOT}/wishes", **body))["id"])


async def _publish(place: Place, wish: str, text: str) -> None:
    review = {"decision": "publish", "text": text, "kind": "person", "category": "repair"}
    await place.system.post("street", f"{ROOT}/wishes/{wish}/review", headers=FIRST, **review)


async def _found(place: Place, wish: str) -> dict[str, list[str]]:
    items = (await place.system.read("street", f"{ROOT}/wishes/{wish}/duplicates"))["items"]
    return {item["wish"]: item["why"] for item in items}


async def test_by_person_by_household_and_by_words(place: Place) -> None:
    him, her = await _person(place, "钱甲", "13900007001"), await _person(place, "钱乙", "13900007001")
    stranger = await _person(place, "孙甲", "13900007002")
    first = await _wish(place, him, "家里厨房的灯坏了")
    hers, other = await _wish(place, her, "想要一副老花镜"), await _wish(place, stranger, "厨房灯泡坏了")
    await _publish(place, other, "更换一个厨房灯泡")
    again = await _wish(place, him, "想更换一个厨房的灯泡")
    assert await _found(place, again) == {first: ["person"], hers: ["household"], other: ["words"]}

    rejection = {"decision": "reject", "reason": "duplicate", "duplicate_of": first}
    await place.system.post("street", f"{ROOT}/wishes/{again}/review", headers=FIRST, **rejection)
    assert again not in await _found(place, first)


async def test_by_words_that_nobody_has_published_yet_and_nobody_is_shown(place: Place) -> None:
    one, other = await _person(place, "周甲", "13900007011"), await _person(place, "周乙", "13900007012")
    waits = await _wish(place, one, "卫生间的扶手松了")
    again = await _wish(place, other, "卫生间扶手松了")
    answer = await place.system.read("street", f"{ROOT}/wishes/{again}/duplicates")
    assert [(each["wish"], each["why"], each["text"]) for each in answer["items"]] == [(waits, ["words"], None)]
    assert "扶手" not in str(answer)


async def test_nothing_of_elsewhere_nor_of_who_is_gone(system: System, town: Town, place: Place) -> None:
    person = await _person(place, "李甲", "13900007003")
    mine = await _wish(place, person, "院里的长椅坏了")
    elsewhere = {"community": town.far, "text": "院里的长椅坏了"}
    await system.post("far_staff", f"{ROOT}/wishes", **elsewhere)
    assert await _found(place, mine) == {}
    refused = await system.send("far_staff", "GET", f"{ROOT}/wishes/{mine}/duplicates")
    assert refused.status_code == 404
    again = await _wish(place, person, "修好院里的长椅")
    assert await _found(place, again) == {mine: ["person", "words"]}
    await system.write("street", "DELETE", f"{ROOT}/persons/{person}?reason=asked_by_person")
    assert all("person" not in why for why in (await _found(place, again)).values())
