"""A claiming meeting from its preparation to the sheet that is signed, and two operators who want the same number."""

import asyncio
from collections import Counter
from typing import Any

import httpx2
import pytest

from tests.integration.api.examples import Scene, matching, registry
from tests.integration.api.examples.meetings import FIRST, ROOT, SAID, claim, meeting, requests
from tests.support.eventually import eventually
from tests.support.system import Speaker, System, Town

OPERATORS = 24


@pytest.fixture(scope="module")
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


async def lights(scene: Scene, quantity: int = 50) -> str:
    """A public wish for so many lamps, open in matching."""
    said = {"community": scene.town.home, "text": "胡同口缺灯"}
    wish = (await scene.system.post("staff", "/registry/v1/wishes", **said))["id"]
    judged = {"decision": "publish", "text": "胡同口装灯", "kind": "public", "category": "safety", "unit": "盏"}
    path = f"/registry/v1/wishes/{wish}/review"
    await scene.system.post("staff", path, headers=FIRST, quantity=quantity, **judged)
    request = str(wish.replace("wish_", "req_"))

    async def is_open() -> bool:
        return (await scene.system.send("staff", "GET", f"{ROOT}/requests/{request}")).is_success

    await eventually(is_open, f"{request} is open")
    return request


async def refused(scene: Scene, path: str, **body: Any) -> tuple[int, str, str]:
    """What a POST of staff is refused with, in Chinese."""
    answer = await scene.system.send("staff", "POST", path, body)
    return answer.status_code, answer.json().get("code", ""), answer.json().get("detail", "")


async def test_a_meeting_from_beginning_to_end(scene: Scene) -> None:
    system, town = scene.system, scene.town
    lamp, haircut, lamps = *(await requests(scene, 2)), await lights(scene)
    body = {"community": town.home, "requests": [lamp, haircut], **SAID}
    path = f"{ROOT}/meetings/{(await system.post('staff', f'{ROOT}/meetings', **body))['id']}"
    assert (await refused(scene, f"{path}/claims", **claim(scene)))[:2] == (409, "meeting_not_open")

    changed = {**SAID, "title": "岁末认领会", "requests": [haircut, lamp]}
    assert (await system.send("staff", "PUT", path, changed)).status_code == 428
    await system.write("staff", "PUT", path, changed, FIRST)
    await system.post("staff", f"{path}/numbers", requests=[lamps])
    await system.post("staff", f"{path}/intentions", number=3, organization=town.station)
    await system.post("staff", f"{path}/opening")

    made = await system.post("staff", f"{path}/claims", **claim(scene))
    assert made["id"] == f"{haircut}.1"
    for party, quantity in ((town.school, 20), (town.station, 10)):
        claimant = {"kind": "organization", "id": party}
        await system.post("staff", f"{path}/claims", number=3, claimant=claimant, quantity=quantity)

    seen = await system.read("staff", path)
    figures = tuple(seen[name] for name in ("state", "begun", "title", "claimed", "total"))
    assert figures == ("open", True, "岁末认领会", 1, 3)
    assert [number["request"] for number in seen["numbers"]] == [haircut, lamp, lamps]
    assert [each["status"] for each in seen["numbers"][0]["claims"]] == ["claimed"], "a person's wish waits for staff"
    assert [each["status"] for each in seen["numbers"][2]["claims"]] == ["accepted", "accepted"]
    assert {each["by"] for number in seen["numbers"] for each in number["claims"]} == {"staff"}
    assert [each["name"] for each in seen["numbers"][2]["intentions"]] == ["单位station"]

    undone = await system.post("staff", f"{path}/claims/3/void", reason="wrong_quantity")
    assert undone["id"] == f"{lamps}.2", "the last one"
    await system.post("staff", f"{path}/closing")
    assert (await refused(scene, f"{path}/claims", **claim(scene, 2)))[:2] == (409, "meeting_not_open")

    sheet = await system.read("staff", f"{path}/sheet")
    assert [(line["number"], line["claimant"], line["quantity"]) for line in sheet["lines"]] == [
        (1, "单位school", 1),
        (2, None, 1),
        (3, "单位school", 20),
        (3, None, 30),
    ]
    assert "3. 胡同口装灯 —— 单位school 20 盏" in sheet["text"]
    english = await system.send("staff", "GET", f"{path}/sheet", headers={"Accept-Language": "en"})
    assert english.headers["content-language"] == "en"
    assert "3 wishes, 1 of them claimed." in english.json()["text"]
    listed = await system.read("street", f"{ROOT}/communities/{town.street}/meetings")
    assert path.rpartition("/")[2] in {each["id"] for each in listed["items"]}


async def test_after_the_first_claim_a_number_stands_for_its_wish(scene: Scene) -> None:
    path = await meeting(scene, how_many=2)
    numbers = [each["request"] for each in (await scene.system.read("staff", path))["numbers"]]
    await scene.system.post("staff", f"{path}/claims", **claim(scene))
    turned = {**SAID, "requests": numbers[::-1]}
    await scene.system.read("staff", path)
    version = (await scene.system.send("staff", "GET", path)).headers["etag"]
    answer = await scene.system.send("staff", "PUT", path, turned, {"If-Match": version})
    assert (answer.status_code, answer.json()["code"]) == (409, "numbers_fixed")


async def test_what_gets_no_number(scene: Scene) -> None:
    need = (await registry.need(scene, published=True)).rpartition("/")[2].replace("need_", "req_")
    (open_wish,) = await requests(scene)
    ended = (await matching.confirmed(scene)).rpartition("/")[2]
    body = {"community": scene.town.home, **SAID}
    for request, expected in (
        ("req_" + "a" * 26, (422, "unknown_wish")),
        (need, (422, "unknown_wish")),
        (ended, (409, "wish_not_open")),
        (open_wish, (422, "repeated_wish")),
    ):
        answer = await scene.system.send(
            "staff", "POST", f"{ROOT}/meetings", {**body, "requests": [open_wish, request]}
        )
        assert (answer.status_code, answer.json()["code"]) == expected
        assert answer.json()["errors"][0]["field"] == "requests.1"
    far = {**body, "community": scene.town.far, "requests": [open_wish]}
    assert (await scene.system.send("district", "POST", f"{ROOT}/meetings", far)).json()["code"] == "unknown_wish"


async def test_what_was_done_is_done_though_it_is_asked_for_again_at_the_end(scene: Scene) -> None:
    path = await meeting(scene, how_many=2)
    keyed = {number: {"Idempotency-Key": f"{path}{number}"} for number in (1, 2)}
    first = await scene.system.post("staff", f"{path}/claims", keyed[1], **claim(scene))
    await scene.system.post("staff", f"{path}/claims", keyed[2], **claim(scene, 2))
    undone = await scene.system.post("staff", f"{path}/claims/2/void", keyed[2])
    await scene.system.post("staff", f"{path}/closing")
    assert await scene.system.post("staff", f"{path}/claims", keyed[1], **claim(scene)) == first
    assert await scene.system.post("staff", f"{path}/claims/2/void", keyed[2]) == undone
    assert (await refused(scene, f"{path}/claims/2/void"))[:2] == (409, "already_voided")


async def test_numbers_nobody_knows_and_numbers_nobody_claimed(scene: Scene) -> None:
    path = await meeting(scene)
    status, code, detail = await refused(scene, f"{path}/claims", **claim(scene, 31))
    assert (status, code) == (404, "unknown_number")
    assert "1 到 1 号" in detail
    assert (await refused(scene, f"{path}/claims/31/void"))[:2] == (404, "unknown_number")
    assert (await refused(scene, f"{path}/claims/1/void"))[:2] == (409, "nothing_claimed_here")
    unknown = {"number": 1, "organization": "org_" + "a" * 26}
    assert (await refused(scene, f"{path}/intentions", **unknown))[:2] == (422, "unknown_organization")


async def test_the_board_lights_up_and_is_not_sent_twice(scene: Scene) -> None:
    path = await meeting(scene, how_many=2)
    board = await scene.system.read("nobody", f"{path}/board")
    assert [number["lit"] for number in board["numbers"]] == [False, False]
    tag = (await scene.system.send("nobody", "GET", f"{path}/board")).headers["etag"]
    again = await scene.system.send("nobody", "GET", f"{path}/board", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    await scene.system.post("staff", f"{path}/claims", **claim(scene, 2))
    await scene.system.read("nobody", f"{path}/board")
    lit = await scene.system.send("nobody", "GET", f"{path}/board", headers={"If-None-Match": tag})
    assert lit.status_code == 200
    assert [number["lit"] for number in lit.json()["numbers"]] == [False, True]
    assert [one["name"] for one in lit.json()["numbers"][1]["claimants"]] == ["单位school"]
    assert (lit.json()["claimed"], lit.json()["total"]) == (1, 2)
    assert scene.town.li not in lit.text


async def test_of_operators_who_claim_a_number_at_once_one_wins_and_the_others_learn_who(scene: Scene) -> None:
    path = await meeting(scene, how_many=3)
    other_process = await scene.system.restarted()
    for number in (1, 2, 3):
        answers = await asyncio.gather(*(_race(scene, other_process, path, number, n) for n in range(OPERATORS)))
        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: OPERATORS - 1}
        winner = next(n for n, answer in enumerate(answers) if answer.status_code == 201)
        name = ("单位school", "单位station")[winner % 2]
        lost = [answer.json() for answer in answers if answer.status_code == 409]
        assert {problem["code"] for problem in lost} == {"taken"}
        assert {tuple(problem["claimants"]) for problem in lost} == {(name,)}
        assert all(f"{number} 号已由{name}认领" in problem["detail"] for problem in lost)


async def _race(scene: Scene, other: Speaker, path: str, number: int, n: int) -> httpx2.Response:
    party = (scene.town.school, scene.town.station)[n % 2]
    body = {"number": number, "claimant": {"kind": "organization", "id": party}}
    return await (scene.system, other)[n // 2 % 2].send("staff", "POST", f"{path}/claims", body)
