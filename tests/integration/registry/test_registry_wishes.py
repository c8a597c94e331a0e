"""Persons and wishes, over HTTP on a real MongoDB: who sees whom, and what erasure leaves."""

from typing import Any

import pytest

from services.registry.events import ClaimKnown, OutcomeKnown, ReopeningKnown, RequestKnown
from shared.contracts.base import Party
from tests.integration.registry.desk import Town
from tests.support.eventually import eventually

DUMPLINGS = "我一个人住，想吃一顿热腾腾的饺子"
PUBLISH: dict[str, Any] = {
    "decision": "publish",
    "text": "吃一顿热腾腾的饺子",
    "kind": "person",
    "category": "care",
    "unit": "顿",
    "home_visit": True,
}
CALL = {"purpose": "arrange_delivery"}


async def _posted(town: Town, who: str = "staff", **more: Any) -> str:
    body = {"community": town.home, "person": town.li, "words": DUMPLINGS, "consent": "by_phone"} | more
    return str((await town.desk.post(who, "/wishes", body))["id"])


async def _published(town: Town, **more: Any) -> str:
    wish = await _posted(town)
    await town.desk.post("staff", f"/wishes/{wish}/review", PUBLISH | more, 200, If_Match='"1"')
    return wish


async def _accepted(town: Town, wish: str, claimant: str) -> None:
    request = wish.replace("wish", "req")
    await town.desk.follow(wish, RequestKnown(request=request))
    party = Party(kind="organization", id=claimant)
    await town.desk.follow(wish, ClaimKnown(claim=f"{request}.1", claimant=party, standing="accepted"))


async def _count(town: Town, **query: Any) -> int:
    return await town.desk.database["vault"].count_documents(query)


async def test_a_neighbour_wishes_with_consent_and_the_words_stay_in_the_vault(town: Town) -> None:
    desk = town.desk
    body = {"community": town.home, "person": town.li, "words": DUMPLINGS}
    assert (await desk.post("wang", "/wishes", body, 422))["errors"][0]["field"] == "consent"
    wish = await _posted(town, "wang")
    for who, words in (("li", DUMPLINGS), ("wang", DUMPLINGS), ("staff", None), ("city", None)):
        assert (await desk.get(who, f"/wishes/{wish}"))["words"] == words
    await desk.get("school", f"/wishes/{wish}", 404)
    await desk.get("stranger", f"/wishes/{wish}", 404)
    stored = [str(commit) async for commit in desk.database["commits"].find()]
    assert DUMPLINGS not in "".join(stored)


@pytest.mark.parametrize(
    ("who", "change"),
    [
        ("stranger", {}),
        ("school", {}),
        ("li", {"person": None, "text": "灯", "words": None}),
        ("staff", {"person": "person_" + "a" * 26}),
    ],
)
async def test_nobody_wishes_out_of_reach(town: Town, who: str, change: dict[str, Any]) -> None:
    body = {"community": town.home, "person": town.li, "words": DUMPLINGS, "consent": "by_phone"} | change
    await town.desk.post(who, "/wishes", body, 404)


async def test_staff_read_what_a_person_said_and_the_look_is_on_record(town: Town) -> None:
    desk, wish = town.desk, await _posted(town, "wang", consent="in_person")
    path, review = f"/wishes/{wish}/words", {"purpose": "review"}
    read = await desk.post("staff", path, review, 200)
    assert read["words"] == DUMPLINGS
    last = (await desk.get("staff", f"/persons/{town.li}"))["history"][-1]
    assert (last["type"], last["data"]) == ("words_revealed", {"wish": wish, "purpose": "review"})
    await desk.post("staff", f"/wishes/{wish}/review", PUBLISH, 200, If_Match='"1"')  # looking changes no wish
    assert (await desk.post("staff", path, review, 200))["words"] == DUMPLINGS
    for who, status in (("li", 403), ("wang", 403), ("school", 403), ("stranger", 404)):
        await desk.post(who, path, review, status)
    public = {"community": town.home, "text": "缺一盏灯"}
    lamp = (await desk.post("staff", "/wishes", public))["id"]
    assert (await desk.post("staff", f"/wishes/{lamp}/words", review, 409))["code"] == "nothing_said"


async def test_what_is_neither_words_nor_a_public_text_is_refused(town: Town) -> None:
    public = {"community": town.home, "organization": town.school}
    made = await town.desk.post("school", "/wishes", public | {"text": "为晚归的人点亮夜路"})
    await town.desk.post("school", "/wishes", public, 422)
    await town.desk.post("school", "/wishes", public | {"text": "灯", "words": "灯"}, 422)
    await town.desk.post("school", "/wishes", public | {"text": "请打 13800138000"}, 422)
    assert (await town.desk.get("school", f"/wishes/{made['id']}"))["text"] == "为晚归的人点亮夜路"


async def test_a_wish_is_revised_reviewed_and_then_left_to_matching(town: Town) -> None:
    desk, wish = town.desk, await _posted(town, "li")
    path, request = f"/wishes/{wish}", wish.replace("wish", "req")
    await desk.write("li", "PUT", path, {"words": "想吃饺子"}, 428)
    await desk.write("li", "PUT", path, {"words": "想吃饺子"}, If_Match='"1"')
    assert (await desk.post("staff", f"{path}/words", {"purpose": "review"}, 200))["words"] == "想吃饺子"
    await desk.post("staff", f"{path}/review", PUBLISH, 412, If_Match='"1"')
    await desk.post("li", f"{path}/review", PUBLISH, 403, If_Match='"2"')
    await desk.post("staff", f"{path}/review", PUBLISH, 200, If_Match='"2"')
    for method, body, end in (
        ("PUT", {"words": "别的"}, ""),
        ("POST", {"reason": "no_longer_wanted"}, "/withdrawal"),
    ):
        refusal = await desk.write("li", method, path + end, body, 409, If_Match='"3"')
        assert (refusal["code"], refusal["request"]) == ("published", request)
    await desk.follow(wish, RequestKnown(request=request))
    wall = await desk.get("nobody", f"/communities/{town.home}/wall")
    assert [(w["text"], w["request_id"]) for w in wall["wishes"]] == [(PUBLISH["text"], request)]
    assert town.li not in str(wall)
    await desk.follow(wish, OutcomeKnown(outcome="fulfilled"))
    wall = await desk.get("nobody", f"/communities/{town.home}/wall")
    assert (wall["wishes"], wall["figures"]["wishes"]) == ([], {"fulfilled": 1})


async def test_a_wish_is_rejected_or_withdrawn(town: Town) -> None:
    desk, first, second = town.desk, await _posted(town), await _posted(town)
    reject = {"decision": "reject", "reason": "duplicate", "duplicate_of": first}
    await desk.post("staff", f"/wishes/{second}/review", reject, 200, If_Match='"1"')
    await desk.post("staff", f"/wishes/{first}/withdrawal", {"reason": "done_by_others"}, 200)
    for state, wish in (("rejected", second), ("withdrawn", first)):
        page = await desk.get("li", f"/communities/{town.home}/wishes?state={state}")
        assert [item["id"] for item in page["items"]] == [wish]
    assert (await desk.get("school", f"/communities/{town.home}/wishes"))["items"] == []


async def test_only_an_accepted_claim_reveals(town: Town) -> None:
    desk, wish = town.desk, await _published(town)
    path = f"/wishes/{wish}/reveals"
    await desk.post("station", path, CALL, 404)
    await _accepted(town, wish, town.station)
    seen = await desk.post("station", path, CALL, 200)
    assert (seen["name"], seen["address"]) == ("李淑琴", "核桃园北里1号楼")
    await desk.post("school", path, CALL, 404)
    await desk.post("wang", path, CALL, 404)
    await desk.post("city", path, CALL, 403)
    assert (await desk.post("staff", path, CALL, 200))["phone"] == "+86 138 0013 8000"
    history = (await desk.get("staff", f"/wishes/{wish}"))["history"]
    assert [e["data"]["party"] for e in history if e["type"] == "wish_contact_revealed"] == [town.station, None]


async def test_without_a_visit_the_address_stays_closed(town: Town) -> None:
    wish = await _published(town, home_visit=False)
    await _accepted(town, wish, town.station)
    seen = await town.desk.post("station", f"/wishes/{wish}/reveals", CALL, 200)
    assert (seen["name"], seen["address"]) == ("李淑琴", None)


async def test_a_record_is_shown_to_staff_and_to_its_person(town: Town) -> None:
    desk, path = town.desk, f"/persons/{town.li}"
    assert (await desk.post("li", f"{path}/reveals", CALL, 200))["name"] == "李淑琴"
    await desk.post("wang", f"{path}/reveals", CALL, 404)
    await desk.post("school", f"{path}/reveals", CALL, 404)
    await desk.post("staff", f"{path}/reveals", {"purpose": "curiosity"}, 422)
    found = await desk.get("staff", path)
    assert found["fields"] == ["name", "phone", "address"]
    assert [entry["type"] for entry in found["history"]] == ["person_registered", "contact_revealed"]
    people = await desk.get("staff", f"/communities/{town.home}/persons")
    assert {item["id"] for item in people["items"]} == {town.li, town.wang}


async def test_a_person_gets_all_that_is_held_and_nothing_of_others(town: Town) -> None:
    desk, path = town.desk, f"/persons/{town.li}/export"
    first, later = await _posted(town), await _published(town)
    await desk.write("li", "PUT", f"/wishes/{first}", {"words": "想吃面条"}, If_Match='"1"')
    body = {"community": town.home, "person": town.wang, "words": "想学书法", "consent": "in_person"}
    for_wang = (await desk.post("li", "/wishes", body))["id"]
    await desk.post("staff", f"/organizations/{town.school}/contacts", {"person": town.li, "duty": "liaison"})
    for who, status in (("wang", 404), ("stranger", 404), ("school", 404), ("city", 403), ("nobody", 401)):
        await desk.post(who, path, {}, status)
    for who in ("li", "staff"):
        holds = (await desk.post(who, path, {}, 200))["holds"]
        assert holds["record"] == {"name": "李淑琴", "phone": "+86 138 0013 8000", "address": "核桃园北里1号楼"}
        said = {wish["id"]: [wording["words"] for wording in wish["said"]] for wish in holds["wishes"]}
        assert said == {first: [DUMPLINGS, "想吃面条"], later: [DUMPLINGS]}
        assert (holds["entered"], holds["contact_of"]) == ([for_wang], [town.school])
        assert holds["person"]["history"][-1]["type"] == "person_exported"
        assert not [word for word in ("想学书法", "王建国") if word in str(holds)]
    await desk.write("li", "DELETE", f"/persons/{town.li}?reason=asked_by_person")
    await desk.post("staff", path, {}, 410)


async def test_a_person_is_registered_with_consent_only(town: Town) -> None:
    body = {"community": town.home, "name": "赵奶奶"}
    await town.desk.post("wang", "/persons", body, 422)
    await town.desk.post("wang", "/persons", body | {"consent": "in_person"})
    await town.desk.post("school", "/persons", body | {"consent": "in_person"}, 403)


async def test_erasure_leaves_history_and_nothing_of_the_person(town: Town) -> None:
    desk, waiting, open_wish = town.desk, await _posted(town), await _published(town)
    await _accepted(town, open_wish, town.station)
    assert await _count(town, person=town.li) == 3
    await desk.post("staff", f"/persons/{town.li}/reveals", CALL, 200, Idempotency_Key="before")
    await desk.write("wang", "DELETE", f"/persons/{town.li}?reason=asked_by_person", status=404)
    await desk.write("li", "DELETE", f"/persons/{town.li}?reason=asked_by_person")

    await desk.post("staff", f"/persons/{town.li}/reveals", CALL, 410)
    await desk.post("staff", f"/persons/{town.li}/reveals", CALL, 410, Idempotency_Key="before")
    for wish in (waiting, open_wish):
        await desk.post("staff", f"/wishes/{wish}/words", {"purpose": "review"}, 410)
    await desk.post("station", f"/wishes/{open_wish}/reveals", CALL, 410)
    body = {"community": town.home, "person": town.li, "words": DUMPLINGS, "consent": "by_phone"}
    await desk.post("staff", "/wishes", body, 410)

    async def gone() -> bool:
        states = [await desk.service.handler.state(wish) for wish in (waiting, open_wish)]
        withdrawn = all(type(state).__name__ == "WithdrawnWish" for state in states)
        return withdrawn and await _count(town, person=town.li) == 0

    await eventually(gone, "both wishes withdrawn, the records deleted")
    history = await desk.service.handler.history(open_wish)
    assert history[-1].events[0].model_dump()["published"] is True
    desk.position = f"registry:{history[-1].position}"
    found = await desk.get("staff", f"/wishes/{waiting}")
    assert (found["state"], found["words"], found["reason"]) == ("withdrawn", None, "person_erased")
    assert (await desk.get("staff", f"/persons/{town.li}"))["erased"] is True
    await desk.post("station", f"/wishes/{open_wish}/reveals", CALL, 410)


async def test_a_wish_reopened_after_the_erasure_is_withdrawn_as_well(town: Town) -> None:
    desk, wish = town.desk, await _published(town)
    await desk.follow(wish, OutcomeKnown(outcome="fulfilled"))
    await desk.write("li", "DELETE", f"/persons/{town.li}?reason=asked_by_person")
    await desk.follow(wish, ReopeningKnown(claims=()))

    async def withdrawn() -> bool:
        return type(await desk.service.handler.state(wish)).__name__ == "WithdrawnWish"

    await eventually(withdrawn, "the reopened wish withdrawn")
