"""Several judged in one action, each by itself. On a real MongoDB."""

from typing import Any

from tests.integration.registry.desk import Town
from tests.integration.registry.test_registry_lists import TRAINING

PUBLISH: dict[str, Any] = {"decision": "publish", "text": "想要一盏灯", "kind": "person", "category": "household_help"}
REJECT: dict[str, Any] = {"decision": "reject", "reason": "unclear"}


async def _wish(town: Town, who: str = "staff", **more: Any) -> str:
    body = {"community": town.home, "person": town.li, "words": "想要一盏灯", "consent": "by_phone"} | more
    return str((await town.desk.post(who, "/wishes", body))["id"])


def _one(wish: str, version: int = 1, **said: Any) -> dict[str, Any]:
    return {"wish": wish, "version": version, **said}


async def _review(town: Town, *reviews: dict[str, Any], who: str = "staff", status: int = 200, **headers: str) -> Any:
    return await town.desk.post(who, "/wishes/reviews", {"reviews": reviews}, status, **headers)


async def _commits(town: Town, stream: str) -> int:
    return await town.desk.database["commits"].count_documents({"stream": stream})


async def test_each_wish_is_reviewed_by_itself_and_what_is_refused_stops_no_other(town: Town) -> None:
    desk = town.desk
    good, bad, stale, done = [await _wish(town) for _ in range(4)]
    await desk.post("staff", f"/wishes/{done}/review", PUBLISH, 200, If_Match='"1"')
    away = await _wish(town, "stranger", community=town.other, person=None, words=None, text="缺一盏灯")
    answer = await _review(
        town,
        _one(good, **PUBLISH),
        _one(away, **PUBLISH | {"kind": "public"}),
        _one(stale, 7, **PUBLISH),
        _one(done, 2, **PUBLISH),
        _one(bad, **REJECT, duplicate_of="wish_" + "a" * 26),
        _one(bad, **REJECT, duplicate_of=good),
        Accept_Language="en",
    )
    assert [item["id"] for item in answer["items"]] == [good, away, stale, done, bad, bad]
    assert [item["version"] for item in answer["items"]] == [2, None, None, None, None, 2]
    problems = [item["problem"] for item in answer["items"]]
    codes = [problem and (problem["status"], problem["code"]) for problem in problems]
    expected = [None, (404, "not_found"), (412, "precondition_failed"), (409, "published"), (422, "malformed"), None]
    assert codes == expected
    assert "Refresh" in problems[2]["detail"]
    assert problems[4]["errors"][0]["field"] == "duplicate_of"
    assert [(await desk.get("staff", f"/wishes/{wish}"))["state"] for wish in (good, bad, stale)] == [
        "published",
        "rejected",
        "posted",
    ]
    assert answer["position"] == desk.position
    assert await _commits(town, away) == 1


async def test_a_repeat_does_nothing_again_and_gives_the_same_answer(town: Town) -> None:
    wishes = [await _wish(town) for _ in range(3)]
    reviews = [_one(wish, **PUBLISH) for wish in (*wishes, wishes[0])]
    first = await _review(town, *reviews, Idempotency_Key="several")
    assert [item["problem"] and item["problem"]["code"] for item in first["items"]] == [
        None,
        None,
        None,
        "precondition_failed",
    ]
    assert await _review(town, *reviews, Idempotency_Key="several") == first
    assert [await _commits(town, wish) for wish in wishes] == [2, 2, 2]
    changed = await _review(town, _one(wishes[0], 2, **PUBLISH), Idempotency_Key="several")
    assert changed["items"][0]["problem"]["code"] == "key_reused"


async def test_who_may_review_none_of_them_is_told_that_nothing_is_there(town: Town) -> None:
    wish = await _wish(town)
    await _review(town, _one(wish, **PUBLISH), who="stranger", status=404)
    await _review(town, _one(wish, **PUBLISH), who="li", status=403)
    assert await _commits(town, wish) == 1
    refusal = await _review(
        town, _one(wish, **PUBLISH), _one(wish, **PUBLISH | {"text": "请打 13800138000"}), status=422
    )
    assert refusal["errors"][0]["field"] == "reviews.1.text"
    await _review(town, *[_one(wish, **REJECT)] * 51, status=422)
    await _review(town, status=422)
    assert await _commits(town, wish) == 1


async def test_several_needs_are_published_in_one_action(town: Town) -> None:
    desk = town.desk
    needs = [(await desk.post("school", "/needs", TRAINING | {"organization": town.school}))["id"] for _ in range(2)]
    body = {"publications": [{"need": needs[0]}, {"need": needs[1], "text": "请讲师"}, {"need": "need_" + "a" * 26}]}
    answer = await desk.post("staff", "/needs/publications", body, 200)
    assert [item["version"] for item in answer["items"]] == [2, 2, None]
    assert answer["items"][2]["problem"]["detail"] == "找不到您要的内容，请核对编号。"
    assert (await desk.get("staff", f"/needs/{needs[1]}"))["text"] == "请讲师"
