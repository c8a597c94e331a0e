"""Idempotency-Key and If-Match: once is once, however often it is sent, and nobody overwrites what he has not read."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.api.examples import Scene, matching, registry
from tests.support.system import SOMEBODY, Speaker, System, Town

ORGANIZATIONS = "/registry/v1/organizations"


@pytest.fixture(scope="module")
def scene(system: System, town: Town) -> Scene:
    return Scene(system, town)


@pytest.fixture
def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


def shop(town: Town, name: str = "小卖部") -> dict[str, Any]:
    return {"community": town.home, "name": name, "kind": "shop", "peer_class": "shop"}


async def receipt(speaker: Speaker, who: str, path: str, body: Any, headers: dict[str, str]) -> tuple[Any, ...]:
    """All that an answer to a write says."""
    answer = await speaker.send(who, "POST", path, body, headers)
    named = ("ETag", "Position", "Location", "Idempotency-Key")
    return answer.status_code, answer.json(), [answer.headers.get(name) for name in named]


@pytest.mark.parametrize("times", [3])
async def test_the_same_key_with_the_same_body_is_answered_the_same(
    system: System, town: Town, key: dict[str, str], times: int
) -> None:
    answers = [await receipt(system, "staff", ORGANIZATIONS, shop(town), key) for _ in range(times)]
    assert answers == [answers[0]] * times
    assert answers[0][0] == 201


async def test_and_also_at_once(system: System, town: Town, key: dict[str, str]) -> None:
    tries = (receipt(system, "staff", ORGANIZATIONS, shop(town, "同时"), key) for _ in range(10))
    answers = await asyncio.gather(*tries)
    assert answers == [answers[0]] * 10
    names = [each["name"] for each in await _organizations(system, town)]
    assert names.count("同时") == 1


async def test_and_also_after_a_restart(system: System, town: Town, key: dict[str, str]) -> None:
    first = await receipt(system, "staff", ORGANIZATIONS, shop(town), key)
    again = await system.restarted()
    assert await receipt(again, "staff", ORGANIZATIONS, shop(town), key) == first
    reused = await again.send("staff", "POST", ORGANIZATIONS, shop(town, "别的"), key)
    assert (reused.status_code, reused.json()["code"]) == (422, "key_reused")


async def test_and_also_when_the_thing_has_moved_on(scene: Scene, key: dict[str, str]) -> None:
    path = (await matching.claimed(scene)).partition("/claims")[0]
    first = await receipt(scene.system, "staff", f"{path}/claims/1/acceptance", {}, key)
    await scene.system.post("school", f"{path}/claims/1/release", reason="no_time")
    assert await receipt(scene.system, "staff", f"{path}/claims/1/acceptance", {}, key) == first


async def test_a_person_registered_twice_with_one_key_is_one_person(
    system: System, town: Town, key: dict[str, str]
) -> None:
    body = {**SOMEBODY, "community": town.home}
    answers = [await receipt(system, "staff", "/registry/v1/persons", body, key) for _ in range(2)]
    assert answers[0] == answers[1]
    other = await system.send("staff", "POST", "/registry/v1/persons", {**body, "name": "别人"}, key)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


async def test_the_same_key_with_another_body_is_refused(system: System, town: Town, key: dict[str, str]) -> None:
    await system.post("staff", ORGANIZATIONS, headers=key, **shop(town))
    answer = await system.send("staff", "POST", ORGANIZATIONS, shop(town, "另一家"), key)
    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")
    assert [error["field"] for error in answer.json()["errors"]] == ["Idempotency-Key"]
    assert "另一家" not in {each["name"] for each in await _organizations(system, town)}


async def test_the_same_key_of_another_caller_is_another_key(system: System, town: Town, key: dict[str, str]) -> None:
    ids = {(await system.post(who, ORGANIZATIONS, headers=key, **shop(town)))["id"] for who in ("staff", "street")}
    assert len(ids) == 2


async def test_the_same_key_on_another_path_is_another_key(scene: Scene, key: dict[str, str]) -> None:
    paths = [await registry.offer(scene, listed=False) for _ in range(2)]
    done = [await scene.system.post("staff", f"{path}/listing", headers=key) for path in paths]
    assert [each["id"] for each in done] == [path.rpartition("/")[2] for path in paths]


async def test_what_was_refused_may_be_tried_again_with_its_key(scene: Scene, key: dict[str, str]) -> None:
    claim = await matching.claimed(scene, accepted=True)
    path = f"{claim.partition('/claims')[0]}/confirmation"
    early = await scene.system.send("li", "POST", path, {"mark": 5, "how": "self"}, key)
    assert (early.status_code, early.json()["code"]) == (409, "nothing_to_confirm")
    await scene.system.post("school", f"{claim}/deliveries", evidence_code="visit")
    assert (await receipt(scene.system, "li", path, {"mark": 5, "how": "self"}, key))[0] == 200


async def test_a_key_the_server_made_works_as_well(system: System, town: Town) -> None:
    answer = await system.send("staff", "POST", ORGANIZATIONS, shop(town))
    made = {"Idempotency-Key": answer.headers["Idempotency-Key"]}
    again = await receipt(system, "staff", ORGANIZATIONS, shop(town), made)
    assert again[1] == answer.json()


async def test_a_look_into_the_vault_is_repeated_only_to_who_may_still_look(scene: Scene, key: dict[str, str]) -> None:
    system, town = scene.system, scene.town
    path, purpose = f"/registry/v1/persons/{town.li}/reveals", {"purpose": "tell_in_person"}
    clerk = await registry.person(scene)
    system.sign_in("clerk", "staff", node=town.home, person=clerk)
    assert (await system.post("clerk", path, headers=key, **purpose))["phone"]
    system.sign_in("clerk", "staff", node=town.far, person=clerk)
    assert (await system.send("clerk", "POST", path, purpose, key)).status_code == 404


async def test_and_to_a_claimant_only_while_the_claim_stands(scene: Scene, key: dict[str, str]) -> None:
    claim = await matching.claimed(scene, accepted=True)
    request = claim.partition("/claims")[0]
    wish = f"/registry/v1/wishes/{request.rpartition('/')[2].replace('req_', 'wish_')}"
    await scene.system.read("staff", wish, after="matching")
    purpose = {"purpose": "arrange_delivery"}
    assert (await scene.system.post("school", f"{wish}/reveals", headers=key, **purpose))["phone"]
    await scene.system.post("school", f"{claim}/release", reason="no_time")
    await scene.system.read("staff", wish, after="matching")
    again = await scene.system.send("school", "POST", f"{wish}/reveals", purpose, key)
    assert again.status_code == 404, again.text


@pytest.mark.parametrize("operation", ["put_settings", "put_offer", "put_wish", "post_wish_review"])
async def test_a_text_is_replaced_or_judged_only_as_it_was_read(scene: Scene, operation: str) -> None:
    example = registry.EXAMPLES[operation]
    case = await example.make(scene)
    method = "POST" if operation.startswith("post") else "PUT"
    without = await scene.system.send("staff", method, case.path, case.body)
    assert (without.status_code, without.json()["code"]) == (428, "precondition_required")
    old = await scene.system.send("staff", method, case.path, case.body, {"If-Match": '"777"'})
    assert (old.status_code, old.json()["code"]) == (412, "precondition_failed")
    assert (await scene.system.send("staff", method, case.path, case.body, case.headers)).status_code == 200


async def test_the_version_that_was_read_may_be_sent_with_everything(scene: Scene) -> None:
    path = await registry.offer(scene, listed=False)
    behind = await scene.system.send("staff", "POST", f"{path}/listing", {}, {"If-Match": '"2"'})
    assert (behind.status_code, behind.json()["version"]) == (412, 1)
    assert (await scene.system.send("staff", "POST", f"{path}/listing", {}, {"If-Match": '"1"'})).status_code == 200


async def _organizations(system: System, town: Town) -> list[dict[str, Any]]:
    page = await system.read("staff", f"/registry/v1/communities/{town.home}/organizations?limit=200")
    return list(page["items"])
