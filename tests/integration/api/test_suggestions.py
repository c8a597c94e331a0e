"""What may help with a need, and why; whose offer was asked for says yes or no."""

import asyncio
from typing import Any

import pytest

from tests.integration.api.examples import Scene, matching
from tests.integration.api.examples.request_links import linked
from tests.integration.api.examples.suggestions import HALL, ROOT, asked, hall, needed
from tests.integration.api.test_bookings import booked
from tests.support.bookable import AFTERNOON, MORNING, in_days, list_room
from tests.support.eventually import eventually
from tests.support.system import System, Town


@pytest.fixture(scope="module")
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


async def listed(scene: Scene, path: str, who: str = "staff", after: str | None = None) -> dict[str, Any]:
    """What is suggested for a request."""
    found: dict[str, Any] = await scene.system.read(who, f"{path}/suggestions?limit=50", after)
    return found


async def fitting(scene: Scene, thing: str, **other: str) -> tuple[str, str]:
    """A need for a `thing` that nobody else needs, and an offer of it: it is found among all that other tests offer."""
    offer = await hall(scene, detail=f"会议室里有{thing}", **other)
    return await needed(scene, title=f"借{thing}", detail=f"居民要用{thing}", **other), offer


async def refused(scene: Scene, who: str, path: str, **body: Any) -> tuple[int, str]:
    answer = await scene.system.send(who, "POST", path, body)
    return answer.status_code, answer.json().get("code", "")


async def test_every_suggestion_says_why(scene: Scene) -> None:
    path, offer = await fitting(scene, "望远镜")
    found = await listed(scene, path, "station")
    item = next(item for item in found["items"] if item["offer"] == offer)
    reasons = {reason["code"]: reason for reason in item["reasons"]}
    assert reasons.keys() >= {"words", "category", "same_community", "fresh"}
    assert reasons["words"]["words"] == ["望远镜"]
    assert item["weight"] == sum(reason["weight"] for reason in item["reasons"])
    assert (item["provider"]["name"], item["title"]) == ("单位school", HALL["title"])
    weights = [item["weight"] for item in found["items"]]
    assert weights == sorted(weights, reverse=True)


async def test_a_yes_is_a_claim(scene: Scene) -> None:
    path, offer = await fitting(scene, "打印机")
    await scene.system.post("station", f"{path}/suggestions", offer=offer)
    assert await refused(scene, "staff", f"{path}/suggestions", offer=offer) == (409, "asked_already")
    mine = f"{ROOT}/organizations/{scene.town.school}/suggestions"
    waiting = (await scene.system.read("school", mine))["items"]
    assert (path.rpartition("/")[2], HALL["title"]) in [(each["id"], each["offer_title"]) for each in waiting]
    assert (await listed(scene, path, "station"))["set_aside"][0]["reasons"][0]["code"] == "asked"

    assert await refused(scene, "far_shop", f"{path}/suggestions/1/acceptance") == (404, "not_your_suggestion")
    await scene.system.post("school", f"{path}/suggestions/1/acceptance")
    request = await scene.system.read("station", path)
    assert [(claim["claimant"]["id"], claim["status"]) for claim in request["claims"]] == [
        (scene.town.school, "accepted")
    ]
    assert request["history"][-1]["type"] == "suggestion_accepted"
    assert request["history"][-1]["on_behalf_of"] == scene.town.school
    after = await listed(scene, path, "station")
    assert (after["items"], after["made"][0]["state"], after["made"][0]["claim"]) == (
        [],
        "accepted",
        request["claims"][0]["id"],
    )
    assert await refused(scene, "school", f"{path}/suggestions/1/acceptance") == (409, "already_answered")


async def test_of_a_need_in_parts_each_part_is_asked_for_by_itself(scene: Scene) -> None:
    system, town = scene.system, scene.town
    parts = [
        {"name": "皮影戏台", "category": "space", "quantity": 1, "unit": "座"},
        {"name": "皮影幕布", "category": "supplies", "quantity": 3, "unit": "块"},
    ]
    path = await needed(scene, title="演一场皮影戏", detail="戏台和幕布都要", parts=parts)
    stage = await hall(scene, title="皮影戏台", detail="可借皮影戏台")
    cloths = await hall(scene, title="皮影幕布", detail="可借皮影幕布", category="supplies")
    found = {each["offer"]: each for each in (await listed(scene, path, "station"))["items"]}
    assert [found[offer]["part"] for offer in (stage, cloths)] == [1, 2]
    assert (await refused(scene, "station", f"{path}/suggestions", offer=cloths))[1] == "no_such_part"
    assert (await refused(scene, "station", f"{path}/suggestions", offer=cloths, part=2, quantity=4))[1] == "too_much"
    await system.post("station", f"{path}/suggestions", offer=cloths, part=2, quantity=2)
    mine = await system.read("school", f"{ROOT}/organizations/{town.school}/suggestions?limit=200")
    (waits,) = [each for each in mine["items"] if path.endswith(each["id"])]
    assert (waits["suggestion"]["part"], waits["suggestion"]["quantity"]) == (2, 2)
    _, token = await linked(scene, f"{path}/suggestions/1")
    opened = await system.send("nobody", "POST", f"{ROOT}/links/opening", {"token": token})
    assert {name: opened.json()[name] for name in ("part", "quantity", "unit")} == {
        "part": "皮影幕布",
        "quantity": 2,
        "unit": "块",
    }
    await system.post("school", f"{path}/suggestions/1/acceptance")
    request = await system.read("station", path)
    assert [(claim["part"], claim["promised"]) for claim in request["claims"]] == [(2, 2)]
    assert [part["left"] for part in request["parts"]] == [1, 1]
    after = {each["offer"]: each for each in (await listed(scene, path, "station"))["items"]}
    assert (after[stage]["part"], after[cloths]["part"]) == (1, 2)
    reasons = {reason["code"] for reason in after[cloths]["reasons"]}
    assert {"words", "category"} <= reasons
    await system.post("station", f"{path}/suggestions", offer=stage, part=1)
    await system.post("school", f"{path}/suggestions/2/acceptance")
    last = {each["part"] for each in (await listed(scene, path, "station"))["items"]}
    assert last == {2}, "what nobody needs any more is not looked for"


async def test_a_no_is_remembered_for_such_things_until_its_day(scene: Scene) -> None:
    path = await asked(scene)
    answer = await scene.system.send(
        "school", "POST", f"{path}/refusal", {"reason": "not_now", "not_before": "2020-01-01"}
    )
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "not_before")
    await scene.system.post("staff", f"{path}/refusal", reason="not_now", not_before="2098-05-01")

    other = await needed(scene)
    found = await listed(scene, other)
    aside = [item for item in found["set_aside"] if item["provider"]["id"] == scene.town.school]
    assert {item["reasons"][0]["code"] for item in aside} == {"refused_until"}
    assert aside[0]["reasons"][0]["day"] == "2098-05-01"
    assert scene.town.school not in {item["provider"]["id"] for item in found["items"]}
    elsewhere = await needed(scene, category="culture")
    assert any(item["provider"]["id"] == scene.town.school for item in (await listed(scene, elsewhere))["items"])

    again = path.rpartition("/")[0]
    offer = aside[0]["offer"]
    assert await refused(scene, "staff", again, offer=offer) == (409, "asked_too_soon")


async def test_what_is_not_on_the_list_is_not_asked_for(scene: Scene) -> None:
    path, ended = await fitting(scene, "钢琴", category="learning")
    assert ended in {item["offer"] for item in (await listed(scene, path))["items"]}
    assert await refused(scene, "staff", f"{path}/suggestions", offer="offer_" + "z" * 26) == (422, "unknown_offer")
    await scene.system.post("school", f"/registry/v1/offers/{ended}/ending", reason="used_up")
    after = await listed(scene, path, after="registry")
    assert ended not in {item["offer"] for item in after["items"]}
    assert await refused(scene, "staff", f"{path}/suggestions", offer=ended) == (409, "offer_not_listed")


async def test_an_offer_is_suggested_and_asked_for_only_where_it_was_opened_to(scene: Scene) -> None:
    _, offer = await fitting(scene, "古琴", category="culture")
    town = scene.town
    said = {"title": "借会议室", "detail": "议事会要用古琴", "category": "culture", "quantity": 1, "unit": "次"}
    need = await scene.system.post("far_shop", "/registry/v1/needs", organization=town.far_shop, **said)
    await scene.system.post("far_staff", f"/registry/v1/needs/{need['id']}/publication")
    far = f"{ROOT}/requests/{need['id'].replace('need_', 'req_')}"
    found = await listed(scene, far, "far_staff", after="registry")
    assert offer not in {item["offer"] for item in found["items"]}
    assert await refused(scene, "far_staff", f"{far}/suggestions", offer=offer) == (409, "offer_elsewhere")

    step = {"level": "subdistrict", "quota": 2, "decided_by": "organization"}
    await scene.system.post("street", f"/registry/v1/offers/{offer}/reach", **step)
    found = await listed(scene, far, "far_staff", after="registry")
    item = next(item for item in found["items"] if item["offer"] == offer)
    assert "same_subdistrict" in {reason["code"] for reason in item["reasons"]}
    await scene.system.post("far_staff", f"{far}/suggestions", offer=offer)
    await scene.system.post("school", f"{far}/suggestions/1/acceptance")
    request = await scene.system.read("far_staff", far)
    assert request["claims"][0]["claimant"]["id"] == town.school


async def far_need(scene: Scene, thing: str) -> str:
    """A need next door for a `thing`."""
    said = {"title": f"借{thing}", "detail": f"议事会要用{thing}", "category": "culture", "quantity": 1, "unit": "次"}
    need = await scene.system.post("far_shop", "/registry/v1/needs", organization=scene.town.far_shop, **said)
    await scene.system.post("far_staff", f"/registry/v1/needs/{need['id']}/publication")
    path = f"{ROOT}/requests/{need['id'].replace('need_', 'req_')}"
    await scene.system.read("far_staff", path, after="registry")
    return path


async def shown_as(scene: Scene, request: str, offer: str) -> tuple[str, dict[str, Any]]:
    """In which list next door sees an offer, and the first reason."""
    found = await scene.system.read("far_staff", f"{request}/suggestions?limit=50")
    where, reasons = next(
        (where, each["reasons"]) for where in ("items", "set_aside") for each in found[where] if each["offer"] == offer
    )
    return where, {name: reasons[0][name] for name in ("code", "count")}


async def test_what_is_opened_to_others_is_promised_to_them_as_often_a_month_as_it_says(scene: Scene) -> None:
    system, offer = scene.system, await hall(scene, category="culture", detail="会议室里有编钟")
    step = {"level": "subdistrict", "quota": 1, "decided_by": "organization"}
    await system.post("street", f"/registry/v1/offers/{offer}/reach", **step)
    await system.read("staff", f"{ROOT}/offers/{offer}/slots", after="registry")
    paths = [await far_need(scene, f"编钟{n}") for n in range(3)]
    for path in paths:
        await system.post("far_staff", f"{path}/suggestions", offer=offer)
    at_once = [system.send("school", "POST", f"{path}/suggestions/1/acceptance", {}) for path in paths]
    answers = await asyncio.gather(*at_once)
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"quota_used"}
    won = next(path for path, answer in zip(paths, answers, strict=True) if answer.is_success)
    lost, withdrawn = (path for path in paths if path != won)
    more = await far_need(scene, "编钟架")
    assert await refused(scene, "far_staff", f"{more}/suggestions", offer=offer) == (409, "quota_used")
    assert await shown_as(scene, more, offer) == ("set_aside", {"code": "used_up", "count": 1})

    await system.post("far_staff", f"{withdrawn}/suggestions/1/withdrawal", reason="found_another")
    assert await refused(scene, "school", f"{lost}/suggestions/1/acceptance") == (409, "quota_used")
    await system.post("school", f"{won}/claims/1/release", reason="no_time")

    async def free_again() -> bool:
        return (await system.send("school", "POST", f"{lost}/suggestions/1/acceptance", {})).is_success

    await eventually(free_again, "what was given back can be promised to others", 30)


async def test_what_is_booked_from_outside_counts_as_well(scene: Scene) -> None:
    system, town = scene.system, scene.town
    said = {"title": "埙乐排练厅", "detail": "可以吹埙", "category": "culture"}
    offer = await list_room(system, town.school, **said)
    step = {"level": "subdistrict", "quota": 1, "decided_by": "organization"}
    await system.post("street", f"/registry/v1/offers/{offer}/reach", **step)
    await system.read("staff", f"{ROOT}/offers/{offer}/slots", after="registry")
    need = await far_need(scene, "埙")
    assert (await shown_as(scene, need, offer))[0] == "items"
    await booked(system, "staff", offer, town.far_shop, in_days(0), start=MORNING, afterwards=True)
    assert await shown_as(scene, need, offer) == ("set_aside", {"code": "used_up", "count": 1})


async def test_a_room_is_free_on_a_day_until_its_last_slot_is_booked(scene: Scene) -> None:
    system, town, day = scene.system, scene.town, in_days(9)
    room = await list_room(system, town.school, title="陶笛排练厅", detail="可排练陶笛", category="charging")
    path = await needed(scene, title="排练陶笛", detail="想找地方排练陶笛", category="charging")

    async def free() -> bool:
        found = await system.read("station", f"{path}/suggestions?on={day}&limit=50", "matching")
        (item,) = [each for each in found["items"] if each["offer"] == room]
        (said,) = [each["code"] for each in item["reasons"] if each["code"] in ("open_on", "closed_on")]
        return bool(said == "open_on")

    await booked(system, "staff", room, town.station, day, start=MORNING)
    assert await free()
    await booked(system, "staff", room, town.station, day, start=AFTERNOON)
    assert not await free()


async def test_for_a_persons_wish_nobody_is_asked(scene: Scene) -> None:
    offer, wish = await hall(scene), await matching.request(scene)
    assert await refused(scene, "staff", f"{wish}/suggestions", offer=offer) == (409, "not_for_persons")
    assert (await listed(scene, wish))["items"] == []


async def test_requests_are_found_by_words_and_by_their_letters(scene: Scene) -> None:
    path = await needed(scene, title="借舞蹈教室", detail="排练广场舞")
    for typed in ("舞蹈教室", "wdjs", "wudao", "排练 教室"):
        found = await scene.system.read("staff", f"{ROOT}/requests?q={typed}")
        assert [item["id"] for item in found["items"]] == [path.rpartition("/")[2]], typed
    assert (await scene.system.read("staff", f"{ROOT}/requests?q=舞蹈 投影"))["items"] == []


async def paired(scene: Scene, thing: str, **fields: Any) -> str:
    """An offer that is not booked, known to matching."""
    said = {"title": f"{thing}结对", "detail": f"与居民结对做{thing}", "category": "care", "seats": None}
    return await hall(scene, **said, **fields)


async def left(scene: Scene, offer: str) -> dict[str, Any]:
    shown = await scene.system.read("staff", f"/registry/v1/offers/{offer}", "matching")
    return {name: shown[name] for name in ("partners_left", "quantity_left")}


async def test_an_offer_is_promised_to_as_many_as_it_says_and_again_when_a_claim_ends(scene: Scene) -> None:
    system, offer = scene.system, await paired(scene, "剪纸", mode="standing", partners=2)
    assert await left(scene, offer) == {"partners_left": 2, "quantity_left": None}
    said = {"detail": "想学剪纸", "category": "care"}
    paths = [await needed(scene, title=f"剪纸{n}", **said) for n in range(4)]
    for path in paths[:3]:
        await system.post("station", f"{path}/suggestions", offer=offer)
    at_once = [system.send("school", "POST", f"{path}/suggestions/1/acceptance", {}) for path in paths[:3]]
    answers = await asyncio.gather(*at_once)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409]
    (refusal,) = [answer.json() for answer in answers if answer.status_code == 409]
    assert refusal["code"] == "not_enough_left"
    assert "等其中一项认领结束" in refusal["detail"]
    won = [path for path, answer in zip(paths, answers, strict=False) if answer.is_success]
    (lost,) = set(paths[:3]) - set(won)
    assert await refused(scene, "station", f"{paths[3]}/suggestions", offer=offer) == (409, "not_enough_left")
    found = await listed(scene, paths[3], "station", "matching")
    assert [each["offer"] for each in found["items"]] == []
    (aside,) = [each for each in found["set_aside"] if each["offer"] == offer]
    assert (aside["partners_left"], aside["reasons"][0]["code"]) == (0, "none_left")

    async def shows(partners: int) -> None:
        async def shown() -> bool:
            return (await left(scene, offer))["partners_left"] == partners

        await eventually(shown, f"{partners} are left", 30)

    await shows(0)
    await system.post("school", f"{won[0]}/claims/1/release", reason="no_time")
    await shows(1)
    await system.post("school", f"{lost}/suggestions/1/acceptance")
    await shows(0)
    await system.post("staff", f"{won[1]}/claims/1/deliveries", evidence_code="visit")
    await system.post("staff", f"{won[1]}/confirmation", mark=5, how="on_site")
    await shows(1)
