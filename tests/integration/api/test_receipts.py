"""Somebody without an account: number and code open one wish, and with it the request, for half an hour."""

from datetime import timedelta
from typing import Any

import pytest

from services.registry.commands.receipt import number_of
from tests.integration.api.examples import Scene, matching, registry
from tests.support.eventually import eventually
from tests.support.system import System, Town

OPENING = f"{registry.ROOT}/receipts/opening"


@pytest.fixture(scope="module")
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


async def _receipt(scene: Scene, wish: str) -> dict[str, str]:
    made = await scene.system.post("staff", f"{wish}/receipt")
    await scene.system.read("staff", wish)
    return {"number": made["number"], "code": made["code"]}


async def _open(scene: Scene, body: dict[str, str], status: int = 200) -> Any:
    answer = await scene.system.send("nobody", "POST", OPENING, body)
    assert answer.status_code == status, answer.text
    return answer.json()


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


async def test_before_review_it_shows_that_it_waits_and_nothing_else(scene: Scene) -> None:
    wish = await registry.wish(scene)
    shown = await _open(scene, await _receipt(scene, wish))
    assert (shown["state"], shown["text"], shown["request_id"], shown["token"]) == ("posted", None, None, None)
    assert [stage["step"] for stage in shown["stages"]] == ["posted"]
    assert scene.town.li not in str(shown)
    assert "家里的灯坏了" not in str(shown)


async def test_the_same_request_gives_the_same_code_and_another_one_a_new_one(scene: Scene) -> None:
    wish = await registry.wish(scene)
    first, again = [await scene.system.post("li", f"{wish}/receipt", {"Idempotency-Key": "k"}) for _ in range(2)]
    assert first == again
    second = await _receipt(scene, wish)
    assert second["number"] == first["number"]
    await _open(scene, {"number": first["number"], "code": first["code"]}, 404)
    await _open(scene, second)
    stored = [str(row) async for row in scene.system.services["registry"].database["commits"].find()]
    assert not any(second["code"] in each for row in stored if wish[-26:] in row for each in row.split("'"))


async def test_five_wrong_codes_lock_a_number_that_exists_and_one_that_does_not_alike(scene: Scene) -> None:
    receipt = await _receipt(scene, await registry.wish(scene))
    for number in (receipt["number"], number_of("wish_that_is_not_there")):
        wrong = {"number": number, "code": _wrong(receipt["code"])}
        refusals = [await _open(scene, wrong, 404) for _ in range(5)]
        assert [refusal["left"] for refusal in refusals] == [4, 3, 2, 1, 0]
        locked = await scene.system.send("nobody", "POST", OPENING, {"number": number, "code": receipt["code"]})
        assert (locked.status_code, locked.json()["code"]) == (429, "too_many_tries")
        assert 0 < int(locked.headers["Retry-After"]) <= 900
    scene.system.clock.ahead += timedelta(minutes=15)
    await _open(scene, receipt)


async def test_with_a_pass_the_request_is_confirmed_and_said_not_to_be_done(scene: Scene) -> None:
    request = (await matching.delivered(scene)).partition("/claims")[0]
    receipt = await _receipt(scene, _wish_of(request))
    await scene.system.read("staff", _wish_of(request), after="matching")
    who = await _signed_in(scene, receipt)
    before = await scene.system.read(who, request)
    assert (before["can_confirm"], before["can_reopen"]) == (True, True)
    assert scene.town.li not in str(before)
    await scene.system.post(who, f"{request}/reopening", reason="not_done")
    disputed = await scene.system.read(who, request)
    assert (disputed["can_confirm"], disputed["can_reopen"], disputed["reopened"]) == (False, False, True)
    await scene.system.post("staff", f"{request}/claims/1/deliveries", evidence_code="visit")
    await scene.system.post(who, f"{request}/confirmation", mark=4, how="self")
    after = await scene.system.read(who, request)
    assert (after["state"], after["can_confirm"], after["can_reopen"]) == ("fulfilled", False, True)
    await scene.system.post(who, f"{request}/reopening", reason="not_done")
    assert (await scene.system.read("staff", request))["reopened"]
    history = (await scene.system.read("staff", request))["history"]
    assert history[-1]["actor"] == f"holder:{request.rpartition('/')[2]}"


async def test_who_entered_a_wish_and_kept_it_does_not_confirm_with_its_receipt(scene: Scene) -> None:
    body = {"community": scene.town.home, "person": scene.town.li, "words": "想要一盏灯", "consent": "by_phone"}
    wish = f"{registry.ROOT}/wishes/{(await scene.system.post('wang', f'{registry.ROOT}/wishes', **body))['id']}"
    judged = {"decision": "publish", "text": "想要一盏灯", "kind": "person", "category": "household_help"}
    await scene.system.post("staff", f"{wish}/review", {"If-Match": '"1"'}, **judged)
    request = f"{matching.ROOT}/requests/{wish.rpartition('/')[2].replace('wish_', 'req_')}"

    async def is_open() -> bool:
        return (await scene.system.send("staff", "GET", request)).is_success

    await eventually(is_open, f"{request} is open")
    await scene.system.post("wang", f"{request}/claims", claimant={"kind": "person", "id": scene.town.wang})
    await scene.system.post("staff", f"{request}/claims/1/acceptance")
    await scene.system.post("wang", f"{request}/claims/1/deliveries", evidence_code="visit")
    await scene.system.read("staff", wish, after="matching")
    made = await scene.system.post("wang", f"{wish}/receipt")
    await scene.system.read("wang", wish)
    holder = await _signed_in(scene, {"number": made["number"], "code": made["code"]})
    for who in (holder, "wang"):
        assert not (await scene.system.read(who, request))["can_confirm"]
        answer = await scene.system.send(who, "POST", f"{request}/confirmation", {"mark": 5, "how": "self"})
        assert (answer.status_code, answer.json()["code"]) == (403, "own_delivery")
    assert (await scene.system.read("li", request))["can_confirm"]
    await scene.system.post("li", f"{request}/confirmation", mark=5, how="self")


async def test_a_pass_opens_no_other_request_and_nothing_else_of_this_one(scene: Scene) -> None:
    request = (await matching.delivered(scene)).partition("/claims")[0]
    other = (await matching.delivered(scene)).partition("/claims")[0]
    receipt = await _receipt(scene, _wish_of(request))
    await scene.system.read("staff", _wish_of(request), after="matching")
    who = await _signed_in(scene, receipt)
    confirm, somebody = {"mark": 5, "how": "self"}, {"on_behalf_of": scene.town.wang, "consent": "by_phone"}
    for method, path, body, status in (
        ("GET", other, None, 404),
        ("POST", f"{other}/confirmation", confirm, 404),
        ("POST", f"{other}/reopening", {"reason": "not_done"}, 404),
        ("POST", f"{request}/confirmation", {**confirm, **somebody}, 403),
        ("POST", f"{request}/closing", {"reason": "no_longer_wanted"}, 403),
        ("POST", f"{request}/claims/1/acceptance", {}, 403),
        ("GET", f"{matching.ROOT}/requests", None, 403),
        ("GET", _wish_of(request), None, 403),
        ("GET", "/notify/v1/notices", None, 403),
    ):
        answer = await scene.system.send(who, method, path, body)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
    scene.system.clock.ahead += timedelta(minutes=31)
    assert (await scene.system.send(who, "GET", request)).status_code == 401


async def test_after_erasure_a_receipt_opens_nothing(scene: Scene) -> None:
    person = await registry.person(scene)
    body = {"community": scene.town.home, "person": person, "words": "想要一盏灯", "consent": "in_person"}
    made = await scene.system.post("staff", f"{registry.ROOT}/wishes", **body)
    wish = f"{registry.ROOT}/wishes/{made['id']}"
    receipt = await _receipt(scene, wish)
    await scene.system.write("staff", "DELETE", f"{registry.ROOT}/persons/{person}?reason=asked_by_person")
    assert (await _open(scene, receipt, 404))["code"] == "wrong_receipt"
    assert (await scene.system.send("staff", "POST", f"{wish}/receipt", {})).status_code == 410


def _wish_of(request: str) -> str:
    return f"{registry.ROOT}/wishes/{request.rpartition('/')[2].replace('req_', 'wish_')}"


async def _signed_in(scene: Scene, receipt: dict[str, str]) -> str:
    shown = await _open(scene, receipt)
    who = f"with receipt {receipt['number']}"
    scene.system.tokens[who] = shown["token"]
    return who
